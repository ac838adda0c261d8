"""Two people at once: a skill is proposed once, and two skills are not each merged into the other."""

import pytest

from intranet.roles import Role
from skills import actions
from skills.models import Skill, SkillProposal
from tests.factories import AgentFactory
from tests.races import at_once
from tests.skills.factories import SkillFactory

pytestmark = pytest.mark.engines


@pytest.mark.parametrize("turn", range(3))
def test_propose_when_several_propose_the_same_at_once_then_they_meet_on_one_skill(all_tables, turn):
    actions.own_framework()
    people = AgentFactory.create_batch(4)
    refusals = at_once(*(lambda agent=agent: actions.propose_skill(agent=agent, label="Drone") for agent in people))
    assert refusals == [None] * 4
    assert Skill.objects.count() == 1
    assert SkillProposal.objects.count() == 4


@pytest.mark.parametrize("turn", range(3))
def test_merge_when_each_is_put_into_the_other_at_once_then_one_stays(all_tables, turn):
    editor, one, other = AgentFactory(roles=[Role.EDITOR]), SkillFactory(), SkillFactory()
    refusals = at_once(
        lambda: actions.merge_skill(editor=editor, skill=one, into=other),
        lambda: actions.merge_skill(editor=editor, skill=other, into=one),
    )
    assert sum(r is None for r in refusals) == 1
    assert sorted(Skill.objects.values_list("status", flat=True)) == ["active", "merged"]
