"""What the frame of every page needs: the site's names and alert, the language, unread messages, the way to the back office."""

from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from intranet.accounts import rights
from intranet.notifications.models import Notification
from intranet.shell import frame


def page_frame(request) -> dict:
    """Template variables of the frame. The count is read only when a page shows it."""

    def unread() -> int:
        if not request.user.is_authenticated:
            return 0
        return Notification.objects.visible_to(request.user).unread()[:100].count()

    return {
        "frame": SimpleLazyObject(frame.read),
        "unread_count": SimpleLazyObject(unread),
        "opens_back_office": SimpleLazyObject(lambda: rights.opens_back_office(request.user)),
        "language": (get_language() or "fr")[:2],
        "signed_in": getattr(request, "user", None) is not None and request.user.is_authenticated,
    }
