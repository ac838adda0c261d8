"""What an agent chooses about their own skills: what is shared from outside work, suggested, recalled."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from intranet import audit
from intranet.base import clock
from intranet.directory.models import Agent
from intranet.notifications.messages import notify
from skills.actions.facts import write_facts
from skills.models import AgentSkill, Evidence, NotSuggested, Nudge, Skill, SkillChoices, Visibility
from skills.notifications import SkillsNudge


@transaction.atomic
def choose(*, agent: Agent, shares_private: bool | None = None, wants_nudges: bool | None = None) -> SkillChoices:
    """Set the switches of `agent`; None leaves one as it is. Turned off, what comes from outside work is at once seen by its agent alone."""
    if not agent.is_active:
        raise PermissionDenied(_("This account is closed."))
    chosen, _new = SkillChoices.objects.select_for_update().get_or_create(agent=agent)
    if wants_nudges is not None:
        chosen.wants_nudges = wants_nudges
    if shares_private is not None:
        chosen.shares_private = shares_private
        if not shares_private:
            _keep_private(agent)
    chosen.save()
    audit.record("skills.choose", agent, actor=agent)
    return chosen


def _keep_private(agent: Agent) -> None:
    private = AgentSkill.objects.of(agent).filter(valid_to=None, sphere=AgentSkill.Sphere.PRIVATE, visibility__gt=Visibility.ME)
    touched = list(private.values_list("pk", flat=True))
    Evidence.objects.filter(agent_skill__in=touched).update(visibility=Visibility.ME)
    AgentSkill.objects.filter(pk__in=touched).update(visibility=Visibility.ME, can_help=False, can_train=False)
    write_facts(of=AgentSkill.objects.filter(pk__in=touched))


@transaction.atomic
def stop_suggesting(*, agent: Agent, skills: Iterable[Skill]) -> None:
    """Do not suggest these skills to `agent` again."""
    now = clock.now()
    rows = [NotSuggested(agent=agent, skill=skill, declined_at=now) for skill in skills]
    NotSuggested.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def nudge(*, agent: Agent, moment: str) -> bool:
    """Recall to `agent` that their skills may have changed, at a `moment` of Nudge.Moment.

    At most once a quarter of the year (the database keeps it so), never to who turned it off. Returns whether it was sent.
    """
    if moment not in Nudge.Moment.values:
        raise ValueError(moment)
    if not agent.is_active or not SkillChoices.of(agent).wants_nudges:
        return False
    today = localtime(clock.now())
    quarter = f"{today.year}-Q{(today.month + 2) // 3}"
    _row, is_new = Nudge.objects.get_or_create(agent=agent, quarter=quarter, defaults={"moment": moment, "created_at": clock.now()})
    if is_new:
        notify(SkillsNudge, [agent], key=quarter, url="/skills/mine/", moment=moment)
    return is_new
