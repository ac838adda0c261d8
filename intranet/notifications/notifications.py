"""The messages of the directory, which lies below and cannot send its own."""

from datetime import date

from django.dispatch import receiver
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intranet.base.text import written_day
from intranet.directory.signals import cover_named
from intranet.notifications.messages import Message, notify
from intranet.notifications.models import Channel


class NamedAsCover(Message):
    kind = "directory.named_as_cover"
    label = _("A colleague names me to cover for them")
    channel = Channel.MAIL

    def title(self, note):
        return gettext("{name} names you to cover during an absence").format(name=self.actor_name(note))

    def body(self, note):
        first = written_day(date.fromisoformat(note.params["first"]))
        if not note.params["last"]:
            return gettext("From {first}.").format(first=first)
        return gettext("From {first} to {last}.").format(first=first, last=written_day(date.fromisoformat(note.params["last"])))


@receiver(cover_named, dispatch_uid="notifications.cover_named")
def tell_cover(sender, agent, cover, absent_from, absent_until, **kwargs):
    """Tell a colleague that they were named, once for each absence."""
    last = absent_until.isoformat() if absent_until else ""
    notify(
        NamedAsCover,
        [cover],
        key=f"cover:{agent.pk}:{absent_from.isoformat()}:{last}",
        about=agent,
        actor=agent,
        first=absent_from.isoformat(),
        last=last,
    )
