"""What an agent does with what they are told."""

from django.db import transaction

from intranet.base import clock
from intranet.directory.models import Agent
from intranet.notifications.messages import messages
from intranet.notifications.models import DIGEST, Channel, Notification, Preference


def mark_read(*, agent: Agent, notification: Notification) -> None:
    """Remember that `agent` read one message of theirs."""
    Notification.objects.visible_to(agent).unread().filter(pk=notification.pk).update(read_at=clock.now())


def mark_all_read(*, agent: Agent) -> int:
    """Remember that `agent` read all that was waiting. Returns how many there were."""
    return Notification.objects.visible_to(agent).unread().update(read_at=clock.now())


@transaction.atomic
def choose_channels(*, agent: Agent, channels: dict[str, str], digest: bool) -> None:
    """Remember how `agent` wants each kind of message, and whether they want the weekly digest.

    A choice that is the default of its kind is forgotten, so that it follows the default. Kinds that
    are unknown or may not be turned off are left alone.
    """
    defaults = {message.kind: message.channel for message in messages() if message.optional}
    chosen = {kind: channel for kind, channel in channels.items() if kind in defaults and channel in Channel.values}
    Preference.objects.filter(agent=agent, kind__in=[*chosen, DIGEST]).delete()
    rows = [Preference(agent=agent, kind=kind, channel=channel) for kind, channel in chosen.items() if channel != defaults[kind]]
    if not digest:
        rows.append(Preference(agent=agent, kind=DIGEST, channel=Channel.INBOX))
    Preference.objects.bulk_create(rows)


def stop_mail(*, agent: Agent, kind: str) -> None:
    """Send `agent` no more mail of one kind (or no weekly digest): it stays in their messages. Safe to repeat."""
    Preference.objects.update_or_create(agent=agent, kind=kind, defaults={"channel": Channel.INBOX})
