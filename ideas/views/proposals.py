"""Ideas: write together, read, compare, follow, take back."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ideas.actions import proposals as actions
from ideas.forms import proposals as forms
from ideas.models import Campaign, Idea, IdeaAuthor, IdeaVersion, Phase, RecurringProblem
from ideas.permissions import proposals as may
from intranet.base.addresses import identifier
from intranet.base.forms import bind, once
from intranet.base.posting import add_refusal, button, form_page, say_refusal
from intranet.directory.querysets import with_names
from intranet.search import door


def _get(request: HttpRequest, public_id) -> Idea:
    ideas = Idea.objects.visible_to(request.user).with_words().with_authors()
    return get_object_or_404(ideas.with_part_of(request.user), public_id=public_id)


@require_safe
def idea(request: HttpRequest, public_id) -> HttpResponse:
    """One idea: what it proposes, for whom, at what cost, who writes it, what became of it."""
    shown = _get(request, public_id)
    invitations = with_names(IdeaAuthor.objects.waiting_for(request.user).filter(idea=shown), "invited_by")
    is_author = any(a.agent_id == request.user.pk for a in shown.authors)
    context = {
        "idea": shown,
        "version": shown.current_version,
        "problems": list(shown.problems.visible_to(request.user).with_reports().order_by("pk")),
        "views": list(with_names(shown.user_views, "author").order_by("pk")),
        "is_author": is_author,
        "may_edit": is_author and shown.is_open_to_edit,
        "may_judge": may.can_judge_admissibility(request.user, shown) and shown.status in {"published", "admissible", "not_admissible"},
        "may_write_view": may.can_write_idea_view(request.user, shown),
        "invitation": invitations.first() if shown.is_invited else None,
        "is_followed": shown.is_followed,
        "steps": list(with_names(shown.moves, "by").order_by("at", "pk")),
        "lacking": actions.lacks(shown) if shown.is_draft else [],
    }
    return render(request, "ideas/idea.html", context)


def idea_new(request: HttpRequest) -> HttpResponse:
    """Propose an idea: in a campaign that collects ideas now, for one of its recurring problems."""
    campaigns = Campaign.objects.open_to(request.user).in_phase(Phase.Kind.IDEATE).order_by("name", "pk")
    problem = RecurringProblem.objects.confirmed().filter(public_id=identifier(request.GET.get("problem"))).first()
    wanted = request.GET.get("campaign", "").replace("\x00", "")
    if problem is not None and problem.campaign_id:
        chosen = campaigns.filter(pk=problem.campaign_id).first()
    else:
        found = list(campaigns[:50])
        chosen = next((c for c in found if c.slug == wanted), found[0] if len(found) == 1 else None)
    if chosen is None:
        recurring = RecurringProblem.objects.confirmed().filter(campaign__in=campaigns).with_measure().order_by("-report_count", "-pk")
        return render(request, "ideas/idea_start.html", {"campaigns": campaigns, "recurring": recurring[:30]})
    as_draft = request.POST.get("go") == "draft"
    initial = {"problems": [problem.public_id] if problem else []}
    form = bind(request, forms.IdeaForm, campaign=chosen, as_draft=as_draft, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            with once(request) as sent:
                if sent.is_repeat:
                    return redirect(sent.result_url)
                saved = actions.write_idea(author=request.user, campaign=chosen, problems=form.cleaned_data["problems"], **form.words())
                if as_draft:
                    messages.success(request, _("Draft saved. Nobody else sees it, but those whom you invite to write."))
                else:
                    saved = actions.publish_idea(by=request.user, idea=saved)
                    messages.success(request, _("Your idea is published. Invite colleagues to write it with you."))
                return redirect(sent.done(saved.get_absolute_url()))
        except ValidationError as error:
            add_refusal(form, error)
    return render(request, "ideas/idea_form.html", {"form": form, "campaign": chosen, "idea": None}, status=422 if form.errors else 200)


def idea_edit(request: HttpRequest, public_id) -> HttpResponse:
    """Change a draft, or publish a new version. Words published meanwhile are shown beside, and none is lost."""
    shown = _get(request, public_id)
    if not may.can_edit_idea(request.user, shown):
        raise PermissionDenied(_("This idea can no longer be changed: only its authors may, until it is put to the vote."))
    version = shown.current_version
    initial = {name: getattr(version, name) for name in IdeaVersion.WORDS}
    initial |= {"base": version.mark, "problems": [p.public_id for p in shown.problems.all()]}
    as_draft = shown.is_draft and request.POST.get("go") != "publish"
    form = bind(request, forms.IdeaForm, campaign=shown.campaign, as_draft=as_draft, published=not shown.is_draft, initial=initial)
    overtaken = None
    if request.method == "POST" and form.is_valid():
        try:
            return _revised(request, form, shown)
        except actions.Overtaken as error:
            overtaken = error.version
            form.data = form.data.copy()
            form.data["base"] = overtaken.mark
            add_refusal(form, error)
        except ValidationError as error:
            add_refusal(form, error)
    changes = _changes(form, overtaken) if overtaken else []
    context = {"form": form, "campaign": shown.campaign, "idea": shown, "overtaken": overtaken, "changes": changes}
    return render(request, "ideas/idea_form.html", context, status=422 if form.errors else 200)


def _changes(form: forms.IdeaForm, theirs: IdeaVersion) -> list[tuple[str, str, str]]:
    """What differs between a colleague's version and the words just typed: (field, their words, mine)."""
    costs = dict(IdeaVersion.Cost.choices)
    mine = form.words()
    differing = [name for name in IdeaVersion.WORDS if getattr(theirs, name) != mine[name]]
    sides = {name: (getattr(theirs, name), mine[name]) for name in differing}
    if "cost_band" in sides:
        sides["cost_band"] = tuple(str(costs.get(value, "–")) for value in sides["cost_band"])
    return [(form.fields[name].label, *sides[name]) for name in differing]


def _revised(request: HttpRequest, form: forms.IdeaForm, shown: Idea) -> HttpResponse:
    base = form.cleaned_data["base"]
    with once(request) as sent:
        if sent.is_repeat:
            return redirect(sent.result_url)
        if shown.is_draft:
            saved = actions.edit_draft(by=request.user, idea=shown, base=base, problems=form.cleaned_data["problems"], **form.words())
            said = _("Draft saved.")
            if request.POST.get("go") == "publish":
                saved = actions.publish_idea(by=request.user, idea=saved)
                said = _("Your idea is published.")
        else:
            saved = actions.revise_idea(
                by=request.user, idea=shown, base=base, change_note=form.cleaned_data["change_note"], **form.words()
            )
            said = _("Version {number} is published.").format(number=saved.current_version.number)
        messages.success(request, said)
        return redirect(sent.done(saved.get_absolute_url()))


@require_POST
def idea_publish(request: HttpRequest, public_id) -> HttpResponse:
    """Publish a draft as it stands."""
    shown = _get(request, public_id)
    return button(
        request, lambda: actions.publish_idea(by=request.user, idea=shown), shown.get_absolute_url(), done=_("Your idea is published.")
    )


@require_safe
def idea_version(request: HttpRequest, public_id, number: int) -> HttpResponse:
    """One version of an idea, and what changed since another (the one before, or `?against=`)."""
    shown = _get(request, public_id)
    versions = list(shown.versions.select_related("editor").order_by("-number"))
    version = next((v for v in versions if v.number == number), None)
    if version is None:
        version = get_object_or_404(shown.versions, number=number)
    wanted = request.GET.get("against", "")
    against = next((v for v in versions if str(v.number) == wanted and v.pk != version.pk), None)
    against = against or next((v for v in versions if v.number < version.number), None)
    context = {"idea": shown, "version": version, "versions": versions, "against": against}
    return render(request, "ideas/idea_version.html", context)


def idea_authors(request: HttpRequest, public_id) -> HttpResponse:
    """The authors of an idea, and those who are invited."""
    shown = _get(request, public_id)
    if not may.can_edit_idea(request.user, shown):
        raise PermissionDenied(_("Only its authors may invite somebody, until the idea is put to the vote."))
    form = bind(request, forms.InviteForm, agent=request.user)

    def act(data) -> str:
        actions.invite_author(by=request.user, idea=shown, colleague=data["colleague"])
        messages.success(request, _("{name} is invited, and will answer.").format(name=data["colleague"].name))
        return reverse("ideas:idea_authors", args=[shown.public_id])

    authorships = shown.authorships.select_related("agent__unit", "agent__site").order_by("pk")
    return form_page(request, form, act, "ideas/idea_authors.html", {"idea": shown, "authorships": authorships})


@require_POST
def invitation_answer(request: HttpRequest, public_id) -> HttpResponse:
    """Accept or decline to write an idea with colleagues."""
    authorship = get_object_or_404(IdeaAuthor.objects.select_related("idea"), public_id=public_id, agent=request.user)
    accept = request.POST.get("accept") == "yes"
    try:
        actions.answer_invitation(agent=request.user, authorship=authorship, accept=accept)
    except ValidationError as error:
        say_refusal(request, error)
        return redirect("ideas:index")
    if accept:
        messages.success(request, _("You are among the authors."))
        return redirect(authorship.idea)
    messages.success(request, _("You declined. The authors are told."))
    return redirect("ideas:index")


@require_POST
def invitation_withdraw(request: HttpRequest, public_id) -> HttpResponse:
    """Take back an invitation that was not answered."""
    ideas = Idea.objects.visible_to(request.user)
    authorship = get_object_or_404(IdeaAuthor.objects.filter(idea__in=ideas).select_related("idea"), public_id=public_id)
    back = reverse("ideas:idea_authors", args=[authorship.idea.public_id])
    withdraw = partial(actions.withdraw_invitation, by=request.user, authorship=authorship)
    return button(request, withdraw, back, done=_("The invitation is withdrawn."))


@require_POST
def idea_leave(request: HttpRequest, public_id) -> HttpResponse:
    """Stop being an author."""
    shown = _get(request, public_id)
    try:
        actions.leave_idea(agent=request.user, idea=shown)
    except ValidationError as error:
        say_refusal(request, error)
        return redirect("ideas:idea_authors", shown.public_id)
    messages.success(request, _("You are no longer among the authors."))
    return redirect(shown if Idea.objects.visible_to(request.user).filter(pk=shown.pk).exists() else "ideas:index")


def idea_withdraw(request: HttpRequest, public_id) -> HttpResponse:
    """Take an idea back."""
    shown = _get(request, public_id)
    if not may.is_author(request.user, shown):
        raise PermissionDenied(_("Only its authors may withdraw an idea."))
    form = bind(request, forms.WithdrawForm)

    def act(data) -> str:
        actions.withdraw_idea(by=request.user, idea=shown, **data)
        return shown.get_absolute_url()

    return form_page(request, form, act, "ideas/idea_withdraw.html", {"idea": shown}, done=_("The idea is withdrawn."))


def idea_judge(request: HttpRequest, public_id) -> HttpResponse:
    """Say whether an idea can be put to the vote."""
    shown = _get(request, public_id)
    if not may.can_judge_admissibility(request.user, shown):
        raise PermissionDenied(_("Only a facilitator who is not an author may say whether an idea can be voted on."))
    form = bind(request, forms.JudgeForm)

    def act(data) -> str:
        actions.judge_admissibility(by=request.user, idea=shown, **data)
        return shown.get_absolute_url()

    return form_page(request, form, act, "ideas/idea_judge.html", {"idea": shown}, done=_("Noted. The authors are told."))


def idea_join(request: HttpRequest, public_id) -> HttpResponse:
    """Join an idea to another that one writes too."""
    shown = _get(request, public_id)
    if not may.can_edit_idea(request.user, shown) or shown.is_draft:
        raise PermissionDenied(_("Only an author of both ideas may join them."))
    choices = (
        Idea.objects.authored_by(request.user)
        .published()
        .filter(campaign=shown.campaign, status__in=Idea.OPEN_TO_EDIT)
        .exclude(pk=shown.pk)
    )
    form = bind(request, forms.JoinForm, choices=choices.with_words())

    def act(data) -> str:
        actions.join_ideas(by=request.user, idea=shown, into=data["into"])
        return data["into"].get_absolute_url()

    context = {"idea": shown, "has_choices": choices.exists()}
    said = _("The two ideas are one. The authors of the first are invited to the second.")
    return form_page(request, form, act, "ideas/idea_join.html", context, done=said)


@require_POST
def idea_follow(request: HttpRequest, public_id) -> HttpResponse:
    """Follow an idea, or stop."""
    shown = get_object_or_404(Idea.objects.visible_to(request.user).published(), public_id=public_id)
    wanted = request.POST.get("follow") == "yes"
    (actions.follow if wanted else actions.unfollow)(agent=request.user, idea=shown)
    if request.htmx:
        return render(request, "ideas/_follow.html", {"idea": shown, "is_followed": wanted})
    messages.success(request, _("You will have a message at each step.") if wanted else _("No more messages about this idea."))
    return redirect(shown)


def found_ideas(request: HttpRequest, form: forms.IdeaFilter):
    """The ideas that the filter of the list asks for. While some are put to the vote, each agent has an order of their own."""
    chosen = form.chosen
    who = chosen.get("who")
    if who == "mine":
        found = Idea.objects.visible_to(request.user).authored_by(request.user)
    elif who == "followed":
        found = Idea.objects.published().filter(follows__agent=request.user)
    else:
        found = Idea.objects.published()
    if "campaign" in chosen:
        found = found.filter(campaign=chosen["campaign"])
    if "status" in chosen:
        found = found.filter(status=chosen["status"])
    else:
        found = found.exclude(status="merged")
    if "q" in chosen:
        found = found.filter(pk__in=door.rank("idea", chosen["q"]))
    sort = chosen.get("sort") or ("shuffled" if Idea.objects.filter(status="on_ballot").exists() else "newest")
    return found.shuffled_for(request.user) if sort == "shuffled" else found.newest_first()
