"""Messages for tests: one kind that may be turned off, one that may not."""

from django.utils.translation import gettext

from intranet.notifications.messages import Message, notify
from intranet.notifications.models import Channel, Notification


class Event(Message):
    kind = "tests.event"
    label = "Something that tests make happen"
    channel = Channel.MAIL

    def title(self, note):
        return f"{gettext('Messages')} – {note.params.get('word', 'événement')}"

    def body(self, note):
        return "Une ligne de plus."


class Weekly(Event):
    kind = "tests.weekly"
    channel = Channel.DIGEST


class Safety(Event):
    kind = "tests.safety"
    optional = False


def note(recipient, message=Event, *, key="", url="/people/", **params):
    """One notification of `recipient`, told as an area does."""
    key = key or f"k{Notification.objects.count()}"
    notify(message, [recipient], key=key, url=url, **params)
    return Notification.objects.get(recipient=recipient, key=f"{message.kind}:{key}")
