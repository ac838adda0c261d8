"""Export what is held about an agent; erase them."""

import re
import secrets

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from intranet import audit, roles
from intranet.base import clock
from intranet.directory import erased
from intranet.directory.models import Agent
from intranet.privacy import register
from intranet.privacy.export import archive_of
from intranet.privacy.register import Erase


@transaction.atomic
def export(*, agent: Agent) -> bytes:
    """The ZIP of what is held about `agent`, for `agent` alone. Written in the journal."""
    audit.record("privacy.export", agent, actor=agent)
    return archive_of(agent)


@transaction.atomic
def erase(*, agent: Agent, by: Agent) -> None:
    """Erase `agent`: what says who they were goes, what the organisation decided and counted stays.

    Allowed to the agent and to administrators; refused (PermissionDenied) to anyone else. The row of
    the agent stays, emptied, with a random name that leads nowhere; their sessions end
    at once (Django checks the password's hash and `is_active` at each request).
    """
    if by.pk != agent.pk and not roles.has(by, roles.Role.ADMINISTRATOR):
        raise PermissionDenied(_("Only the person, or an administrator, may erase an account."))
    traces = {agent.name, agent.email, agent.username, agent.slug}
    erased.remember(agent)
    register.leave_all(agent)
    for holding in register.holdings():
        if holding.model is Agent and holding.agent_field == "pk":
            continue
        rows = register.rows_about(holding, agent)
        if holding.on_erase is Erase.DELETE:
            rows.delete()
        else:
            emptied: dict[str, str | None] = dict.fromkeys(holding.blanked, "")
            if holding.on_erase is Erase.BLANK:
                emptied[holding.agent_field] = None
            if emptied:
                rows.update(**emptied)
    nobody = f"parti-{secrets.token_hex(6)}"
    Agent.objects.filter(pk=agent.pk).update(
        username=nobody,
        slug=nobody,
        email=f"{nobody}@erased.invalid",
        first_name="",
        last_name="",
        password="!",  # noqa: S106 - unusable
        position_title="",
        folded="",
        phone="",
        about="",
        unit=None,
        site=None,
        manager=None,
        cover=None,
        absent_from=None,
        absent_until=None,
        hr_number=None,
        arrived_on=None,
        leaves_on=None,
        left_on=None,
        is_active=False,
        is_staff=False,
        last_login=None,
        erased_at=clock.now(),
    )
    agent.groups.clear()
    _forget_traces(traces)
    agent.refresh_from_db()
    audit.record("privacy.erase", agent, actor=None if by.pk == agent.pk else by)


def _forget_traces(traces: set[str]) -> None:
    """Take the names of the erased agent out of the labels of the journal. (The outbox holds identifiers only.)"""
    for trace in sorted(filter(None, traces), key=len, reverse=True):
        whole = re.compile(rf"(?<!\w){re.escape(trace)}(?!\w)")  # "marc" is not in "démarche"
        for entry in ModelLogEntry.objects.filter(label__contains=trace):
            label = whole.sub("…", entry.label)
            if label != entry.label:
                entry.label = label
                entry.save(update_fields=["label"])
