"""Merging two skills, what it would meet, and undoing it: nobody loses what they said."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from intranet import roles
from intranet.base import clock
from intranet.roles import Role
from skills import actions
from skills.models import AgentSkill, Certification, Endorsement, Evidence, Fact, Skill, SkillLabel, SkillMerge, Visibility
from skills.search import names
from tests.factories import AgentFactory
from tests.skills.factories import SkillFactory, crowd, declare


@pytest.fixture
def editor(db):
    person = AgentFactory()
    roles.give(person, Role.EDITOR)
    return person


@pytest.fixture
def two(db):
    return SkillFactory(pref_label="Tableaux de bord", names=["TDB"]), SkillFactory(pref_label="Pilotage par indicateurs")


def standing():
    """What stands: who declares what, how, with which evidence, who is found by it, and what the names lead to."""
    return {
        "rows": set(AgentSkill.objects.filter(valid_to=None).values_list("agent", "skill", "level", "note", "visibility")),
        "papers": set(Certification.objects.values_list("pk", "agent_skill")),
        "words": set(Endorsement.objects.values_list("pk", "agent_skill")),
        "evidence": set(Evidence.objects.values_list("pk", "agent_skill", "visibility")),
        "facts": set(Fact.objects.values_list("agent", "skill", "level")),
        "names": set(SkillLabel.objects.values_list("text", "skill", "kind", "words__rank")),
        "skills": set(Skill.objects.values_list("pk", "status", "merged_into")),
    }


def accepted(row, visibility=Visibility.EVERYONE):
    now = clock.now()
    return Evidence.objects.create(
        agent=row.agent,
        agent_skill=row,
        kind="diploma",
        title="Un diplôme",
        status="accepted",
        proposed_at=now,
        answered_at=now,
        visibility=visibility,
    )


def test_merge_when_it_is_undone_then_everything_is_as_it_was(editor, two):
    skill, into = two
    declare(skill=skill, level=2, note="depuis dix ans")
    declare(skill=into, level=4)
    first, last = AgentFactory(), AgentFactory()
    for person, order in ((first, (skill, into)), (last, (into, skill))):
        for each in order:
            row = declare(person, each, level=1 + order.index(each))
            accepted(row)
            Certification.objects.create(
                agent_skill=row, title="Un certificat", issued_on=clock.today(), created_at=clock.now(), changed_at=clock.now()
            )
            now = clock.now()
            Endorsement.objects.create(
                agent_skill=row, by=AgentFactory(), context="Vue au guichet", created_at=now, written_at=now, accepted_at=now
            )
    hidden = declare(skill=skill, visibility=Visibility.ME)
    before = standing()
    merge = actions.merge_skill(editor=editor, skill=skill, into=into)
    assert standing() != before
    assert actions.undo_merge(editor=editor, merge=merge) == 0
    assert standing() == before
    assert AgentSkill.objects.get(pk=hidden.pk).visibility == Visibility.ME


def test_merge_of_somebody_who_declared_both_keeps_what_they_confirmed_last_and_the_rest_in_their_history(editor, two):
    skill, into = two
    person = AgentFactory()
    old = declare(person, into, level=1)
    new = declare(person, skill, level=3, note="la plus récente")
    shown = accepted(old)
    actions.merge_skill(editor=editor, skill=skill, into=into)
    row = AgentSkill.objects.of(person).get(valid_to=None)
    assert (row.pk, row.skill, row.level, row.note) == (new.pk, into, 3, "la plus récente")
    assert AgentSkill.objects.get(pk=old.pk).valid_to is not None
    shown.refresh_from_db()
    assert shown.agent_skill_id == new.pk


def test_merge_never_shows_an_evidence_further_than_the_skill_it_comes_to(editor, two):
    skill, into = two
    person = AgentFactory()
    shown = accepted(declare(person, skill))
    declare(person, into, visibility=Visibility.HR)
    merge = actions.merge_skill(editor=editor, skill=skill, into=into)
    shown.refresh_from_db()
    assert shown.visibility == Visibility.HR
    actions.undo_merge(editor=editor, merge=merge)
    shown.refresh_from_db()
    assert shown.visibility == Visibility.EVERYONE


def test_undo_when_people_went_on_since_then_what_they_did_stands(editor, two):
    skill, into = two
    gone, stayed, came = declare(skill=skill), declare(skill=skill), AgentFactory()
    merge = actions.merge_skill(editor=editor, skill=skill, into=into)
    gone.refresh_from_db()
    actions.remove(agent=gone.agent, declared=gone)
    after = declare(came, into)
    assert actions.undo_merge(editor=editor, merge=merge) == 1
    assert AgentSkill.objects.get(pk=stayed.pk).skill == skill
    assert AgentSkill.objects.get(pk=after.pk).skill == into
    assert not AgentSkill.objects.of(gone.agent).filter(valid_to=None).exists()


def test_undo_when_the_other_was_merged_further_then_it_is_refused_until_that_is_undone(editor, two):
    skill, into = two
    third = SkillFactory()
    held = declare(skill=skill)
    first = actions.merge_skill(editor=editor, skill=skill, into=into)
    second = actions.merge_skill(editor=editor, skill=into, into=third)
    with pytest.raises(ValidationError):
        actions.undo_merge(editor=editor, merge=first)
    actions.undo_merge(editor=editor, merge=second)
    actions.undo_merge(editor=editor, merge=first)
    assert AgentSkill.objects.get(pk=held.pk).skill == skill
    with pytest.raises(ValidationError):
        actions.undo_merge(editor=editor, merge=first)


def test_merge_when_the_levels_of_the_first_have_no_place_in_the_second_then_undoing_brings_them_back(editor, two):
    skill, _into = two
    behaviour = SkillFactory(kind=Skill.Kind.BEHAVIOUR)
    held = declare(skill=skill, level=3)
    merge = actions.merge_skill(editor=editor, skill=skill, into=behaviour)
    held.refresh_from_db()
    assert held.level is None
    actions.undo_merge(editor=editor, merge=merge)
    held.refresh_from_db()
    assert held.level == 3


@pytest.mark.parametrize(
    ("alone", "both", "told"),
    [(6, 5, (11, 5)), (4, 5, (None, None)), (6, 4, (None, None)), (5, 0, (5, 0)), (0, 5, (5, 5)), (3, 0, (None, None))],
)
def test_conflicts_say_no_number_of_people_under_five_nor_let_one_be_found(two, alone, both, told):
    skill, into = two
    crowd(skill, alone)
    for row in crowd(skill, both):
        declare(row.agent, into)
    met = actions.conflicts(skill=skill, into=into)
    assert (met.people, met.both) == told


def test_merging_is_for_the_editors_of_the_catalogue(as_agent, agent, editor, two):
    skill, into = two
    merge = actions.merge_skill(editor=editor, skill=skill, into=into)
    with pytest.raises(PermissionDenied):
        actions.undo_merge(editor=agent, merge=merge)
    assert as_agent(agent).post(reverse("skills:undo_merge", args=[merge.public_id])).status_code == 404


def test_merge_is_seen_before_it_is_made_then_undone_from_the_same_page(as_agent, editor, two):
    skill, into = two
    client, page = as_agent(editor), reverse("skills:merges")
    sent = {"skill": skill.label, "into": into.label}
    looked = client.post(page, sent | {"act": "look"}).content.decode()
    assert "TDB" in looked
    assert not SkillMerge.objects.exists()
    client.post(page, sent | {"act": "merge"})
    assert names.resolve("TDB") == into
    assert client.get(skill.get_absolute_url()).url == into.get_absolute_url()
    client.post(reverse("skills:undo_merge", args=[SkillMerge.objects.get().public_id]))
    assert names.resolve("TDB") == skill
    assert client.get(page).status_code == 200
    assert client.post(page, {"skill": into.label, "into": into.label, "act": "look"}).status_code == 422
