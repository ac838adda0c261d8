"""What waits for an agent in what is shared and asked, what they did, and what was useful this week."""

from datetime import datetime, time, timedelta

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState

from intranet import roles
from intranet.base import clock, text
from intranet.base.panels import panel
from intranet.directory.models import Agent
from intranet.directory.querysets import name_at
from intranet.home import ME, Deed, Task, deeds, waiting
from knowledge.models import (
    Answer,
    Change,
    GuidePage,
    KnowledgeIndexPage,
    Mark,
    OutdatedFlag,
    ProcedurePage,
    Question,
    ReviewTask,
    Routing,
    Tip,
)
from knowledge.models.questions import working_days_after
from knowledge.notifications import because
from knowledge.querysets import pages
from knowledge.querysets.marks import FlagQuerySet
from knowledge.search import listed

AREA = "knowledge"
MOST = 5  # tasks of one kind
REPLY_DAYS = 10  # working days in which a report is expected to find its reply


@waiting(Routing.objects.filter(agent=ME, declined_at=None, question__status="open"))
def questions_for_me(agent: Agent):
    """Questions sent to me, each with the reason."""
    routed = Routing.objects.waiting_for(agent).select_related("question__author__unit", "skill").order_by("asked_at", "pk")
    author = (*name_at("question__author"), "question__author__unit__name")
    shown = ("level", "question__public_id", "question__title", "question__widens_at", *author, "skill__pref_label", "skill__label_en")
    for each in routed.only(*shown)[:MOST]:
        question = each.question
        why = because({"skill": each.skill.pref_label, "skill_en": each.skill.label_en, "level": each.level})
        asked = gettext("Asked by {name} ({unit}).") if question.author.unit else gettext("Asked by {name}.")
        yield Task(
            area=AREA,
            eyebrow=_("A question for you"),
            title=question.title,
            detail=asked.format(name=question.author.name, unit=question.author.unit) + " " + why,
            url=question.get_absolute_url(),
            action=_("Answer"),
            due_at=question.widens_at,  # after which it goes to others
        )


@waiting(Answer.objects.standing().filter(question__author=ME, question__status="open"))
def answers_to_accept(agent: Agent):
    """My questions that were answered and wait for a word of mine."""
    answered = Question.objects.filter(author=agent).answered_by_somebody().only("public_id", "title", "created_at")
    for question in answered.with_counts().oldest_first()[:MOST]:
        detail = ngettext("{n} answer. Does it help you?", "{n} answers. Does one help you?", question.answer_count)
        yield Task(
            area=AREA,
            eyebrow=_("Your question was answered"),
            title=question.title,
            detail=detail.format(n=question.answer_count),
            url=question.get_absolute_url(),
            action=_("Read"),
        )


@waiting(Tip.objects.filter(author=ME, status="live"))
def tips_to_confirm(agent: Agent):
    """My tips whose date is near."""
    soon = clock.today() + timedelta(days=30)
    mine = Tip.objects.filter(author=agent).only("public_id", "title", "expires_on")
    for tip in mine.due_by(soon).order_by("expires_on", "pk")[:MOST]:
        yield Task(
            area=AREA,
            eyebrow=_("Your tip must be confirmed"),
            title=tip.title,
            detail=gettext("One click confirms it for a year."),
            url=tip.get_absolute_url(),
            action=_("Check"),
            due_at=_end_of(tip.expires_on),
        )


# To whom falls what nobody answers for.
LAST_RESORTS = (KnowledgeIndexPage.objects.filter(content_owner=ME), Group.objects.filter(user=ME, name=roles.Role.EDITOR.value))


@waiting(*(model.objects.filter(content_owner=ME) for model in (GuidePage, ProcedurePage)), *LAST_RESORTS)
def pages_to_check(agent: Agent):
    """Pages that I answer for, whose date of review is near or past."""
    mine = pages.answered_for(agent)
    for model in (GuidePage, ProcedurePage):
        due = model.objects.due().filter(mine).order_by("review_due_on", "pk")
        for page in due.only("title", "url_path", "review_due_on")[:MOST]:
            yield Task(
                area=AREA,
                eyebrow=since_when(page),
                title=page.title,
                detail=gettext("Read it again: if it is still right, one click says so."),
                url=page.url or "",
                action=_("Check"),
                due_at=_end_of(page.review_due_on),
            )


def _flags_about(model: type[Model], **mine) -> FlagQuerySet:
    """Standing flags about what is `mine` of a kind."""
    kind = {"about_type__app_label": model._meta.app_label, "about_type__model": model._meta.model_name}
    return OutdatedFlag.objects.standing().filter(**kind, about_id__in=model._default_manager.filter(**mine).order_by().values("pk"))


@waiting(
    _flags_about(Tip, author=OuterRef(ME)),
    _flags_about(GuidePage, content_owner=OuterRef(ME)),
    _flags_about(ProcedurePage, content_owner=OuterRef(ME)),
    *LAST_RESORTS,
)
def flags_to_reply(agent: Agent):
    """What colleagues say is no longer right in what I answer for."""
    flags = OutdatedFlag.objects.standing().for_agent(agent).prefetch_related("about").oldest_first()
    for flag in flags.only("public_id", "about_type", "about_id", "reason", "created_at")[:MOST]:
        yield Task(
            area=AREA,
            eyebrow=_("Said to be no longer right"),
            title=str(flag.about),
            detail=text.excerpt(flag.reason, 120),
            url=flag.get_absolute_url(),
            action=_("Reply"),
            due_at=working_days_after(flag.created_at, REPLY_DAYS),
        )


@waiting()
def pages_to_approve(agent: Agent):
    """Pages that wait for a second person."""
    if not {roles.Role.EDITOR, roles.Role.ADMINISTRATOR} & roles.of(agent):
        return
    tasks = ReviewTask.objects.filter(groups__user=agent).distinct()
    states = TaskState.objects.filter(task__in=tasks.values("task_ptr"), status=TaskState.STATUS_IN_PROGRESS)
    for state in (
        states.exclude(revision__user=agent)
        .exclude(workflow_state__requested_by=agent)
        .select_related("revision", "workflow_state__requested_by")[:MOST]
    ):
        by = state.workflow_state.requested_by
        yield Task(
            area=AREA,
            eyebrow=_("A page to approve"),
            title=state.revision.object_str,
            detail=gettext("Submitted by {name}.").format(name=by.name) if by else "",
            url=reverse("wagtailadmin_pages:edit", args=[state.revision.object_id]),
            action=_("Read it"),
        )


def since_when(page) -> str:
    """A fact, never a judgement: "To check since 2 April", or "To check before 2 May"."""
    day = text.written_day(page.review_due_on, "j F" if page.review_due_on.year == clock.today().year else "j F Y")
    return (gettext("To check since {day}") if page.is_to_check else gettext("To check before {day}")).format(day=day)


def _end_of(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(18)))


@deeds(Tip.objects.filter(author=ME))
def shared(agent: Agent):
    for tip in Tip.objects.filter(author=agent).exclude(status__in=["hidden", "removed"]).newest_first()[:50]:
        yield Deed(AREA, tip.created_at, tip.title, tip.get_absolute_url(), _("Tip shared"))


@deeds(Question.objects.filter(author=ME))
def asked(agent: Agent):
    for question in Question.objects.filter(author=agent).exclude(status="withdrawn").newest_first()[:50]:
        yield Deed(AREA, question.created_at, question.title, question.get_absolute_url(), _("Question asked"))


@deeds(Answer.objects.standing().filter(author=ME))
def answered(agent: Agent):
    for answer in Answer.objects.standing().filter(author=agent).select_related("question").order_by("-created_at", "-pk")[:50]:
        yield Deed(AREA, answer.created_at, answer.question.title, answer.get_absolute_url(), _("Question answered"))


@deeds(Change.objects.filter(by=ME))
def checked(agent: Agent):
    done = Change.objects.filter(by=agent, page__live=True).exclude(kind=Change.Kind.RETIRED).select_related("page")[:50]
    for change in done:
        kind = _("Page checked") if change.kind == Change.Kind.REVIEWED else _("Page published")
        yield Deed(AREA, change.at, change.page.title, change.page.url or "", kind)


KINDS = {Tip: "tip", GuidePage: "guide", ProcedurePage: "procedure"}


def useful_now(agent: Agent, *, most: int = 4) -> list[Model]:
    """What helped the most colleagues in the last seven days; then the tips that helped the most, so that the place is never empty."""
    types = {ContentType.objects.get_for_model(model).pk: model for model in KINDS}
    useful = [(types[type_id], pk) for type_id, pk, _n in Mark.objects.useful_since(7)[: most * 3] if type_id in types]
    shown: list[Model] = []
    while useful and len(shown) < most:  # no more is read than what is shown, but for what this agent does not see
        left = most - len(shown)
        shown += _cards(useful[:left], agent)
        useful = useful[left:]
    if len(shown) < most:
        known = [obj.pk for obj in shown if isinstance(obj, Tip)]
        rest = listed("tip", agent).for_cards().exclude(pk__in=known).order_by("-helped_count", "-created_at", "-pk")
        shown += list(rest[: most - len(shown)])
    return shown


def _cards(keys: list[tuple[type[Model], int]], agent: Agent) -> list[Model]:
    """Of these things, in their order, those that lists show to `agent`."""
    found = {}
    for model in dict.fromkeys(model for model, _pk in keys):
        for obj in listed(KINDS[model], agent).filter(pk__in=[pk for kind, pk in keys if kind is model]).for_cards():
            found[(model, obj.pk)] = obj
    return [found[key] for key in keys if key in found]


@panel("home", order=40)
def useful_this_week(viewer, subject):
    shown = useful_now(viewer, most=2)
    return ("knowledge/_useful.html", {"shown": shown, "heading": True}) if shown else None


@panel("profile", order=60)
def tips_of(viewer, person):
    written = list(listed("tip", viewer).of(person).only("public_id", "title").newest_first()[:5])
    return ("knowledge/_tips_of.html", {"tips": written, "person": person}) if written else None
