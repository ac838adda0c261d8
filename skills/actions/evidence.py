"""Recognition: what a person did is proposed to them, and to nobody else, until they accept it."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from intranet import audit
from intranet.base import clock
from intranet.directory.models import Agent
from intranet.notifications.messages import notify
from skills import permissions
from skills.actions.facts import write_facts
from skills.models import AgentSkill, Evidence, Skill
from skills.notifications import EvidenceProposed


@transaction.atomic
def propose_evidence(*, agent: Agent, kind: str, about: models.Model, title: str, skills: Iterable[Skill] = ()) -> Evidence | None:
    """Propose to `agent` that what they did with `about` shows a skill ("idea", "pilot", "answer", "tip").

    `skills` are those it may show. Told once: proposed again, or after a refusal, it changes nothing
    and returns None. Nothing is shown to anybody before the agent accepts.
    """
    if kind not in Evidence.Kind.values:
        raise ValueError(kind)
    if not agent.is_active:
        return None
    about_type = ContentType.objects.get_for_model(about)
    evidence, is_new = Evidence.objects.get_or_create(
        agent=agent,
        kind=kind,
        about_type=about_type,
        about_id=about.pk,
        defaults={
            "title": title[:200],
            "url": about.get_absolute_url() if hasattr(about, "get_absolute_url") else "",
            "proposed_at": clock.now(),
        },
    )
    if not is_new:
        return None
    evidence.suggested.set(skills)
    audit.record("skills.propose_evidence", evidence, actor=None, kind=kind)
    notify(EvidenceProposed, [agent], about=evidence, key=f"{evidence.pk}", title=evidence.title)
    return evidence


@transaction.atomic
def accept_evidence(*, agent: Agent, evidence: Evidence, declared: AgentSkill) -> None:
    """Accept what was proposed, as showing one of the agent's declared skills: whoever sees the skill then sees it."""
    _check(agent, evidence)
    if declared.agent_id != agent.pk or not declared.is_active:
        raise ValidationError(_("Choose one of the skills that you declare."))
    moved_from = evidence.agent_skill_id
    Evidence.objects.filter(pk=evidence.pk).update(
        agent_skill=declared, visibility=declared.visibility, status=Evidence.Status.ACCEPTED, answered_at=clock.now()
    )
    write_facts(of=AgentSkill.objects.filter(pk__in=[pk for pk in (declared.pk, moved_from) if pk]))
    audit.record("skills.accept_evidence", evidence, actor=agent)


@transaction.atomic
def decline_evidence(*, agent: Agent, evidence: Evidence) -> None:
    """Decline what was proposed, or take back what was accepted: it is shown to nobody, and not proposed again."""
    _check(agent, evidence)
    shown_on = evidence.agent_skill_id
    Evidence.objects.filter(pk=evidence.pk).update(agent_skill=None, status=Evidence.Status.DECLINED, answered_at=clock.now())
    if shown_on:
        write_facts(of=AgentSkill.objects.filter(pk=shown_on))
    audit.record("skills.decline_evidence", evidence, actor=agent)


def _check(agent: Agent, evidence: Evidence) -> None:
    if not permissions.can_answer_evidence(agent, evidence):
        raise PermissionDenied(_("Only the person concerned answers."))
