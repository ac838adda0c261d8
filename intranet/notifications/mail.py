"""Mails written from notifications: text and one-column HTML, in the reader's language, each with a way out."""

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from intranet.base import clock
from intranet.directory.models import Agent
from intranet.notifications.messages import message_of
from intranet.notifications.models import Channel, Notification

SALT = "notifications.unsubscribe"
DIGEST = "digest"


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
        context = {"title": title, "body": message.body(note), "url": absolute(note.url) if note.url else "", "agent": note.recipient}
        if message.optional:
            context["stop_url"] = unsubscribe_url(note.recipient, note.kind)
        _send(note.recipient, title, "mail/notification", context, reference=str(note.public_id))
    Notification.objects.filter(pk=note.pk).update(mailed_at=clock.now())


def send_digest(recipient_id: int) -> None:
    """Send an agent the notifications that wait for a digest, grouped, newest first; mark them sent."""
    agent = Agent.objects.filter(pk=recipient_id, is_active=True).first()
    if agent is None:
        return
    notes = list(
        Notification.objects.filter(recipient=agent, channel=Channel.DIGEST, mailed_at=None)
        .select_related("actor", "recipient")
        .newest_first()[:60]
    )
    with translation.override(agent.language):
        entries = [
            {"title": m.title(n), "body": m.body(n), "url": absolute(n.url), "at": n.created_at} for n in notes if (m := message_of(n))
        ]
        if not entries:
            return
        title = translation.ngettext("Traverse: one thing this week", "Traverse: {count} things this week", len(entries)).format(
            count=len(entries)
        )
        context = {"title": title, "entries": entries, "agent": agent, "stop_url": unsubscribe_url(agent, DIGEST), "url": absolute("/")}
        _send(agent, title, "mail/digest", context, reference=f"digest-{notes[0].public_id}")
    Notification.objects.filter(pk__in=[n.pk for n in notes]).update(mailed_at=clock.now())


def _send(agent: Agent, subject: str, template: str, context: dict, *, reference: str) -> None:
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
