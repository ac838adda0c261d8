"""Factories of the floor. An area's own are in `tests/<area>/factories.py`."""

import factory
from factory.django import DjangoModelFactory

from intranet import roles
from intranet.directory.models import Agent, OrgUnit, Site, Territory


class TerritoryFactory(DjangoModelFactory):
    class Meta:
        model = Territory

    name = factory.Sequence(lambda n: f"Territoire {n}")


class SiteFactory(DjangoModelFactory):
    class Meta:
        model = Site

    name = factory.Sequence(lambda n: f"Maison {n}")
    commune = "Cannes"
    territory = factory.SubFactory(TerritoryFactory)


def unit(code: str = "", parent: OrgUnit | None = None, **fields) -> OrgUnit:
    """A unit under `parent`, or under the root (made when there is none)."""
    root = OrgUnit.objects.filter(depth=1).first() or OrgUnit.add_root(name="Département", code="departement", kind="whole")
    above = OrgUnit.objects.get(pk=(parent or root).pk)
    code = code or f"unit-{OrgUnit.objects.count()}"
    return above.add_child(**{"name": code.replace("-", " ").capitalize(), "code": code, **fields})


class AgentFactory(DjangoModelFactory):
    """An agent. Traits: `roles=[Role.FACILITATOR]` gives roles."""

    class Meta:
        model = Agent
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"agent{n}")
    first_name = factory.Sequence(lambda n: f"Camille{n}")
    last_name = factory.Sequence(lambda n: f"Durand{n}")
    email = factory.LazyAttribute(lambda a: f"{a.username}@exemple.fr")
    slug = factory.LazyAttribute(lambda a: a.username)
    position_title = "Chargée d’accueil"

    @factory.post_generation
    def roles(self, create, extracted, **kwargs):
        for role in extracted or ():
            roles.give(self, role)
