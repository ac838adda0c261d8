"""Who may decide, and on what."""

from django.db import models

from ideas.models import Decision, Idea, IdeaAuthor, Mandate, MandateGroupObjectPermission, RecurringProblem, ReplyDuty
from ideas.permissions.campaigns import can_decide_within
from intranet import roles
from intranet.directory.models import Agent

DECIDABLE = (Idea.Status.ADMISSIBLE, Idea.Status.AWAITING_DECISION)


def holders_of(mandate: Mandate) -> models.QuerySet:
    """The agents who hold a mandate: those to whom a grant gives `decide` on it, in use, in the order of their names."""
    groups = MandateGroupObjectPermission.objects.filter(content_object=mandate, permission__codename="decide").values("group")
    return Agent.objects.filter(groups__in=groups, is_active=True).distinct()


def is_sole_author(agent: Agent, subject: models.Model) -> bool:
    """Whether `agent` is the only author of an idea: then somebody else decides."""
    if not isinstance(subject, Idea):
        return False
    authors = set(IdeaAuthor.objects.accepted().filter(idea=subject).values_list("agent", flat=True))
    return authors == {agent.pk}


def is_decided(subject: Idea | RecurringProblem) -> bool:
    """Whether a decision about it is in force: what is decided next replaces that one."""
    about = {"idea": subject} if isinstance(subject, Idea) else {"recurring": subject}
    return Decision.objects.in_force().filter(**about).exists()


def awaits_decision(subject: models.Model) -> bool:
    """Whether something may be decided now: an idea that can be voted on or was, a confirmed recurring problem; not decided already."""
    if isinstance(subject, Idea):
        return subject.status in DECIDABLE
    if not isinstance(subject, RecurringProblem):
        return False
    return subject.campaign_id is not None and subject.status in RecurringProblem.SHOWN and not is_decided(subject)


def can_decide(agent: Agent, subject: Idea | RecurringProblem) -> bool:
    """The holders of the campaign's mandate, within its dates; never the sole author of the idea."""
    campaign = subject.campaign
    return (
        campaign is not None
        and campaign.mandate is not None
        and can_decide_within(agent, campaign.mandate)
        and not is_sole_author(agent, subject)
    )


def can_draft_decision(agent: Agent, subject: Idea | RecurringProblem) -> bool:
    """Whoever may decide, and facilitators, who prepare the draft and cannot publish it."""
    return can_decide(agent, subject) or (roles.has(agent, roles.Role.FACILITATOR) and subject.campaign is not None)


def can_edit_decision(agent: Agent, decision: Decision) -> bool:
    """Whoever wrote the draft or may publish it. A published decision is never edited."""
    return decision.is_draft and (can_publish_decision(agent, decision) or decision.written_by_id == agent.pk)


def can_publish_decision(agent: Agent, decision: Decision) -> bool:
    """Whoever may decide on its subject, while it is a draft."""
    return decision.is_draft and can_decide(agent, decision.subject)


def can_correct_decision(agent: Agent, decision: Decision) -> bool:
    """Whoever may decide on its subject, by another decision that replaces it."""
    return decision.status == Decision.Status.PUBLISHED and can_decide(agent, decision.subject)


def can_waive_duty(agent: Agent, duty: ReplyDuty) -> bool:
    """Whoever gave the mandate, never the one who owes the answer; the reason is public."""
    return duty.state == ReplyDuty.State.OPEN and duty.mandate.sponsor_id == agent.pk and duty.holder_id != agent.pk
