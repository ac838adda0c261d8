"""P4 and P9, held for every visibility, viewer and output: with and without the hidden skill, the same bytes.

An output is a function `(viewer, case) -> bytes` under `@output`: whatever somebody may look at, ask or
receive. Each area of skills that shows something adds its own here, or calls `output` from its tests.
The test also proves that it looks: an output that says of itself `shows=True` changes once the skill is shown.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from intranet import roles
from intranet.directory.models import Agent
from intranet.notifications.messages import message_of
from intranet.notifications.models import Notification
from skills import actions
from skills.models import SavedSearch, SearchSeen, Skill, Visibility
from skills.search.criteria import Criteria
from skills.search.people import find
from tests.factories import AgentFactory, SiteFactory, unit
from tests.skills.factories import SkillFactory, crowd, declare, relate

NOISE = re.compile(rb'(name="(?:csrfmiddlewaretoken|form_token)" value=")[^"]*|( nonce=")[^"]*')
OUTPUTS: dict[str, tuple[Callable, bool]] = {}


@dataclass(frozen=True)
class Case:
    """What is hidden: a skill of a person, beside another one that they share with everyone."""

    person: Agent
    skill: Skill
    shared: Skill  # near it
    other: Skill  # not near it, and shared too


def output(function: Callable | None = None, *, shows: bool = True):
    """Register something that people may look at. `shows=False` when it never speaks of the skill, hidden or not."""

    def register(made: Callable) -> Callable:
        OUTPUTS[made.__name__] = (made, shows)
        return made

    return register(function) if function else register


def read(viewer: Agent, address: str, **headers) -> bytes:
    """The bytes of a page for `viewer`, without the tokens that change every time."""
    client = Client()
    client.force_login(viewer, backend="intranet.accounts.backends.AgentBackend")
    answer = client.get(address, headers=headers)
    return b"%d " % answer.status_code + NOISE.sub(rb"\1", answer.getvalue())


def people(query: str) -> str:
    return f"{reverse('skills:people')}?{query}"


@output
def page_of_people(viewer, case):
    return read(viewer, people(f"skill={case.skill.slug}"))


@output
def part_of_the_page(viewer, case):
    return read(viewer, people(f"skill={case.skill.slug}"), **{"HX-Request": "true"})


@output
def several_skills_and_who_has_some(viewer, case):
    return read(viewer, people(f"skill={case.skill.slug}:2&skill={case.other.slug}&skill=que-personne-n-a"))


@output
def band_of_those_who_have_some(viewer, case):
    return read(viewer, people(f"skill={case.skill.slug}&skill={case.other.slug}&skill=que-personne-n-a&band=some"))


@output(shows=False)
def band_of_near_skills(viewer, case):
    return read(viewer, people(f"skill={case.skill.slug}&band=near"))


@output
def every_filter(viewer, case):
    query = f"skill={case.skill.slug}&level=1&can=help&interest=use&present=1&private=1&unit={case.person.unit.code}"
    return read(viewer, people(query))


@output
def empty_answer_and_what_it_proposes(viewer, case):
    return read(viewer, people(f"skill={case.skill.slug}&level=4&can=train"))


@output
def by_words(viewer, case):
    return read(viewer, people(f"q={case.skill.pref_label}"))


@output
def by_misspelt_words(viewer, case):
    return read(viewer, people(f"q={case.skill.pref_label[:-1]}x"))


@output(shows=False)
def by_name(viewer, case):
    return read(viewer, people(f"q={case.person.last_name}"))


@output(shows=False)
def before_any_search(viewer, case):
    return read(viewer, reverse("skills:people"))


@output(shows=False)
def suggestions(viewer, case):
    return read(viewer, f"{reverse('skills:suggest')}?q={case.skill.pref_label[:6]}")


@output
def list_and_counts(viewer, case):
    found = find(viewer, Criteria(skills=(case.skill,), with_private=True))
    return repr((list(found.exact), found.near, found.some, found.facets)).encode()


@output
def table_of_the_result(viewer, case):
    client = Client()
    client.force_login(viewer, backend="intranet.accounts.backends.AgentBackend")
    answer = client.post(reverse("skills:people_export"), {"query": f"skill={case.skill.slug}"})
    return b"%d " % answer.status_code + (NOISE.sub(rb"\1", answer.getvalue()))


@output
def saved_search_and_message(viewer, case):
    """What a search saved before anybody had the skill tells of, and the messages as they read. Leaves nothing behind."""
    with transaction.atomic():
        search = SavedSearch.objects.create(
            agent=viewer, name="x", query=f"skill={case.skill.slug}", is_told=True, created_at=case.person.date_joined
        )
        actions.tell_search(search=search)
        notes = Notification.objects.filter(recipient=viewer)
        said = [(message_of(note).title(note), message_of(note).body(note), note.params) for note in notes]
        seen = sorted(SearchSeen.objects.values_list("agent", flat=True))
        transaction.set_rollback(True)
    return repr((said, seen)).encode()


@output(shows=False)
def error_of_asking(viewer, case):
    return read(viewer, reverse("skills:ask", args=[case.person.slug, case.skill.slug]))


@output
def page_of_the_skill(viewer, case):
    return read(viewer, case.skill.get_absolute_url())


@output
def profile(viewer, case):
    return read(viewer, case.person.get_absolute_url())


@output(shows=False)
def page_of_the_unit(viewer, case):
    return read(viewer, case.person.unit.get_absolute_url())


@output(shows=False)
def general_search(viewer, case):
    return read(viewer, f"/search/?q={case.skill.pref_label}")


@pytest.fixture
def case(db):
    here = unit("solidarites", kind="direction")
    person = AgentFactory(
        unit=unit("accueil", parent=here), manager=AgentFactory(unit=unit("routes", kind="direction")), site=SiteFactory()
    )
    skill, shared = SkillFactory(slug="langue-des-signes"), SkillFactory(slug="falc")
    relate(skill, shared)
    declare(person, shared, can_help=True)
    other = SkillFactory(slug="arabe")
    SkillFactory(slug="que-personne-n-a")  # asked too, it keeps the person out of the other bands
    declare(person, other, level=1, can_help=True)  # last among those who have some: counted once more, they would rise
    crowd(skill, 3, unit=unit("voirie", parent=person.manager.unit))
    return Case(person, skill, shared, other)


@pytest.fixture
def viewers(case):
    here, there = case.person.unit.get_parent(), case.person.manager.unit
    return {
        "stranger": AgentFactory(unit=there),
        "same_direction": AgentFactory(unit=here),
        "manager": case.person.manager,
        "hr": AgentFactory(unit=there, roles=[roles.Role.HR_ADVISER]),
        "owner": case.person,
        "no_unit": AgentFactory(unit=None),
    }


NOT_SHOWN = {
    Visibility.ME: ("stranger", "same_direction", "manager", "hr", "no_unit"),
    Visibility.HR: ("stranger", "same_direction", "manager", "no_unit"),
    Visibility.DIRECTION: ("stranger", "no_unit"),
}
HIDDEN = {"level": 4, "can_help": True, "can_train": True, "interest": "use", "note": "secret"}


def _all_outputs(viewers, names, case) -> dict[tuple[str, str], bytes]:
    fresh = {who: Agent.objects.get(pk=viewers[who].pk) for who in names}
    return {(name, who): made(viewer, case) for name, (made, _shows) in OUTPUTS.items() for who, viewer in fresh.items()}


@pytest.mark.parametrize("sphere", ["professional", "private"])
@pytest.mark.parametrize("visibility", list(NOT_SHOWN))
def test_hidden_skill_changes_no_byte_of_any_output(case, viewers, drain, visibility, sphere):
    names = NOT_SHOWN[visibility]
    drain()
    before = _all_outputs(viewers, names, case)
    offers = {**HIDDEN, "can_help": visibility > 0, "can_train": visibility > 0}
    declare(case.person, case.skill, visibility=visibility, sphere=sphere, **offers)
    drain()
    after = _all_outputs(viewers, names, case)
    assert [each for each in before if before[each] != after[each]] == []


def test_shown_skill_changes_every_output_that_speaks_of_it(case, viewers, drain):
    names = ("stranger", "hr")
    before = _all_outputs(viewers, names, case)
    declare(case.person, case.skill, **HIDDEN)
    drain()
    after = _all_outputs(viewers, names, case)
    blind = {name for name, (_made, shows) in OUTPUTS.items() if shows and before[name, "hr"] == after[name, "hr"]}
    assert blind == set()
    # Whoever may not take the table away is refused in the same words.
    assert before["table_of_the_result", "stranger"] == after["table_of_the_result", "stranger"]


@pytest.mark.parametrize("who", ["stranger", "manager", "hr"])
def test_skill_from_outside_work_is_matched_only_when_it_is_asked(case, viewers, who):
    declare(case.person, case.skill, sphere="private", visibility=Visibility.EVERYONE)
    viewer = viewers[who]
    assert case.person.pk not in find(viewer, Criteria(skills=(case.skill,))).exact
    asked = find(viewer, Criteria(skills=(case.skill,), with_private=True))
    assert case.person.pk in asked.exact
    page = read(viewer, people(f"skill={case.skill.slug}&private=1")).decode()
    assert "hors du travail" in page or "hors travail, partagée" in page
    both = Criteria(skills=(case.skill, case.shared))
    found = find(viewer, both)
    assert case.person.pk not in found.exact
    assert case.person.pk in found.near  # by what they do share, which is near
