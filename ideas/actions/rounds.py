"""Rounds: prepare, announce (which freezes), cancel (by two people)."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas.actions.ballots import drop_ballots, hold_for_closing
from ideas.actions.moves import move
from ideas.models import Campaign, Idea, Phase, RecurringProblem, RollEntry, RoundOption, VotingRound
from ideas.permissions import rounds as permissions
from ideas.permissions.decisions import holders_of
from ideas.tally import documents
from ideas.tally.canonical import fingerprint
from intranet import audit
from intranet.base import clock, text
from intranet.directory.models import Agent
from intranet.jobs import outbox

SMALLEST_CONFIDENTIAL = 10  # people on the roll: under that, a result tells who voted what
BEFORE_CLOSE = timedelta(hours=48)

Check = tuple[bool, str]


@transaction.atomic
def prepare_round(*, agent: Agent, campaign: Campaign, kind: str, **fields: Any) -> VotingRound:
    """Begin a round of `campaign`, in preparation. `fields`: title, presentation, max_choices, places, secrecy, opens_at, closes_at."""
    _facilitators_only(agent)
    if campaign.is_draft or campaign.rules is None:
        raise ValidationError(_("Publish the campaign first: a vote follows its rules."))
    round = VotingRound(campaign=campaign, kind=kind, rules=campaign.rules, created_by=agent, phase=_phase(campaign, kind), **fields)
    _save(round)
    audit.record("ideas.prepare_round", round, actor=agent)
    return round


@transaction.atomic
def change_round(*, agent: Agent, round: VotingRound, **fields: Any) -> VotingRound:
    """Change a round in preparation. Refuses one that was announced: a change would be another vote."""
    _facilitators_only(agent)
    round = _draft(round)
    for name, value in fields.items():
        setattr(round, name, value)
    _save(round)
    audit.record("ideas.prepare_round", round, actor=agent)
    return round


@transaction.atomic
def set_options(*, agent: Agent, round: VotingRound, subjects: Sequence[models.Model]) -> None:
    """Put `subjects` (recurring problems, or ideas in their current version) to the vote, numbered in this order."""
    _facilitators_only(agent)
    round = _draft(round)
    allowed = set(candidates(round).values_list("pk", flat=True))
    if any(subject.pk not in allowed for subject in subjects):
        raise ValidationError(_("One of the lines chosen cannot be put to this vote any more."))
    round.options.all().delete()
    RoundOption.objects.bulk_create(_option(round, number, subject) for number, subject in enumerate(subjects, start=1))
    audit.record("ideas.prepare_round", round, actor=agent, options=len(subjects))


def candidates(round: VotingRound) -> models.QuerySet:
    """What may be put to the vote: the confirmed recurring problems of the campaign or of none, or its ideas that can be voted on."""
    if round.kind == VotingRound.Kind.PRIORITISE:
        of_campaign = models.Q(campaign=round.campaign) | models.Q(campaign=None)
        return RecurringProblem.objects.confirmed().filter(of_campaign).order_by("title")
    return Idea.objects.with_words().filter(campaign=round.campaign, status=Idea.Status.ADMISSIBLE).order_by("current_version__title")


@transaction.atomic
def delete_round(*, agent: Agent, round: VotingRound) -> None:
    """Drop a round in preparation."""
    _facilitators_only(agent)
    round = _draft(round)
    audit.record("ideas.delete_round", round, actor=agent)
    round.options.all().delete()
    round.delete()


def checklist(round: VotingRound) -> list[Check]:
    """What must be true for the round to be announced, as sentences with their answer."""
    campaign, now = round.campaign, clock.now()
    options, roll_size = round.options.count(), electorate(round).count()
    rules = campaign.rules
    most = rules.params.get("max_choices") if rules else None
    window = _phase(campaign, round.kind)
    checks = [
        (not campaign.is_draft and campaign.status != Campaign.Status.ARCHIVED, _("The campaign is published.")),
        (bool(rules and rules.is_in_force), _("Its rules of the game are in force: {rules}.").format(rules=rules)),
        (
            bool(campaign.mandate and campaign.mandate.is_valid and holders_of(campaign.mandate).exists()),
            _("Somebody holds a valid mandate to decide afterwards."),
        ),
        (
            options >= 2,
            ngettext("{n} line is put to the vote (two at least).", "{n} lines are put to the vote (two at least).", options).format(
                n=options
            ),
        ),
        (_still_fit(round), _("Each of them can still be put to the vote, in the version that is shown.")),
        (
            round.max_choices < max(options, 2) and (not most or round.max_choices <= most),
            _("Each person chooses {n} at most: fewer than there are lines, no more than the rules allow.").format(n=round.max_choices),
        ),
        (round.places <= max(options, 1), _("The first {n} come out of the vote.").format(n=round.places)),
        (round.closes_at > now, _("The vote closes later than now.")),
        (
            window is None or (window.opens_at <= max(round.opens_at, now) and round.closes_at <= window.closes_at),
            _("The dates are within the phase of the campaign."),
        ),
        (
            roll_size >= 1,
            ngettext(
                "{n} person of the perimeter will be on the roll.", "{n} people of the perimeter will be on the roll.", roll_size
            ).format(n=roll_size),
        ),
    ]
    if round.is_confidential:
        checks.append(
            (
                roll_size >= SMALLEST_CONFIDENTIAL,
                _("A confidential vote has at least {n} people on its roll.").format(n=SMALLEST_CONFIDENTIAL),
            )
        )
    elif rules and rules.params.get("secrecy") == VotingRound.Secrecy.CONFIDENTIAL:
        checks.append((False, _("The rules ask for a confidential vote.")))
    return checks


def electorate(round: VotingRound) -> models.QuerySet:
    """Who will be on the roll: the active agents of the perimeter, without the holders of the mandate unless the rules say so."""
    units = round.campaign.perimeter.values_list("path", flat=True)
    within = models.Q(pk__in=[])
    for path in units:
        within |= models.Q(unit__path__startswith=path)
    agents = Agent.objects.filter(within, is_active=True, erased_at=None)
    if round.campaign.mandate and not (round.rules.params or {}).get("deciders_vote"):
        agents = agents.exclude(pk__in=holders_of(round.campaign.mandate).order_by().values("pk"))
    return agents.order_by()


@transaction.atomic
def announce_round(*, agent: Agent, round: VotingRound) -> VotingRound:
    """Freeze the options, the roll and the rules of a round under their fingerprints, and tell the roll.

    From then on nothing of it changes. Refuses (ValidationError) while a sentence of the checklist is false.
    """
    _facilitators_only(agent)
    round = _draft(round)
    round.rules = round.campaign.rules  # type: ignore[assignment] # the checklist refuses a campaign without rules
    missing = [sentence for holds, sentence in checklist(round) if not holds]
    if missing:
        raise ValidationError([_("This is not true yet: {sentence}").format(sentence=sentence) for sentence in missing])
    round.opens_at = max(round.opens_at, clock.now())
    round.announced_at = clock.now()
    round.announced_by = agent
    round.roll_size = _freeze_roll(round)
    options = list(round.options.with_subjects().order_by("number"))
    round.params = documents.params_of(round, lines=len(options), seed=secrets.token_hex(16))
    round.receipt_key = secrets.token_hex(32)
    round.options_sha256 = fingerprint(documents.options_of(options))
    round.rules_sha256 = fingerprint(documents.rules_of(round.rules))
    round.roll_sha256 = fingerprint(documents.roll_of(RollEntry.objects.filter(round=round)))
    round.status = VotingRound.Status.ANNOUNCED
    round.save()
    for option in options:
        if option.version_id:
            move(idea=option.version.idea, to=Idea.Status.ON_BALLOT, by=agent)
    audit.record(
        "ideas.announce_round", round, actor=agent, roll=round.roll_size, options=len(options), options_sha256=round.options_sha256
    )
    outbox.promise("ideas.tell_round_open", key=f"open:{round.pk}", run_after=round.opens_at, round=round.pk)
    if round.closes_at - BEFORE_CLOSE > round.opens_at:
        outbox.promise("ideas.remind_round", key=f"remind:{round.pk}", run_after=round.closes_at - BEFORE_CLOSE, round=round.pk)
    outbox.promise("ideas.close_round", key=f"close:{round.pk}", run_after=round.closes_at, round=round.pk)
    return round


@transaction.atomic
def ask_cancel(*, agent: Agent, round: VotingRound, reason: str) -> VotingRound:
    """Ask that an announced round be cancelled; a second facilitator confirms. The reason is public."""
    round = VotingRound.objects.select_for_update().get(pk=round.pk)
    if not permissions.can_ask_cancel(agent, round):
        raise PermissionDenied(_("Only a facilitator may ask to cancel an announced vote."))
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say why: everyone will read it.")})
    round.cancel_asked_by, round.cancel_reason = agent, reason
    round.save(update_fields=["cancel_asked_by", "cancel_reason", "updated_at"])
    audit.record("ideas.ask_cancel_round", round, actor=agent)
    outbox.promise("ideas.tell_cancel_asked", round=round.pk, agent=agent.pk, at=round.updated_at.isoformat())
    return round


@transaction.atomic
def drop_cancel(*, agent: Agent, round: VotingRound) -> VotingRound:
    """Take back a demand to cancel: the one who asked, or a second facilitator who refuses. The vote goes on."""
    round = VotingRound.objects.select_for_update().get(pk=round.pk)
    _facilitators_only(agent)
    if round.status != VotingRound.Status.ANNOUNCED or round.cancel_asked_by_id is None:
        raise ValidationError(_("Nobody asks to cancel this vote."))
    round.cancel_asked_by, round.cancel_reason = None, ""
    round.save(update_fields=["cancel_asked_by", "cancel_reason", "updated_at"])
    audit.record("ideas.drop_cancel_round", round, actor=agent)
    return round


@transaction.atomic
def cancel_round(*, agent: Agent, round: VotingRound) -> VotingRound:
    """Cancel an announced round that another facilitator asked to cancel. Its ballots are destroyed, uncounted."""
    hold_for_closing(round.pk)
    round = VotingRound.objects.select_for_update().get(pk=round.pk)
    if not permissions.can_confirm_cancel(agent, round):
        raise PermissionDenied(_("A vote is cancelled by two facilitators: one asks, another confirms."))
    round.status, round.cancelled_by, round.cancelled_at, round.receipt_key = VotingRound.Status.CANCELLED, agent, clock.now(), ""
    round.save(update_fields=["status", "cancelled_by", "cancelled_at", "receipt_key", "updated_at"])
    drop_ballots(round)
    for option in round.options.with_subjects():
        if option.version_id and option.version.idea.status == Idea.Status.ON_BALLOT:
            move(idea=option.version.idea, to=Idea.Status.ADMISSIBLE, by=agent)
    audit.record("ideas.cancel_round", round, actor=agent, asked_by=round.cancel_asked_by_id)
    outbox.promise("ideas.tell_cancelled", key=f"cancelled:{round.pk}", round=round.pk)
    return round


def _save(round: VotingRound) -> None:
    round.full_clean(validate_unique=False)
    round.save()


def _facilitators_only(agent: Agent) -> None:
    if not permissions.can_prepare_round(agent):
        raise PermissionDenied(_("Only facilitators prepare votes."))


def _draft(round: VotingRound) -> VotingRound:
    locked = (
        VotingRound.objects.select_for_update(of=("self",)).select_related("campaign__rules", "campaign__mandate", "rules").get(pk=round.pk)
    )
    if not locked.is_draft:
        raise ValidationError(_("This vote was announced: nothing of it changes any more."))
    return locked


def _phase(campaign: Campaign, kind: str) -> Phase | None:
    return campaign.phases.filter(kind=Phase.Kind.PRIORITISE if kind == VotingRound.Kind.PRIORITISE else Phase.Kind.VOTE).first()


def _option(round: VotingRound, number: int, subject: Idea | RecurringProblem) -> RoundOption:
    if isinstance(subject, RecurringProblem):
        return RoundOption(round=round, number=number, recurring=subject, title=subject.title, summary=text.excerpt(subject.summary, 200))
    version = subject.current_version
    return RoundOption(round=round, number=number, version=version, title=version.title, summary=text.excerpt(version.expected_effect, 200))


def _still_fit(round: VotingRound) -> bool:
    chosen = list(round.options.with_subjects())
    allowed = {subject.pk: subject for subject in candidates(round)}
    return all(
        option.subject.pk in allowed and (option.version_id is None or allowed[option.subject.pk].current_version_id == option.version_id)
        for option in chosen
    )


def _freeze_roll(round: VotingRound) -> int:
    """Write the roll in one statement, however many people; returns how many."""
    people, params = electorate(round).values_list("pk", "unit_id").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH people(agent, unit) AS ({people})"  # noqa: S608 - compiled by the ORM
            " INSERT INTO ideas_rollentry (round_id, agent_id, unit_at_freeze_id, weight, has_voted)"
            " SELECT %s, agent, unit, 1, %s FROM people",
            [*params, round.pk, False],
        )
    return RollEntry.objects.filter(round=round).count()
