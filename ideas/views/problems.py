"""Problems: report, read, find, say « moi aussi », hide."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from ideas.actions import problems as actions
from ideas.actions import recurring as recurring_actions
from ideas.forms import problems as forms
from ideas.models import Campaign, Contest, Membership, Phase, Problem
from ideas.permissions import problems as may
from ideas.search.near import near
from intranet.base.forms import bind, once
from intranet.base.pages import paginate, paginate_keys
from intranet.base.posting import add_refusal, form_page, say_refusal
from intranet.base.spreadsheets import CHUNK, csv_answer
from intranet.search import door


def _found(request: HttpRequest, form: forms.ProblemFilter):
    """The problems that the filter of a list asks for, in its order."""
    chosen = form.chosen
    state = chosen.get("state")
    found = Problem.objects.visible_to(request.user).mine(request.user) if state == "mine" else Problem.objects.published()
    if state == "echoed":
        found = found.with_echo_of(request.user).filter(is_echoed=True)
    elif state in {"alone", "grouped"}:
        found = found.grouped(state == "grouped")
    for name in ("category", "affected", "frequency", "campaign"):
        if name in chosen:
            found = found.filter(**{name: chosen[name]})
    if "service" in chosen:
        found = found.in_unit(chosen["service"])
    if "q" in chosen:
        found = found.filter(pk__in=door.rank("problem", chosen["q"]))
    if state == "mine":
        return found.order_by("-created_at", "-pk")
    return found.most_shared_first() if chosen.get("sort") == "shared" else found.newest_first()


@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    """The problems reported, narrowed by what the address says."""
    form = forms.ProblemFilter(request.GET, agent=request.user)
    page = paginate_keys(request, _found(request, form), Problem.objects.with_line().with_echo_of(request.user))
    template = "ideas/_problem_list.html" if request.htmx and not request.htmx.boosted else "ideas/problems.html"
    return render(request, template, {"form": form, "page": page})


@require_safe
def problems_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as CSV. A hidden author has no name here either."""
    form = forms.ProblemFilter(request.GET, agent=request.user)
    rows = (
        [
            localdate(p.published_at).isoformat() if p.published_at else "",
            p.title,
            p.body,
            p.consequence,
            p.category or "",
            p.service or "",
            p.get_affected_display(),
            p.get_frequency_display(),
            p.byline,
            p.echo_count,
            request.build_absolute_uri(p.get_absolute_url()),
        ]
        for p in _found(request, form).with_line().iterator(chunk_size=CHUNK)
    )
    header = [
        _("Published on"),
        _("Problem"),
        _("What happens"),
        _("What it causes"),
        _("It is about"),
        _("Service concerned"),
        _("Who it affects"),
        _("How often"),
        _("Reported by"),
        _("“Me too”"),
        _("Address"),
    ]
    return csv_answer(pgettext("file name", "problems"), header, rows)


@require_safe
def near_reports(request: HttpRequest) -> HttpResponse:
    """The reports near what is being typed: a fragment of the form, brought while typing."""
    words = " ".join(request.GET.get(name, "")[:1000] for name in ("title", "body")).replace("\x00", "")
    return render(request, "ideas/_near.html", {"near": near(words, request.user, 5)})


def problem_report(request: HttpRequest) -> HttpResponse:
    """Report a problem: a form, and, without script, one step more when near reports exist. `?campaign=` chooses it beforehand."""
    wanted = request.GET.get("campaign", "").replace("\x00", "")
    campaigns = Campaign.objects.open_to(request.user).in_phase(Phase.Kind.COLLECT_PROBLEMS)
    campaign = campaigns.filter(slug=wanted).first() if wanted else None
    return _write(request, None, {"service": request.user.unit, "campaign": campaign})


def problem_edit(request: HttpRequest, public_id) -> HttpResponse:
    """Go on with a draft, or correct a report."""
    problem = get_object_or_404(Problem.objects.visible_to(request.user).with_line(), public_id=public_id, author=request.user)
    if not may.can_edit_problem(request.user, problem):
        messages.error(request, _("This report can no longer be changed: it is in a recurring problem, hidden or withdrawn."))
        return redirect(problem)
    return _write(request, problem, {name: getattr(problem, name) for name in actions.FIELDS})


def _write(request: HttpRequest, problem: Problem | None, initial: dict) -> HttpResponse:
    is_draft = problem is None or problem.status == Problem.Status.DRAFT
    as_draft = is_draft and request.POST.get("go") == "draft"
    form = bind(
        request,
        forms.ProblemForm,
        agent=request.user,
        as_draft=as_draft,
        initial=initial,
        current=problem.campaign if problem else None,
    )
    found: list = []
    if request.method == "POST" and form.is_valid():
        if is_draft and not as_draft and not form.cleaned_data["seen"]:
            found = near(f"{form.cleaned_data['title']} {form.cleaned_data['body']}", request.user, 5, but=problem)
        if not found:
            try:
                return _sent(request, form, problem, is_draft=is_draft, as_draft=as_draft)
            except ValidationError as error:
                add_refusal(form, error)
    context = {"form": form, "problem": problem, "near": found, "is_draft": is_draft, "is_review": bool(found)}
    return render(request, "ideas/problem_form.html", context, status=422 if form.errors else 200)


def _sent(request: HttpRequest, form, problem: Problem | None, *, is_draft: bool, as_draft: bool) -> HttpResponse:
    with once(request) as sent:
        if sent.is_repeat:
            return redirect(sent.result_url)
        fields = form.report()
        if as_draft:
            saved = actions.save_draft(author=request.user, draft=problem, **fields)
            said = _("Draft saved. Nobody else sees it.")
            address = reverse("ideas:problem_edit", args=[saved.public_id])
        elif is_draft:
            asked = fields["service"]
            saved = actions.report_problem(author=request.user, draft=problem, **fields)
            said = _("Your report is published. You will be told what becomes of it.")
            if saved.service != asked:
                said = _(
                    "Your report is published. So that nobody guesses who you are, it is attached to “{unit}”, where at least five people work."
                ).format(unit=saved.service)
            address = saved.get_absolute_url()
        else:
            saved = actions.edit_problem(author=request.user, problem=problem, **fields)
            said = _("Your report is changed.")
            address = saved.get_absolute_url()
        messages.success(request, said)
        return redirect(sent.done(address))


@require_safe
def problem(request: HttpRequest, public_id) -> HttpResponse:
    """One report: what happens, who else meets it, what became of it."""
    shown = get_object_or_404(Problem.objects.visible_to(request.user).with_line().with_echo_of(request.user), public_id=public_id)
    membership = Membership.objects.confirmed().filter(problem=shown).select_related("recurring").first()
    is_mine = shown.author_id == request.user.pk
    contest = Contest.objects.filter(membership=membership, agent=request.user).order_by("-pk").first() if membership and is_mine else None
    context = {
        "problem": shown,
        "membership": membership,
        "is_mine": is_mine,
        "may_edit": may.can_edit_problem(request.user, shown),
        "may_echo": may.can_echo(request.user, shown),
        "may_moderate": may.can_moderate_problem(request.user, shown),
        "may_group": may.can_group(request.user) and shown.is_published and membership is None,
        "contest": contest,
        "notes": shown.echoes.exclude(note="").order_by("-pk").values_list("note", flat=True)[:20],
        "my_echo": shown.echoes.filter(agent=request.user).first(),
        "echo_form": forms.EchoForm(),
    }
    return render(request, "ideas/problem.html", context)


def _back(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The button again, for htmx; the page of the problem otherwise."""
    if request.htmx:
        shown = Problem.objects.visible_to(request.user).with_line().with_echo_of(request.user).get(pk=problem.pk)
        return render(request, "ideas/_echo.html", {"problem": shown, "may_echo": may.can_echo(request.user, shown)})
    return HttpResponseRedirect(problem.get_absolute_url())


@require_POST
def problem_echo(request: HttpRequest, public_id) -> HttpResponse:
    """Say « moi aussi », with or without a word."""
    shown = get_object_or_404(Problem.objects.visible_to(request.user).published(), public_id=public_id)
    form = forms.EchoForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    actions.echo(agent=request.user, problem=shown, note=note)
    if not request.htmx:
        if form.errors:
            messages.error(request, _("Noted, without your word: it has at most 300 characters."))
        else:
            messages.success(request, _("Noted: you meet this problem too."))
    return _back(request, shown)


@require_POST
def problem_unecho(request: HttpRequest, public_id) -> HttpResponse:
    """Take « moi aussi » back."""
    shown = get_object_or_404(Problem.objects.visible_to(request.user).published(), public_id=public_id)
    actions.take_echo_back(agent=request.user, problem=shown)
    if not request.htmx:
        messages.success(request, _("Your “me too” is taken back."))
    return _back(request, shown)


@require_POST
def problem_withdraw(request: HttpRequest, public_id) -> HttpResponse:
    """Take one's report back, or throw one's draft away."""
    shown = get_object_or_404(Problem.objects.visible_to(request.user), public_id=public_id)
    if shown.status == Problem.Status.DRAFT:
        try:
            actions.discard_draft(author=request.user, draft=shown)
        except ValidationError as error:
            say_refusal(request, error)
        else:
            messages.success(request, _("The draft is thrown away."))
        return redirect("ideas:problems")
    actions.withdraw_problem(author=request.user, problem=shown)
    messages.success(request, _("Your report is withdrawn: nobody else finds it any more."))
    return redirect(shown)


def problem_hide(request: HttpRequest, public_id) -> HttpResponse:
    """Hide a report, with a reason."""
    shown = get_object_or_404(Problem.objects.visible_to(request.user).with_line(), public_id=public_id)
    if not may.can_moderate_problem(request.user, shown):
        raise PermissionDenied(_("Only a facilitator who did not write it may hide a report."))
    form = bind(request, forms.HideForm)

    def act(data) -> str:
        actions.hide_problem(by=request.user, problem=shown, **data)
        return shown.get_absolute_url()

    return form_page(
        request, form, act, "ideas/problem_hide.html", {"problem": shown}, done=_("The report is hidden. Its author is told why.")
    )


@require_POST
def problem_show(request: HttpRequest, public_id) -> HttpResponse:
    """Show a hidden report again."""
    shown = get_object_or_404(Problem.objects.visible_to(request.user), public_id=public_id)
    actions.show_problem(by=request.user, problem=shown)
    messages.success(request, _("The report can be read again. Its author is told."))
    return redirect(shown)


@require_safe
def moderation(request: HttpRequest) -> HttpResponse:
    """The moderation log: what was hidden, when, by whom, why; never the words."""
    page = paginate(request, Problem.objects.filter(status="hidden").select_related("hidden_by", "service").order_by("-hidden_at", "-pk"))
    return render(request, "ideas/moderation.html", {"page": page, "may_open": may.can_group(request.user)})


def problem_contest(request: HttpRequest, public_id) -> HttpResponse:
    """Contest the grouping of one's report."""
    shown = get_object_or_404(Problem.objects.visible_to(request.user).with_line(), public_id=public_id, author=request.user)
    membership = get_object_or_404(Membership.objects.confirmed().select_related("recurring", "problem"), problem=shown)
    form = bind(request, forms.ContestForm)

    def act(data) -> str:
        recurring_actions.contest(agent=request.user, membership=membership, **data)
        return shown.get_absolute_url()

    context = {"problem": shown, "membership": membership}
    said = _("A facilitator will answer you. Until then the report stays where it is.")
    return form_page(request, form, act, "ideas/problem_contest.html", context, done=said)
