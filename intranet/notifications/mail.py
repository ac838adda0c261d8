"""Mails written from notifications: text and one-column HTML, in the reader's language, each with a way out."""

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from intranet.base import clock
from intranet.directory.models import Agent
from intranet.notifications.messages import message_of
from intranet.notifications.models import DIGEST, Notification

SALT = "notifications.unsubscribe"
DIGEST_LENGTH = 60


def absolute(path: str) -> str:
    return settings.SITE_URL.rstrip("/") + path


def unsubscribe_url(agent: Agent, kind: str) -> str:
    """The address that stops one kind of mail to one agent without signing in (RFC 8058)."""
    return absolute(reverse("notifications:unsubscribe", args=[signing.dumps([agent.pk, kind], salt=SALT)]))


def read_unsubscribe(token: str) -> tuple[int, str] | None:
    try:
        pk, kind = signing.loads(token, salt=SALT, max_age=60 * 60 * 24 * 365)
        return int(pk), str(kind)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def send_notification(note: Notification) -> None:
    """Send one notification and mark it sent. Raises when the mail server refuses, so that it is tried again."""
    message = message_of(note)
    if message is None or not note.recipient.is_active or not note.recipient.email:
        return
    with translation.override(note.recipient.language):
        title = message.title(note)
        context = {"title": title, "body": message.body(note), "url": absolute(note.url) if note.url else "", "label": message.label}
        if message.optional:
            context["stop_url"] = unsubscribe_url(note.recipient, note.kind)
        _send(note.recipient, title, "mail/notification", context, reference=str(note.public_id))
    Notification.objects.filter(pk=note.pk).update(mailed_at=clock.now())


def send_digest(recipient_id: int) -> None:
    """Send an agent the notifications that wait for a digest, grouped, newest first; mark them sent."""
    agent = Agent.objects.filter(pk=recipient_id, is_active=True).first()
    if agent is None:
        return
    waiting = Notification.objects.for_digest().filter(recipient=agent).select_related("actor", "recipient").newest_first()
    notes = [(note, message) for note in waiting[:DIGEST_LENGTH] if (message := message_of(note))]
    if not notes:
        return
    with translation.override(agent.language):
        entries = [
            {"title": message.title(note), "body": message.body(note), "url": absolute(note.url) if note.url else "", "at": note.created_at}
            for note, message in notes
        ]
        title = ngettext("Traverse: one thing this week", "Traverse: {count} things this week", len(entries)).format(count=len(entries))
        context = {"title": title, "entries": entries, "inbox_url": absolute(reverse("notifications:inbox"))}
        context["stop_url"] = unsubscribe_url(agent, DIGEST)
        _send(agent, title, "mail/digest", context, reference=f"digest-{notes[0][0].public_id}")
    Notification.objects.filter(pk__in=[note.pk for note, _message in notes]).update(mailed_at=clock.now())


def _send(agent: Agent, subject: str, template: str, context: dict, *, reference: str) -> None:
    context = {
        **context,
        "name": agent.first_name or agent.name,
        "language": agent.language,
        "preferences_url": absolute(reverse("notifications:preferences")),
    }
    host = settings.DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1].rstrip(">")
    # The same message keeps the same Message-ID: sent again after a crash, mail programs show it once.
    headers = {"Message-ID": f"<{reference}@{host}>", "Auto-Submitted": "auto-generated"}
    if "stop_url" in context:
        headers["List-Unsubscribe"] = f"<{context['stop_url']}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = EmailMultiAlternatives(
        " ".join(subject.split())[:200],
        render_to_string(f"{template}.txt", context),
        settings.DEFAULT_FROM_EMAIL,
        [agent.email],
        headers=headers,
    )
    mail.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
    mail.send()
