"""What people do with the problems they meet: report, edit, take back, say « moi aussi », hide with a reason."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ideas.models import Campaign, Phase, Problem, ProblemEcho
from ideas.notifications import problems as told
from ideas.permissions import problems as may
from intranet import audit
from intranet.base import clock
from intranet.directory.models import Agent, OrgUnit
from intranet.notifications.messages import notify
from intranet.search import door

CROWD = 5  # fewer people than this in a unit, and its name would tell who spoke (P9)
ECHOES_TOLD = {1, 5, 10, 25, 50, 100}
FIELDS = ("title", "body", "consequence", "category", "service", "affected", "frequency", "authorship", "on_behalf", "campaign")


@transaction.atomic
def save_draft(*, author: Agent, draft: Problem | None = None, **fields: Any) -> Problem:
    """Keep what an author typed, unfinished, seen by nobody else. Refuses a report that is no longer a draft."""
    problem = _locked_draft(draft, author) if draft is not None else Problem(author=author)
    for name in FIELDS:
        if name in fields:
            setattr(problem, name, fields[name])
    problem.save()
    return problem


@transaction.atomic
def discard_draft(*, author: Agent, draft: Problem) -> None:
    """Throw a draft away. Refuses what was published: it is withdrawn instead, and its trace stays."""
    _locked_draft(draft, author).delete()


@transaction.atomic
def report_problem(*, author: Agent, draft: Problem | None = None, **fields: Any) -> Problem:
    """Publish a report, new or from a draft.

    A hidden author is protected twice: the name is shown nowhere, and the service is the nearest unit
    of at least five people. Refuses a campaign that does not collect problems from this agent now, and
    a draft that another window sent.
    """
    _check_campaign(author, fields.get("campaign"))
    problem = save_draft(author=author, draft=draft, **fields)
    if problem.authorship == Problem.Authorship.HIDDEN:
        problem.service = crowded_unit(problem.service)
        problem.shown_unit = veil_of(author)
    problem.status = Problem.Status.PUBLISHED
    problem.published_at = clock.now()
    problem.save()
    audit.record("ideas.report_problem", problem, actor=_signer(problem))
    notify(told.ProblemReceived, [author], key=f"{problem.pk}", about=problem, title=problem.title)
    door.refresh(problem)
    return problem


@transaction.atomic
def edit_problem(*, author: Agent, problem: Problem, **fields: Any) -> Problem:
    """Correct one's report while no recurring problem holds it. Refuses to hide a name that was already shown."""
    problem = Problem.objects.select_for_update().get(pk=problem.pk)
    if not may.can_edit_problem(author, problem):
        raise PermissionDenied(
            _("This report can no longer be changed: only its author may, and only while it is not in a recurring problem.")
        )
    if problem.is_named and fields.get("authorship") == Problem.Authorship.HIDDEN:
        raise ValidationError(
            {"authorship": _("Your name was already shown with this report. To hide it, withdraw the report and write it again.")}
        )
    if fields.get("campaign") != problem.campaign:
        _check_campaign(author, fields.get("campaign"))
    for name in FIELDS:
        if name in fields:
            setattr(problem, name, fields[name])
    if problem.authorship == Problem.Authorship.HIDDEN:
        problem.service = crowded_unit(problem.service)
    else:
        problem.shown_unit = None
    problem.save()
    audit.record("ideas.edit_problem", problem, actor=_signer(problem))
    door.refresh(problem)
    return problem


@transaction.atomic
def withdraw_problem(*, author: Agent, problem: Problem) -> Problem:
    """Take one's report back while no recurring problem holds it: nobody else finds it any more."""
    problem = Problem.objects.select_for_update().get(pk=problem.pk)
    if problem.status == Problem.Status.WITHDRAWN and problem.author_id == author.pk:
        return problem
    if not may.can_edit_problem(author, problem):
        raise PermissionDenied(
            _("This report can no longer be withdrawn: only its author may, and only while it is not in a recurring problem.")
        )
    problem.status = Problem.Status.WITHDRAWN
    problem.save(update_fields=["status", "updated_at"])
    audit.record("ideas.withdraw_problem", problem, actor=_signer(problem))
    door.refresh(problem)
    return problem


@transaction.atomic
def echo(*, agent: Agent, problem: Problem, note: str = "") -> ProblemEcho:
    """Say « moi aussi », or change the word that goes with it. Once for each agent, whatever is pressed."""
    if not may.can_echo(agent, problem):
        raise PermissionDenied(_("You reported this problem yourself."))
    said, created = ProblemEcho.objects.get_or_create(problem=problem, agent=agent, defaults={"note": note})
    if not created and note and note != said.note:
        said.note = note
        said.save(update_fields=["note"])
    if created:
        count = problem.echoes.count()
        if count in ECHOES_TOLD:
            notify(told.ProblemEchoed, [problem.author], key=f"{problem.pk}:{count}", about=problem, title=problem.title, count=count)
    return said


@transaction.atomic
def take_echo_back(*, agent: Agent, problem: Problem) -> None:
    """Take « moi aussi » back."""
    ProblemEcho.objects.filter(problem=problem, agent=agent).delete()


@transaction.atomic
def hide_problem(*, by: Agent, problem: Problem, reason: str) -> Problem:
    """Hide a report from everyone but its author and the facilitators, with a reason that the author reads."""
    problem = Problem.objects.select_for_update(of=("self",)).select_related("author").get(pk=problem.pk)
    if not may.can_moderate_problem(by, problem):
        raise PermissionDenied(_("Only a facilitator who did not write it may hide a report."))
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say why: the author will read it.")})
    if not problem.is_published:
        raise ValidationError(_("This report is not published."))
    problem.status = Problem.Status.HIDDEN
    problem.hidden_reason = reason
    problem.hidden_by = by
    problem.hidden_at = clock.now()
    problem.save()
    audit.record("ideas.hide_problem", problem, actor=by)
    notify(
        told.ProblemHidden,
        [problem.author],
        key=f"{problem.pk}:{problem.hidden_at.isoformat()}",
        about=problem,
        actor=by,
        title=problem.title,
        reason=reason,
    )
    door.refresh(problem)
    return problem


@transaction.atomic
def show_problem(*, by: Agent, problem: Problem) -> Problem:
    """Publish again a report that was hidden."""
    problem = Problem.objects.select_for_update(of=("self",)).select_related("author").get(pk=problem.pk)
    if not may.can_moderate_problem(by, problem):
        raise PermissionDenied(_("Only a facilitator who did not write it may show a report again."))
    if problem.status != Problem.Status.HIDDEN:
        return problem
    key = f"{problem.pk}:{problem.hidden_at.isoformat()}"
    problem.status = Problem.Status.PUBLISHED
    problem.save(update_fields=["status", "updated_at"])
    audit.record("ideas.show_problem", problem, actor=by)
    notify(told.ProblemShown, [problem.author], key=key, about=problem, actor=by, title=problem.title)
    door.refresh(problem)
    return problem


def _locked_draft(draft: Problem, author: Agent) -> Problem:
    """A draft of `author` as it is now. Refuses one that another window sent or threw away."""
    if draft.author_id != author.pk:
        raise PermissionDenied(_("Only its author may change a draft."))
    found = Problem.objects.select_for_update().filter(pk=draft.pk).first()
    if found is None:
        raise ValidationError(_("This draft was thrown away in another window."))
    if found.status != Problem.Status.DRAFT:
        raise ValidationError(_("This report was already sent from another window. Open it to change it."))
    return found


def _check_campaign(author: Agent, campaign: Campaign | None) -> None:
    if campaign is None:
        return
    if not Campaign.objects.open_to(author).in_phase(Phase.Kind.COLLECT_PROBLEMS).filter(pk=campaign.pk).exists():
        raise ValidationError({"campaign": _("This campaign does not collect problems from you now. The report can be sent without it.")})


def _signer(problem: Problem) -> Agent | None:
    """Who signs in the journal: nobody, when the author hid their name. The journal has readers too."""
    return problem.author if problem.is_named else None


def _is_crowd(unit: OrgUnit) -> bool:
    return Agent.objects.filter(is_active=True).in_unit(unit).count() >= CROWD


def crowded_unit(unit: OrgUnit) -> OrgUnit:
    """The nearest unit, from `unit` upward, where at least five people work; the whole organisation at last."""
    line = list(OrgUnit.objects.above(unit).order_by("-path"))
    return next((each for each in line if _is_crowd(each)), line[-1])


def veil_of(author: Agent) -> OrgUnit | None:
    """What is shown in place of the name: the author's direction, when at least five people work there."""
    if author.unit is None:
        return None
    direction = OrgUnit.objects.filter(path=author.unit.direction_path).first()
    return direction if direction is not None and _is_crowd(direction) else None
