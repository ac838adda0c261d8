"""The landing, the list of everything, what is mine, what is to check."""

from django.db.models import Exists, OuterRef, prefetch_related_objects
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from intranet.base import clock
from intranet.base.pages import paginate
from intranet.base.posting import button
from intranet.base.spreadsheets import csv_answer
from knowledge import actions, permissions, search
from knowledge.forms import BrowseForm, TipForm
from knowledge.home import useful_now
from knowledge.models import Answer, GuidePage, HelpPause, OutdatedFlag, ProcedurePage, Question, Tip
from skills.models import AgentSkill

MOST_IN_CSV = 5_000


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What was useful this week, questions that I could answer, the latest tips, and where to share or ask."""
    agent = request.user
    mine = list(AgentSkill.objects.of(agent).active().order_by().values_list("skill", flat=True))
    waiting = Question.objects.visible_to(agent).unanswered().exclude(author=agent)
    about_mine = Question.skills.through.objects.filter(question=OuterRef("pk"), skill__in=mine)
    for_me = list(waiting.filter(Exists(about_mine)).for_rows().oldest_first()[:4]) if mine else []
    left = 4 - len(for_me)
    others = list(waiting.exclude(pk__in=[q.pk for q in for_me]).for_rows().newest_first()[:left]) if left else []
    prefetch_related_objects([*for_me, *others], "skills")
    context = {
        "useful": useful_now(agent),
        "for_me": for_me,
        "others": others,
        "waiting_count": len(for_me) + len(others) if len(others) < left else waiting.count(),
        "latest": search.listed("tip", agent).for_lines().newest_first()[:6],
        "guides": search.listed("guide", agent).for_cards().order_by("-last_published_at", "-pk")[:3],
        "procedures": search.listed("procedure", agent).for_cards().order_by("-last_published_at", "-pk")[:3],
        "form": TipForm(auto_id="tip-%s"),
    }
    return render(request, "knowledge/index.html", context)


@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    """Everything, filtered by words, kind, skill, mine."""
    form = BrowseForm(request.GET)
    found = _browsed(request, form)
    page = paginate(request, found.entries)
    context = {
        "form": form,
        "filters": form.cleaned_data,
        "filter_count": sum(1 for value in form.cleaned_data.values() if value),
        "found": found,
        "kinds": [(kind, search.NAMES[kind], found.counts[kind]) for kind in search.KINDS],
        "page": page,
        "rows": search.load(page.object_list),
    }
    return render(request, "knowledge/browse.html", context)


@require_safe
def browse_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same list, to open in a spreadsheet."""
    found = _browsed(request, BrowseForm(request.GET))
    rows = []
    for kind, obj in search.load(found.entries[:MOST_IN_CSV]):
        person = obj.author if kind in ("tip", "question") else obj.content_owner
        when = obj.created_at if kind in ("tip", "question") else obj.last_published_at
        address = obj.get_absolute_url() if kind in ("tip", "question") else obj.url
        rows.append(
            (
                search.NAMES[kind],
                obj.title,
                person.name if person else "",
                ", ".join(skill.label for skill in obj.skills.all()),
                localtime(when).date() if when else "",
                request.build_absolute_uri(address),
            )
        )
    header = [_("Kind"), _("Title"), _("Author or owner"), _("Skills"), _("Date"), _("Address")]
    return csv_answer(pgettext("file name", "knowledge"), header, rows)


def _browsed(request: HttpRequest, form: BrowseForm) -> search.Browsed:
    form.is_valid()
    chosen = form.cleaned_data
    return search.browse(
        request.user,
        words=chosen.get("q") or "",
        kind=chosen.get("kind") or "",
        skill=chosen.get("skill"),
        mine=bool(chosen.get("mine")),
    )


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """My tips, my questions, my answers, the pages that I answer for, and whether I accept to be asked."""
    agent = request.user
    context = {
        "tips": paginate(request, Tip.objects.filter(author=agent).with_people().newest_first()),
        "questions": Question.objects.filter(author=agent).with_counts().with_people().newest_first()[:20],
        "answers": Answer.objects.standing().filter(author=agent).select_related("question").order_by("-created_at", "-pk")[:20],
        "pages": [
            p
            for model in (GuidePage, ProcedurePage)
            for p in model.objects.live().answered_for_by(agent).with_people().order_by("review_due_on", "pk")[:20]
        ],
        "pause": HelpPause.objects.filter(agent=agent, until__gte=clock.today()).first(),
        "flag_count": OutdatedFlag.objects.standing().for_agent(agent).count(),
    }
    return render(request, "knowledge/mine.html", context)


@require_POST
def pause(request: HttpRequest) -> HttpResponse:
    """Not be sent questions for a month."""
    return button(
        request,
        lambda: actions.pause_help(agent=request.user),
        reverse("knowledge:mine"),
        done=_("No question will be sent to you for thirty days."),
    )


@require_POST
def resume(request: HttpRequest) -> HttpResponse:
    """Be sent questions again."""
    return button(
        request, lambda: actions.resume_help(agent=request.user), reverse("knowledge:mine"), done=_("Questions may be sent to you again.")
    )


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """Guides and procedures whose date of review is near or past: the oldest first, to everyone."""
    kept = [model.objects.visible_to(request.user) for model in (GuidePage, ProcedurePage)]
    # One list of two tables, cut by the database: only the keys of one page come here, then what they name.
    due = [found.due().order_by().values_list("review_due_on", "page_ptr_id") for found in kept]
    page = paginate(request, due[0].union(*due[1:], all=True).order_by("review_due_on", "page_ptr_id"))
    keys = [key for _day, key in page.object_list]
    shown = {each.pk: each for found in kept for each in found.filter(pk__in=keys).with_people()}
    page.object_list = [shown[key] for key in keys if key in shown]
    context = {"page": page, "late_count": sum(found.overdue().count() for found in kept), "is_editor": permissions.is_editor(request.user)}
    return render(request, "knowledge/reviews.html", context)
