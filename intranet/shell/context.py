"""What the frame of every page needs: the site's names and alert, the language, unread messages, the way to the back office."""

from functools import cache

from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from intranet.accounts import rights
from intranet.notifications.models import Notification
from intranet.shell import frame


def page_frame(request) -> dict:
    """Template variables of the frame. What needs a query is a function, called once, when a page shows it."""

    @cache
    def unread() -> int:
        if not request.user.is_authenticated:
            return 0
        # A hundred keys at most, counted here: narrower than a count over a subquery.
        return len(Notification.objects.visible_to(request.user).unread().order_by().values_list("pk")[:100])

    @cache
    def opens_back_office() -> bool:
        return rights.opens_back_office(request.user)

    return {
        "frame": SimpleLazyObject(frame.read),
        "unread_count": unread,
        "opens_back_office": opens_back_office,
        "language": (get_language() or "fr")[:2],
        "signed_in": getattr(request, "user", None) is not None and request.user.is_authenticated,
    }
