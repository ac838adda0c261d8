"""Mails: at once, and the weekly digest."""

from datetime import timedelta
from smtplib import SMTPException

from django.utils.timezone import localtime

from intranet.base import clock
from intranet.jobs.outbox import every, job, promise
from intranet.notifications import mail
from intranet.notifications.models import Channel, Notification

DIGEST_DAY, DIGEST_HOUR = 0, 7  # Monday, 7 o'clock
TOLD_FOR = timedelta(days=35)  # older news is no news


@job("notifications.mail", atomic=False)
def send_mails(*, event: str, recipients: list[int]) -> None:
    """Send the mails of one event that are not sent yet. One refused address does not hold the others back: it fails last."""
    waiting = Notification.objects.filter(key=event, recipient__in=recipients, mailed_at=None, channel=Channel.MAIL)
    refused = None
    for note in waiting.select_related("recipient", "actor").order_by("pk"):
        try:
            mail.send_notification(note)
        except (SMTPException, OSError) as error:
            refused = error
    if refused is not None:
        raise refused


@every("notifications.digest", minutes=60)
def start_digest() -> None:
    """On Monday from 7 o'clock, promise one digest to each agent to whom something is to be told."""
    now = localtime(clock.now())
    if now.weekday() != DIGEST_DAY or now.hour < DIGEST_HOUR:
        return
    week = f"{now.isocalendar().year}-{now.isocalendar().week}"
    waiting = Notification.objects.for_digest().filter(created_at__gte=now - TOLD_FOR)
    for pk in waiting.order_by("recipient").values_list("recipient", flat=True).distinct():
        promise("notifications.digest_to", key=f"digest:{week}:{pk}", recipient=pk)


@job("notifications.digest_to", atomic=False)
def send_digest(*, recipient: int) -> None:
    """Send one agent what waits for their digest."""
    mail.send_digest(recipient)
