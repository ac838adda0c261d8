"""Mails: at once, and the weekly digest."""

from datetime import timedelta

from intranet.base import clock
from intranet.jobs.outbox import every, job
from intranet.notifications import mail
from intranet.notifications.models import Channel, Notification


@job("notifications.mail", atomic=False)
def send_mails(*, event: str, recipients: list[int]) -> None:
    """Send the mails of one event that are not sent yet."""
    waiting = Notification.objects.filter(key=event, recipient__in=recipients, mailed_at=None, channel=Channel.MAIL)
    for note in waiting.select_related("recipient", "actor").order_by("pk"):
        mail.send_notification(note)


@every("notifications.digest", minutes=60)
def start_digest() -> None:
    """On Monday from 7 o'clock, promise one digest to each agent to whom something is to be told."""
    from django.utils.timezone import localtime  # noqa: PLC0415

    from intranet.jobs.outbox import promise  # noqa: PLC0415

    now = localtime(clock.now())
    if now.weekday() != 0 or now.hour < 7:
        return
    week = f"{now.isocalendar().year}-{now.isocalendar().week}"
    since = now - timedelta(days=35)
    waiting = Notification.objects.filter(channel=Channel.DIGEST, mailed_at=None, created_at__gte=since, recipient__is_active=True)
    for pk in waiting.order_by("recipient").values_list("recipient", flat=True).distinct():
        promise("notifications.digest_to", key=f"digest:{week}:{pk}", recipient=pk)


@job("notifications.digest_to", atomic=False)
def send_digest(*, recipient: int) -> None:
    """Send one agent what waits for their digest."""
    mail.send_digest(recipient)
