"""Send a question to those who know and accept to be asked; further and further while nobody answers."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from intranet import audit, roles
from intranet.base import clock
from intranet.directory.models import Agent
from intranet.notifications.messages import notify
from knowledge import notifications as told
from knowledge.models import Answer, HelpPause, Question, Routing
from knowledge.models.questions import EDITORS_AFTER, WAVES, working_days_after
from skills.models import AgentSkill

ASKED_AT_ONCE = 3  # people
MOST_A_MONTH = 3  # questions sent to one person in thirty days
PAUSED_FOR = timedelta(days=30)


@transaction.atomic
def send_further(*, question: Question) -> int:
    """Send an open question to the next group: at most three people who declare one of its skills. Returns how many were sent to.

    Kept: skills shown to everyone, on which the agent accepts to be asked; not absent, not on pause,
    fewer than three questions in the last thirty days, never asked before, neither the asker nor one
    who answered. The asker's own direction first; the others when it has nobody, or stayed silent.
    Nobody left: the knowledge editors are told, once.
    """
    chosen = _choose(question)
    question.wave += 1
    now = clock.now()
    Routing.objects.bulk_create(
        [
            Routing(question=question, agent=each.agent, skill=each.skill, level=each.level, wave=question.wave, asked_at=now)
            for each in chosen
        ]
    )
    for each in chosen:
        notify(
            told.QuestionForYou,
            [each.agent],
            about=question,
            actor=question.author,
            key=f"{question.pk}",
            title=question.title,
            skill=each.skill.pref_label,
            skill_en=each.skill.label_en,
            level=each.level,
        )
    question.widens_at = _next(question) if chosen else None
    question.save(update_fields=["wave", "widens_at", "updated_at"])
    if not chosen:
        _tell_editors(question)
    return len(chosen)


def _choose(question: Question) -> list[AgentSkill]:
    near = question.author.unit.direction_path if question.author.unit_id else ""
    if question.wave == 0 and near:
        local = _pick(question, near)
        if local:
            return local
    return _pick(question, "")


def _pick(question: Question, direction: str) -> list[AgentSkill]:
    """Up to three declared skills, one for each person: the surest level, then who was asked least, then a draw that the question decides."""
    skills = list(question.skills.filter(sensitive=False))
    if not skills:
        return []
    found = (
        AgentSkill.objects.helpers(skills)
        .filter(pk__in=AgentSkill.objects.visible_to(question.author).values("pk"))
        .exclude(agent=question.author_id)
        .exclude(agent__in=Routing.objects.filter(question=question).values("agent"))
        .exclude(agent__in=Answer.objects.standing().filter(question=question).values("author"))
        .exclude(agent__in=HelpPause.objects.filter(until__gte=clock.today()).values("agent"))
        .exclude(agent__in=Routing.objects.asked_enough(MOST_A_MONTH))
    )
    for path in filter(None, (direction, question.audience.path if question.audience_id else "")):
        found = found.filter(agent__unit__path__startswith=path)
    load = dict(Routing.objects.lately().values_list("agent").annotate(n=Count("pk")).values_list("agent", "n"))
    rows = list(found.surest_first().select_related("skill", "agent")[:200])
    rows.sort(key=lambda each: (-(each.level or 0), load.get(each.agent_id, 0), (each.agent_id * 2654435761 + question.pk) % 1009))
    once: dict[int, AgentSkill] = {}
    for each in rows:
        once.setdefault(each.agent_id, each)
    return list(once.values())[:ASKED_AT_ONCE]


def _next(question: Question) -> datetime:
    """When the question goes further, still without an answer."""
    days = WAVES[question.wave] if question.wave < len(WAVES) else EDITORS_AFTER
    since = max(question.created_at, question.reopened_at or question.created_at)
    return max(working_days_after(since, days), clock.now() + timedelta(hours=1))


def _tell_editors(question: Question) -> None:
    question.editors_told_at = clock.now()
    question.save(update_fields=["editors_told_at"])
    notify(
        told.QuestionWithoutAnswer,
        roles.holders(roles.Role.EDITOR),
        about=question,
        key=f"{question.pk}:{question.reopened_at}",
        title=question.title,
    )


@transaction.atomic
def widen_questions() -> int:
    """Send further the open questions whose time has come without an answer; after the third group, to the editors. Returns how many."""
    late = list(
        Question.objects.unanswered()
        .filter(widens_at__lte=clock.now())
        .select_related("author__unit", "audience")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("pk")[:200]
    )
    for question in late:
        if question.wave >= len(WAVES):
            Question.objects.filter(pk=question.pk).update(widens_at=None)
            question.widens_at = None
            _tell_editors(question)
        else:
            send_further(question=question)
    return len(late)


@transaction.atomic
def decline_question(*, agent: Agent, question: Question) -> None:
    """Say that one cannot answer: nobody is told who. When all have declined, it goes further at once."""
    question = Question.objects.select_for_update(of=("self",)).select_related("author__unit", "audience").get(pk=question.pk)
    mine = Routing.objects.filter(question=question, agent=agent, declined_at=None)
    if not mine.update(declined_at=clock.now()):
        raise PermissionDenied(_("This question was not sent to you."))
    audit.record("knowledge.decline", question, actor=None)
    if question.taken_by_id == agent.pk:
        Question.objects.filter(pk=question.pk).update(taken_by=None, taken_until=None)
    waiting = Routing.objects.filter(question=question, declined_at=None).exists()
    if not waiting and question.wave < len(WAVES) and Question.objects.unanswered().filter(pk=question.pk).exists():
        send_further(question=question)


@transaction.atomic
def pause_help(*, agent: Agent) -> HelpPause:
    """Stop being sent questions for thirty days."""
    pause, _created = HelpPause.objects.update_or_create(agent=agent, defaults={"until": clock.today() + PAUSED_FOR})
    return pause


@transaction.atomic
def resume_help(*, agent: Agent) -> None:
    """Be sent questions again."""
    HelpPause.objects.filter(agent=agent).delete()
