"""The door: one class for each message, and `notify()`.

An area writes its messages in its `notifications.py`:

    class ReportReceived(Message):
        kind = "ideas.report_received"
        label = _("Receipt of a problem that I reported")
        channel = Channel.MAIL

        def title(self, note):
            return gettext("Your report was received: “{title}”").format(title=note.params["title"])

        def body(self, note):
            return gettext("You will be told what becomes of it.")

and its actions call `notify(ReportReceived, [author], about=problem, key=f"received:{problem.pk}", title=problem.title)`.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext

from intranet import roles
from intranet.directory.models import Agent
from intranet.jobs import outbox
from intranet.notifications.models import Channel, Notification, Preference
from intranet.roles import Role

_registry: dict[str, "Message"] = {}
AT_ONCE = 500  # recipients read and written together
BATCH = 50  # mails of one job: they are sent well within its lease


class Message:
    """One kind of message. Subclasses are found by `kind` ("area.what_happened")."""

    kind: str = ""
    label: str | Promise = ""
    channel: Channel = Channel.DIGEST  # unless the agent chose another
    optional = True  # False: the agent may not turn its mail off (a security notice)
    roles: tuple[Role, ...] = ()  # those whose holders alone are told; none: any agent may be

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if cls.kind:
            _registry[cls.kind] = cls()

    def may_reach(self, agent: Agent) -> bool:
        """Whether `agent` may be told of it, being who they are today: the others are not asked how they want it."""
        return not self.roles or any(roles.has(agent, role) for role in self.roles)

    def title(self, note: Notification) -> str:
        """One line, in the active language. Never the content of a ballot, never a result before its close."""
        raise NotImplementedError

    def body(self, note: Notification) -> str:
        """A few lines more, or nothing."""
        return ""

    def actor_name(self, note: Notification) -> str:
        return note.actor.name if note.actor and note.actor.is_active else gettext("Somebody")


def messages() -> list[Message]:
    """Every kind of message, in the order of its name: for the preferences page."""
    return [_registry[kind] for kind in sorted(_registry)]


def message_named(kind: str) -> Message | None:
    """The class of a kind of message, or None when the product does not have it."""
    return _registry.get(kind)


def message_of(note: Notification) -> Message | None:
    """The class of a notification, or None when the product no longer has it."""
    return _registry.get(note.kind)


def notify(
    message: type[Message],
    recipients: Iterable[Agent] | models.QuerySet,
    *,
    key: str,
    about: models.Model | None = None,
    actor: Agent | None = None,
    url: str = "",
    **params,
) -> None:
    """Tell `recipients` something, inside the caller's transaction: one row each, and the promise of the mails.

    `key` names the event: told twice with the same key, a person is told once. Nobody is told of
    what they did themselves. `url` defaults to the address of `about`. `params` are small JSON values.
    """
    kind = _registry[message.kind]
    full_key = f"{kind.kind}:{key}"[:160]
    address = url or (about.get_absolute_url() if about is not None and hasattr(about, "get_absolute_url") else "")
    about_type = ContentType.objects.get_for_model(about) if about is not None else None
    people = _told(recipients, actor)
    while part := list(islice(people, AT_ONCE)):
        chosen: dict[int, str] = {}
        if kind.optional:
            chosen = dict(Preference.objects.filter(kind=kind.kind, agent__in=part).values_list("agent_id", "channel"))
        rows = [
            Notification(
                recipient_id=pk,
                kind=kind.kind,
                key=full_key,
                about_type=about_type,
                about_id=about.pk if about is not None else None,
                actor=actor,
                params=params,
                url=address,
                channel=chosen.get(pk, kind.channel),
            )
            for pk in part
        ]
        Notification.objects.bulk_create(rows, ignore_conflicts=True, batch_size=AT_ONCE)
        to_mail = [r.recipient_id for r in rows if r.channel == Channel.MAIL]
        for start in range(0, len(to_mail), BATCH):
            mailed = to_mail[start : start + BATCH]
            outbox.promise("notifications.mail", key=f"mail:{full_key}:{mailed[0]}"[:200], event=full_key, recipients=mailed)


def _told(recipients: Iterable[Agent] | models.QuerySet, actor: Agent | None) -> Iterator[int]:
    """The keys of those who are told, each once. A query is read as it goes, and only its keys: it may be the whole organisation."""
    if isinstance(recipients, models.QuerySet):
        found = recipients.values_list("pk", "is_active").iterator(chunk_size=AT_ONCE)
    else:
        found = ((agent.pk, agent.is_active) for agent in recipients)
    seen = {actor.pk} if actor is not None else set()
    for pk, is_active in found:
        if is_active and pk not in seen:
            seen.add(pk)
            yield pk
