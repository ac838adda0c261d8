"""Decisions: the public register, one decision, and how it is written, published and corrected."""

from collections import Counter

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ideas.actions import decisions as actions
from ideas.forms.decisions import DecisionForm, RegisterFilter
from ideas.models import Decision, Idea, RecurringProblem, ReplyDuty, Tally
from ideas.permissions import decisions as may
from ideas.tally import wording
from intranet.base.forms import bind, once
from intranet.base.pages import paginate
from intranet.base.posting import add_refusal, button
from intranet.base.spreadsheets import CHUNK, csv_answer
from intranet.search import door

SUBJECTS = {"idea": Idea, "recurring": RecurringProblem}


def _registered(form: RegisterFilter) -> QuerySet:
    chosen = form.chosen
    found = Decision.objects.published().with_subject()
    if "q" in chosen:
        found = found.filter(pk__in=door.rank("decision", chosen["q"]))
    if "outcome" in chosen:
        found = found.filter(outcome=chosen["outcome"])
    if "campaign" in chosen:
        found = found.filter(campaign=chosen["campaign"])
    votes = {"follows": {"follows_tally": True}, "departs": {"follows_tally": False}, "none": {"tally": None}}
    if "vote" in chosen:
        found = found.filter(**votes[chosen["vote"]])
    return found.newest_first()


@require_safe
def decision_list(request: HttpRequest) -> HttpResponse:
    """The register: every decision published, with its outcome and its reasons."""
    form = RegisterFilter(request.GET)
    found = _registered(form)
    context = {
        "form": form,
        "page": paginate(request, found),
        "outcomes": [(Decision.Outcome(key).label, n) for key, n in Counter(found.values_list("outcome", flat=True)).most_common()],
        "is_filtered": bool(form.chosen),
    }
    return render(request, "ideas/decisions/list.html", context)


@require_safe
def decision_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same register as CSV."""
    header = [
        _("Published on"), _("Outcome"), _("About"), _("Campaign"), _("Decided by"), _("Mandate"), _("The vote"), _("Explanation"),
        _("Why it departs from the vote"), _("State"), _("Address"),
    ]  # fmt: skip
    words = {True: _("follows the vote"), False: _("departs from the vote"), None: _("without a vote")}
    rows = (
        [
            localdate(d.published_at).isoformat(),
            d.get_outcome_display(),
            d.title,
            d.campaign or "",
            d.decided_by.name,
            d.mandate.title,
            words[d.follows_tally],
            d.explanation,
            d.divergence_reason,
            d.get_status_display(),
            request.build_absolute_uri(d.get_absolute_url()),
        ]
        for d in _registered(RegisterFilter(request.GET)).iterator(chunk_size=CHUNK)
    )
    return csv_answer(_("decisions"), header, rows)


def _find(request: HttpRequest, public_id) -> Decision:
    found = Decision.objects.visible_to(request.user).with_subject().select_related("tally__round", "replaces")
    return get_object_or_404(
        found.select_related("idea__campaign__mandate", "recurring__campaign__mandate", "written_by"), public_id=public_id
    )


@require_safe
def decision_page(request: HttpRequest, public_id) -> HttpResponse:
    """One decision: what, by whom, under which mandate, why; a draft shows what its publication still needs."""
    decision = _find(request, public_id)
    subject = decision.subject
    tally = Tally.objects.latest_about(subject) if decision.is_draft else decision.tally
    context = {
        "decision": decision,
        "subject": subject,
        "vote": _vote(subject, tally) if tally else None,
        "departs": decision.departs or (decision.is_draft and bool(decision.outcome) and decision.would_follow(tally) is False),
        "lacking": actions.lacking(decision) if decision.is_draft else {},
        "may_edit": may.can_edit_decision(request.user, decision),
        "may_publish": may.can_publish_decision(request.user, decision),
        "may_correct": may.can_correct_decision(request.user, decision),
        "replaced_by": Decision.objects.visible_to(request.user).filter(replaces=decision).first(),
    }
    return render(request, "ideas/decisions/decision.html", context)


def _vote(subject, tally) -> dict:
    line = tally.line_of(subject)
    return {
        "line": line,
        "round": tally.round,
        "options": len(tally.result["ranking"]),
        "turnout": wording.percent(tally.ballots, tally.roll_size),
        "tally": tally,
    }


def decision_new(request: HttpRequest, kind: str, public_id) -> HttpResponse:
    """Begin the decision on an idea or a recurring problem; goes on with the draft when there is one."""
    if kind not in SUBJECTS:
        raise Http404
    subject = get_object_or_404(SUBJECTS[kind].objects.visible_to(request.user).select_related("campaign__mandate"), public_id=public_id)
    if not may.can_draft_decision(request.user, subject):
        raise PermissionDenied(_("You hold no mandate to decide on this."))
    draft = Decision.objects.visible_to(request.user).drafts().filter(**{kind: subject}, replaces=None).first()
    if draft is not None and request.method != "POST":
        return redirect("ideas:decision_edit", draft.public_id)
    return _write(request, subject=subject)


def decision_edit(request: HttpRequest, public_id) -> HttpResponse:
    """Go on with a draft."""
    decision = _find(request, public_id)
    if not may.can_edit_decision(request.user, decision):
        raise PermissionDenied(_("A published decision is never changed: write another one, which replaces it."))
    return _write(request, subject=decision.subject, decision=decision)


def decision_correct(request: HttpRequest, public_id) -> HttpResponse:
    """Write the decision that will replace a published one."""
    old = _find(request, public_id)
    if not may.can_correct_decision(request.user, old):
        raise PermissionDenied(_("Only the holder of a valid mandate may replace a decision in force."))
    draft = Decision.objects.visible_to(request.user).drafts().filter(replaces=old).first()
    if draft is not None:
        return redirect("ideas:decision_edit", draft.public_id)
    return _write(request, subject=old.subject, replaces=old, initial_from=old)


def _write(request, *, subject, decision=None, replaces=None, initial_from=None) -> HttpResponse:
    tally = Tally.objects.latest_about(subject)
    form = bind(request, DecisionForm, decision=decision or initial_from, has_vote=tally is not None)
    if request.method == "POST" and form.is_valid() and not form.wants_more:
        try:
            if decision is not None:
                actions.change_decision(agent=request.user, decision=decision, **form.words)
                return redirect(decision)
            with once(request) as sent:
                if sent.is_repeat:
                    return redirect(sent.result_url)
                made = actions.draft_decision(agent=request.user, subject=subject, replaces=replaces, **form.words)
                return redirect(sent.done(made.get_absolute_url()))
        except ValidationError as error:
            add_refusal(form, error)
    vote = _vote(subject, tally) if tally else None
    context = {"form": form, "subject": subject, "decision": decision, "replaces": replaces, "vote": vote}
    is_refused = form.errors and not form.wants_more
    return render(request, "ideas/decisions/form.html", context, status=422 if is_refused else 200)


@require_POST
def decision_publish(request: HttpRequest, public_id) -> HttpResponse:
    """Publish a decision, for good."""
    decision = _find(request, public_id)
    return button(
        request,
        lambda: actions.publish_decision(agent=request.user, decision=decision),
        decision.get_absolute_url(),
        done=_("The decision is published. Those concerned are told."),
    )


@require_POST
def decision_delete(request: HttpRequest, public_id) -> HttpResponse:
    """Throw a draft away."""
    decision = _find(request, public_id)
    actions.delete_draft(agent=request.user, decision=decision)
    messages.success(request, _("The draft is thrown away."))
    return redirect("ideas:decisions_to_take")


@require_safe
def decisions_to_take(request: HttpRequest) -> HttpResponse:
    """What waits for a decision of mine: the answers I owe, and the drafts I may publish."""
    mine = ReplyDuty.objects.open().held_by(request.user).with_subject().order_by("due_on", "pk")
    drafts = Decision.objects.visible_to(request.user).drafts().with_subject().order_by("-updated_at")
    context = {"page": paginate(request, mine), "drafts": drafts[:20]}
    return render(request, "ideas/decisions/to_take.html", context)
