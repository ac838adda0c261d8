"""Decisions: draft, publish, correct; and the answers that are owed."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ideas.actions.moves import MOVES, move
from ideas.models import Decision, Idea, IdeaAuthor, RecurringProblem, ReplyDuty, Tally
from ideas.models.decisions import EXPLANATION_MIN
from ideas.permissions import decisions as permissions
from intranet import audit
from intranet.base import clock
from intranet.directory.models import Agent
from intranet.jobs import outbox
from intranet.search import door
from skills.actions import propose_evidence

Reasons = Sequence[dict[str, str]]  # {"criterion", "finding"}
WORDS = ("outcome", "explanation", "reasons", "alternatives", "divergence_reason", "review_on")


@transaction.atomic
def draft_decision(
    *,
    agent: Agent,
    subject: Idea | RecurringProblem,
    outcome: str = "",
    explanation: str = "",
    reasons: Reasons = (),
    alternatives: str = "",
    divergence_reason: str = "",
    review_on: date | None = None,
    replaces: Decision | None = None,
) -> Decision:
    """Begin the decision on an idea or a recurring problem. A draft may lack anything; its publication may not.

    Refuses whoever neither decides on it nor prepares it, and a subject that does not wait for a decision,
    unless the draft corrects the decision in force (`replaces`).
    """
    if not permissions.can_draft_decision(agent, subject):
        raise PermissionDenied(_("You hold no mandate to decide on this."))
    if replaces is None and not permissions.awaits_decision(subject):
        raise ValidationError(_("Nothing waits for a decision there."))
    if replaces is not None and (replaces.status != Decision.Status.PUBLISHED or Decision.objects.filter(replaces=replaces).exists()):
        raise ValidationError(_("Another decision already replaces this one, or is being written."))
    decision = Decision(campaign=subject.campaign, written_by=agent, replaces=replaces, mandate=subject.campaign.mandate)
    if isinstance(subject, Idea):
        decision.idea = subject
    else:
        decision.recurring = subject
    _write(decision, outcome, explanation, reasons, alternatives, divergence_reason, review_on)
    audit.record("ideas.draft_decision", decision, actor=agent)
    return decision


@transaction.atomic
def change_decision(
    *,
    agent: Agent,
    decision: Decision,
    outcome: str = "",
    explanation: str = "",
    reasons: Reasons = (),
    alternatives: str = "",
    divergence_reason: str = "",
    review_on: date | None = None,
) -> Decision:
    """Change a draft. A published decision never changes (PermissionDenied): another one replaces it."""
    decision = _locked(decision)
    if not permissions.can_edit_decision(agent, decision):
        raise PermissionDenied(_("A published decision is never changed: write another one, which replaces it."))
    _write(decision, outcome, explanation, reasons, alternatives, divergence_reason, review_on)
    audit.record("ideas.draft_decision", decision, actor=agent)
    return decision


@transaction.atomic
def delete_draft(*, agent: Agent, decision: Decision) -> None:
    """Throw a draft away."""
    decision = _locked(decision)
    if not permissions.can_edit_decision(agent, decision):
        raise PermissionDenied(_("Only a draft may be thrown away, by who writes it."))
    audit.record("ideas.delete_draft", decision, actor=agent)
    decision.delete()


@transaction.atomic
def publish_decision(*, agent: Agent, decision: Decision) -> Decision:
    """Publish a decision, for good: everyone reads it, those concerned are told, the answer owed is given.

    Refuses whoever holds no valid mandate on it (PermissionDenied), a second decision on the same thing that does not
    replace the one in force, and a decision without its reasons or that departs from the vote without saying why
    (ValidationError, by field).
    """
    decision = _locked(decision)
    if not decision.is_draft:
        raise ValidationError(_("This decision is already published."))
    if not permissions.can_publish_decision(agent, decision):
        raise PermissionDenied(_("Only the holder of a valid mandate may publish this decision, and never the sole author of the idea."))
    # Under the lock of the subject: of two drafts about it, one is published.
    type(decision.subject).objects.select_for_update().get(pk=decision.subject.pk)
    if decision.replaces_id is None and permissions.is_decided(decision.subject):
        raise ValidationError(_("This was decided meanwhile: write the decision that replaces the one in force."))
    tally = Tally.objects.latest_about(decision.subject)
    decision.tally = tally
    decision.follows_tally = decision.would_follow(tally)
    faults = lacking(decision)
    if faults:
        raise ValidationError(faults)
    now = clock.now()
    decision.status, decision.decided_by, decision.decided_at, decision.published_at = Decision.Status.PUBLISHED, agent, now, now
    if decision.follows_tally is not False:
        decision.divergence_reason = ""
    if decision.replaces_id:  # first, so that two are never in force
        Decision.objects.filter(pk=decision.replaces_id).update(status=Decision.Status.SUPERSEDED)
        door.refresh(decision.replaces)
    decision.save()
    _settle(decision, agent)
    audit.record("ideas.publish_decision", decision, actor=agent, outcome=decision.outcome, follows_tally=decision.follows_tally)
    outbox.promise("ideas.tell_decision", key=f"decision:{decision.pk}", decision=decision.pk)
    door.refresh(decision)
    return decision


def lacking(decision: Decision) -> dict[str, str]:
    """What a draft still lacks to be published: a sentence for each field."""
    faults = {}
    if not decision.outcome:
        faults["outcome"] = _("Choose what is decided.")
    if len(decision.explanation.strip()) < EXPLANATION_MIN:
        faults["explanation"] = _("Explain in {n} characters at least: the reasons matter more than the decision.").format(
            n=EXPLANATION_MIN
        )
    if not decision.reasons:
        faults["reasons"] = _("Give at least one criterion, with what you found.")
    tally = Tally.objects.latest_about(decision.subject)
    if decision.outcome and decision.would_follow(tally) is False and not decision.divergence_reason.strip():
        faults["divergence_reason"] = _("This decision departs from the vote: say why.")
    if decision.outcome == Decision.Outcome.DEFERRED:
        if decision.review_on is None:
            faults["review_on"] = _("Say when it will be looked at again.")
        elif decision.review_on <= clock.today():
            faults["review_on"] = _("This date is past: choose a later one.")
    return faults


@transaction.atomic
def waive_duty(*, agent: Agent, duty: ReplyDuty, reason: str) -> ReplyDuty:
    """Say, with a public reason, that an answer will not come: whoever gave the mandate, never who owes the answer."""
    duty = ReplyDuty.objects.select_for_update(of=("self",)).select_related("mandate").get(pk=duty.pk)
    if not permissions.can_waive_duty(agent, duty):
        raise PermissionDenied(_("Only whoever gave the mandate may waive an answer, never who owes it."))
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say why: everyone will read it.")})
    duty.state, duty.waived_reason, duty.waived_by = ReplyDuty.State.WAIVED, reason, agent
    duty.save(update_fields=["state", "waived_reason", "waived_by"])
    audit.record("ideas.waive_duty", duty, actor=agent)
    return duty


def _locked(decision: Decision) -> Decision:
    return (
        Decision.objects.select_for_update(of=("self",))
        .select_related("campaign__mandate", "idea__current_version", "idea__campaign__mandate", "recurring__campaign__mandate", "replaces")
        .get(pk=decision.pk)
    )


def _write(
    decision: Decision,
    outcome: str,
    explanation: str,
    reasons: Iterable[dict[str, str]],
    alternatives: str,
    divergence_reason: str,
    review_on: date | None,
) -> None:
    decision.outcome = outcome
    decision.explanation = explanation.strip()
    decision.reasons = [{"criterion": r["criterion"].strip(), "finding": r["finding"].strip()} for r in reasons if r["finding"].strip()]
    decision.alternatives = alternatives.strip()
    decision.divergence_reason = divergence_reason.strip()
    decision.review_on = review_on
    decision.full_clean(validate_unique=False)
    decision.save()


def _settle(decision: Decision, agent: Agent) -> None:
    """The idea is decided, the answer owed is given, the work of its authors is put forward as evidence."""
    subject = decision.subject
    duties = ReplyDuty.objects.open().filter(idea=decision.idea_id, recurring=decision.recurring_id)
    duties.update(state=ReplyDuty.State.ANSWERED, answered_at=decision.published_at, decision=decision)
    if not isinstance(subject, Idea):
        return
    if Idea.Status.DECIDED in MOVES[subject.status] and subject.status in permissions.DECIDABLE:
        move(idea=subject, to=Idea.Status.DECIDED, by=agent)
    if decision.is_favourable:
        for authorship in IdeaAuthor.objects.accepted().filter(idea=subject).select_related("agent"):
            propose_evidence(agent=authorship.agent, kind="idea", about=subject, title=subject.title)
