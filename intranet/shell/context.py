"""What the frame of every page needs: the site's names and alert, the language, the number of unread messages."""

from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

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
        "language": (get_language() or "fr")[:2],
        "signed_in": getattr(request, "user", None) is not None and request.user.is_authenticated,
    }
