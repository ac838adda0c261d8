"""Recurring problems: the workbench of facilitators, the list, the page, the user's view."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from ideas.actions import recurring as actions
from ideas.forms import problems as forms
from ideas.models import Contest, Idea, Membership, Problem, RecurringProblem, UserView
from ideas.permissions import problems as may
from ideas.permissions import proposals as may_ideas
from ideas.search.near import near, telling_words
from intranet import roles
from intranet.base import text
from intranet.base.addresses import identifier
from intranet.base.forms import bind
from intranet.base.pages import paginate, paginate_keys
from intranet.base.posting import button, form_page, say_refusal
from intranet.base.spreadsheets import CHUNK, csv_answer
from intranet.search import door

NEIGHBOURS = 20


def _found(request: HttpRequest, form: forms.RecurringFilter):
    chosen = form.chosen
    found = RecurringProblem.objects.visible_to(request.user).confirmed().select_related("campaign").with_measure()
    if "campaign" in chosen:
        found = found.filter(campaign=chosen["campaign"])
    if "state" in chosen:
        found = found.filter(status=chosen["state"])
    if "q" in chosen:
        found = found.filter(pk__in=door.rank("recurring", chosen["q"]))
    return found.order_by("-report_count", "-pk")


@require_safe
def recurring_list(request: HttpRequest) -> HttpResponse:
    """What comes back, the most reported first."""
    form = forms.RecurringFilter(request.GET, agent=request.user)
    page = paginate_keys(request, _found(request, form), RecurringProblem.objects.select_related("campaign").with_measure())
    return render(request, "ideas/recurring_list.html", {"form": form, "page": page, "may_group": may.can_group(request.user)})


@require_safe
def recurring_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as CSV."""
    form = forms.RecurringFilter(request.GET, agent=request.user)
    header = [
        _("Recurring problem"),
        _("Summary"),
        pgettext("of problems", "Reports"),
        _("Services"),
        _("“Me too”"),
        _("Since"),
        _("State"),
        _("Address"),
    ]
    rows = (
        [
            r.title,
            r.summary,
            r.report_count,
            r.service_count,
            r.echo_count,
            localdate(r.since).isoformat() if r.since else "",
            r.get_status_display(),
            request.build_absolute_uri(r.get_absolute_url()),
        ]
        for r in _found(request, form).iterator(chunk_size=CHUNK)
    )
    return csv_answer(pgettext("file name", "recurring-problems"), header, rows)


@require_safe
def recurring(request: HttpRequest, public_id) -> HttpResponse:
    """One recurring problem: its reports, the services it touches, the person at the counter, the ideas that answer it."""
    shown = get_object_or_404(
        RecurringProblem.objects.visible_to(request.user).select_related("campaign", "named_by").with_measure(), public_id=public_id
    )
    reports = Problem.objects.published().filter(memberships__recurring=shown, memberships__state="confirmed").with_line().newest_first()
    services = reports.order_by().values_list("service__name", "service__code").distinct().order_by("service__name")
    memberships = {m.problem_id: m for m in shown.memberships.confirmed()}
    page = paginate(request, reports)
    ideas = Idea.objects.visible_to(request.user).published().filter(problems=shown).with_line().newest_first()
    campaign = shown.campaign
    context = {
        "recurring": shown,
        "page": page,
        "rows": [(problem, memberships.get(problem.pk)) for problem in page],
        "services": list(services),
        "views": shown.user_views.select_related("author").order_by("pk"),
        "ideas": ideas,
        "may_group": may.can_group(request.user),
        "may_write_view": may.can_write_view(request.user, shown),
        "may_propose": campaign is not None and may_ideas.can_propose(request.user, campaign),
        "is_facilitator": roles.has(request.user, roles.Role.FACILITATOR),
    }
    return render(request, "ideas/recurring.html", context)


def _must_group(request: HttpRequest) -> None:
    if not may.can_group(request.user):
        raise PermissionDenied(_("Only a facilitator may gather reports."))


def _why(seed: str, chosen, *, start: Problem | None = None) -> dict[int, list[str]]:
    """For each report chosen, the telling words it shares with the text `seed`; for the report that `start`ed, those it shares with any."""
    stems = {text.stem(word): word.lower() for word in telling_words(seed)}
    why = {p.pk: [stems[s] for s in dict.fromkeys(text.stems(f"{p.title} {p.body}")) if s in stems] for p in chosen}
    if start and start.pk in why:
        shared = {word for pk, words in why.items() if pk != start.pk for word in words}
        why[start.pk] = [word for word in why[start.pk] if word in shared]
    return why


def recurring_new(request: HttpRequest) -> HttpResponse:
    """The workbench: from one report, the nearest to tick, then a title and a summary written by a person."""
    _must_group(request)
    alone = Problem.objects.visible_to(request.user).published().grouped(False)
    wanted = identifier(request.POST.get("from") or request.GET.get("from"))
    seed = alone.with_line().filter(public_id=wanted).first() if wanted else None
    if seed is None:
        words = request.GET.get("q", "").replace("\x00", "")[:200]
        found = alone.with_line().newest_first()
        if words:
            found = found.filter(pk__in=door.rank("problem", words))
        return render(request, "ideas/recurring_start.html", {"page": paginate(request, found), "q": words})
    form = bind(request, forms.GatherForm, agent=request.user, initial={"campaign": seed.campaign, "problems": [seed.public_id]})
    seed_text = f"{seed.title} {seed.body}"

    def act(data) -> str:
        chosen = list(data.pop("problems"))
        return actions.gather(by=request.user, problems=chosen, why=_why(seed_text, chosen, start=seed), **data).get_absolute_url()

    context = {
        "seed": seed,
        "near": near(seed_text, request.user, NEIGHBOURS, but=seed, ungrouped=True, any_word=True),
        "ticked": _ticked(request, [seed]),
    }
    said = _("The recurring problem is named. The authors of its reports are told, and may contest.")
    return form_page(request, form, act, "ideas/recurring_form.html", context, done=said)


def _ticked(request: HttpRequest, default) -> set[str]:
    return set(request.POST.getlist("problems")) if request.method == "POST" else {str(p.public_id) for p in default}


def recurring_edit(request: HttpRequest, public_id) -> HttpResponse:
    """Change the words of a recurring problem."""
    shown = get_object_or_404(RecurringProblem.objects.visible_to(request.user).select_related("campaign"), public_id=public_id)
    _must_group(request)
    initial = {"title": shown.title, "summary": shown.summary, "campaign": shown.campaign}
    form = bind(request, forms.RecurringForm, agent=request.user, initial=initial)

    def act(data) -> str:
        return actions.edit_recurring(by=request.user, recurring=shown, **data).get_absolute_url()

    return form_page(request, form, act, "ideas/recurring_edit.html", {"recurring": shown}, done=_("The recurring problem is changed."))


def recurring_add(request: HttpRequest, public_id) -> HttpResponse:
    """Add reports to a recurring problem, among the nearest to all that it holds."""
    shown = get_object_or_404(RecurringProblem.objects.visible_to(request.user), public_id=public_id)
    _must_group(request)
    words = f"{shown.title} {shown.summary}"
    form = bind(request, forms.TickForm, agent=request.user)

    def act(data) -> str:
        chosen = list(data["problems"])
        actions.add_reports(by=request.user, recurring=shown, problems=chosen, why=_why(words, chosen))
        return shown.get_absolute_url()

    context = {
        "recurring": shown,
        "near": near(words, request.user, NEIGHBOURS, ungrouped=True, any_word=True),
        "ticked": _ticked(request, []),
    }
    said = _("The reports are added. Their authors are told, and may contest.")
    return form_page(request, form, act, "ideas/recurring_add.html", context, done=said)


@require_POST
def recurring_remove(request: HttpRequest, public_id) -> HttpResponse:
    """Take a report out of a recurring problem."""
    recurring = RecurringProblem.objects.visible_to(request.user)
    membership = get_object_or_404(
        Membership.objects.confirmed().select_related("recurring", "problem__author"), public_id=public_id, recurring__in=recurring
    )
    actions.take_out(by=request.user, membership=membership)
    messages.success(request, _("The report is taken out. Its author is told."))
    return redirect(membership.recurring)


@require_POST
def recurring_settle(request: HttpRequest, public_id) -> HttpResponse:
    """Say that a recurring problem is addressed, or that it came back."""
    shown = get_object_or_404(RecurringProblem.objects.visible_to(request.user), public_id=public_id)
    return button(
        request,
        lambda: actions.settle(by=request.user, recurring=shown, addressed=request.POST.get("addressed") == "yes"),
        shown.get_absolute_url(),
        done=_("Noted."),
    )


@require_safe
def contests(request: HttpRequest) -> HttpResponse:
    """Contested groupings: those that wait for facilitators, or an author's own."""
    found = Contest.objects.visible_to(request.user).select_related("membership__problem", "membership__recurring")
    page = paginate(request, found.order_by("-outcome", "-created_at", "-pk"))
    return render(request, "ideas/contests.html", {"page": page, "may_answer": may.can_answer_contest(request.user)})


def contest(request: HttpRequest, public_id) -> HttpResponse:
    """One contested grouping, and its answer."""
    found = Contest.objects.visible_to(request.user).select_related("membership__problem", "membership__recurring", "answered_by")
    shown = get_object_or_404(found, public_id=public_id)
    may_answer = may.can_answer_contest(request.user) and shown.agent_id != request.user.pk and shown.outcome == Contest.Outcome.OPEN
    form = bind(request, forms.AnswerContestForm) if may_answer else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied(_("Only a facilitator who is not the author may answer."))
        if form.is_valid():
            try:
                actions.answer_contest(by=request.user, contest=shown, **form.cleaned_data)
            except ValidationError as error:
                say_refusal(request, error)
            else:
                messages.success(request, _("Your answer is sent to the author."))
            return redirect("ideas:contests")
    context = {"contest": shown, "form": form, "is_mine": shown.agent_id == request.user.pk}
    return render(request, "ideas/contest.html", context, status=422 if form is not None and form.errors else 200)


def view_new(request: HttpRequest, public_id) -> HttpResponse:
    """Step into the user's shoes, for a recurring problem or for an idea."""
    recurring = RecurringProblem.objects.visible_to(request.user).filter(public_id=public_id).first()
    idea = None if recurring else get_object_or_404(Idea.objects.visible_to(request.user).with_words(), public_id=public_id)
    allowed = may.can_write_view(request.user, recurring) if recurring else may_ideas.can_write_idea_view(request.user, idea)
    if not allowed:
        raise PermissionDenied(_("You cannot write a user’s view here."))
    return _view_form(request, recurring=recurring, idea=idea, view=None)


def view_edit(request: HttpRequest, public_id) -> HttpResponse:
    """Correct a user's view."""
    own = Q() if roles.has(request.user, roles.Role.FACILITATOR) else Q(author=request.user)
    found = UserView.objects.visible_to(request.user).filter(own).select_related("recurring", "idea__current_version")
    return _view_form(request, recurring=None, idea=None, view=get_object_or_404(found, public_id=public_id))


def _view_form(request: HttpRequest, **target) -> HttpResponse:
    view = target["view"]
    about = (view.recurring or view.idea) if view else (target["recurring"] or target["idea"])
    form = bind(request, forms.UserViewForm, instance=view)

    def act(data) -> str:
        return actions.write_view(author=request.user, **target, **data).get_absolute_url()

    return form_page(request, form, act, "ideas/view_form.html", {"about": about, "view": view}, done=_("The sheet is published."))


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The facilitators' desk: what waits for them, in the order of the thread."""
    _must_group(request)
    context = {
        "alone_count": Problem.objects.published().grouped(False).count(),
        "contests": Contest.objects.waiting().select_related("membership__problem", "membership__recurring")[:10],
        "without_view": RecurringProblem.objects.lacking_view().order_by("-confirmed_at")[:10],
        "to_judge": Idea.objects.filter(status="published").with_line().order_by("published_at")[:20],
        "new_url": reverse("ideas:recurring_new"),
    }
    return render(request, "ideas/desk.html", context)
