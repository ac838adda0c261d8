"""Factories of the skills: a framework, skills with their names, declarations with their facts."""

import factory
from factory.django import DjangoModelFactory

from intranet.base import clock
from skills import actions
from skills.actions.catalogue import add_label
from skills.models import AgentSkill, Skill, SkillDomain, SkillRelation, Visibility
from tests.factories import AgentFactory


class SkillFactory(DjangoModelFactory):
    """A skill in use. `names=[…]` gives it other names."""

    class Meta:
        model = Skill
        skip_postgeneration_save = True

    framework = factory.LazyFunction(actions.own_framework)
    slug = factory.Sequence(lambda n: f"competence-{n}")
    pref_label = factory.LazyAttribute(lambda s: s.slug.replace("-", " ").capitalize())
    kind = Skill.Kind.KNOW_HOW

    @factory.post_generation
    def names(self, create, extracted, **kwargs):
        add_label(self, self.pref_label, kind="pref")
        for name in extracted or ():
            add_label(self, name)


def domain(code="domaine") -> SkillDomain:
    return SkillDomain.objects.get_or_create(framework=actions.own_framework(), code=code, defaults={"name": code.capitalize()})[0]


def relate(one: Skill, other: Skill, **fields) -> SkillRelation:
    return SkillRelation.objects.create(from_skill=one, to_skill=other, **fields)


def declare(agent=None, skill=None, **fields) -> AgentSkill:
    """A declaration made by the action, with its fact. Everyone sees it, unless said otherwise."""
    fields.setdefault("level", 3)
    agent = agent or AgentFactory()
    if fields.get("sphere") == AgentSkill.Sphere.PRIVATE:
        actions.choose(agent=agent, shares_private=True)
    return actions.declare(agent=agent, skill=skill or SkillFactory(), **fields)


def crowd(skill: Skill, n: int, *, unit=None, visibility=Visibility.EVERYONE) -> list[AgentSkill]:
    """`n` agents who share `skill`, written at once."""
    now = clock.now()
    agents = [AgentFactory(unit=unit) for _each in range(n)]
    rows = AgentSkill.objects.bulk_create(
        AgentSkill(agent=a, skill=skill, level=1 + i % 4, visibility=visibility, can_help=i % 2 == 0, confirmed_at=now, valid_from=now)
        for i, a in enumerate(agents)
    )
    actions.rebuild_facts()
    return rows
