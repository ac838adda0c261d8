"""Finding colleagues: who, in which order, why, and how many."""

from dataclasses import replace

import pytest
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from intranet.base import clock
from intranet.directory.models import OrgUnit, Site
from intranet.roles import Role
from intranet.search import door
from skills import actions
from skills.models import AgentSkill, Evidence, Visibility
from skills.permissions import can_export_people
from skills.search.address import query_of, read_criteria
from skills.search.around import often_shared
from skills.search.cards import cards
from skills.search.criteria import Criteria
from skills.search.people import find
from tests.factories import AgentFactory, SiteFactory, unit
from tests.skills.factories import SkillFactory, crowd, declare, relate

PEOPLE = "/skills/people/"


@pytest.fixture
def lsf(db):
    return SkillFactory(slug="langue-des-signes", pref_label="Langue des signes française", names=["LSF", "sign language"])


def test_two_skills_are_asked_together(agent, lsf):
    falc, both, one = SkillFactory(), AgentFactory(), AgentFactory()
    declare(both, lsf)
    declare(both, falc)
    declare(one, lsf)
    assert find(agent, Criteria(skills=(lsf, falc))).exact == [both.pk]


@pytest.mark.parametrize("typed", ["LSF, arabe", "arabe ; sign language", "LSF + arabe", "lsf arabe", "Arabe sign language"])
def test_skills_typed_in_a_list_are_asked_together(as_agent, agent, lsf, typed):
    arabic, both, one = SkillFactory(slug="arabe", pref_label="Arabe"), AgentFactory(), AgentFactory()
    declare(both, lsf)
    declare(both, arabic)
    declare(one, lsf)
    page = as_agent(agent).get(PEOPLE, {"q": typed})
    assert [card.person for card in page.context["cards"]] == [both]
    assert [card.person for card in page.context["some"]] == [one]
    assert page.content.decode().count('class="tag on"') == 2


def test_words_that_one_name_has_are_not_cut_into_several_names(as_agent, agent):
    whole = SkillFactory(slug="accueil-arabe", pref_label="Accueil du public en arabe")
    SkillFactory(pref_label="Accueil"), SkillFactory(pref_label="Arabe")
    declare(holder := AgentFactory(), whole)
    page = as_agent(agent).get(PEOPLE, {"q": "accueil arabe"}).content.decode()
    assert holder.name in page and 'class="tag on"' not in page


def test_skill_whose_name_has_a_comma_is_one(as_agent, agent):
    skill, other = SkillFactory(slug="amiante", pref_label="Amiante, sous-section 4"), SkillFactory(pref_label="Amiante")
    declare(holder := AgentFactory(), skill)
    declare(AgentFactory(), other)
    page = as_agent(agent).get(PEOPLE, {"q": "Amiante, sous-section 4"}).content.decode()
    assert holder.name in page and page.count('class="tag on"') == 1


def test_surest_come_first_then_the_last_confirmed_then_what_is_shown(agent, lsf):
    novice, old, fresh, proven = (AgentFactory() for _each in range(4))
    declare(novice, lsf, level=1)
    for each in (old, fresh, proven):
        declare(each, lsf, level=3)
    AgentSkill.objects.filter(agent=old).update(confirmed_at=clock.now().replace(year=2020))
    row = AgentSkill.objects.get(agent=proven)
    Evidence.objects.create(
        agent=proven, agent_skill=row, kind="diploma", title="x", status="accepted", visibility=3, proposed_at=row.valid_from,
        answered_at=row.valid_from,
    )  # fmt: skip
    actions.rebuild_facts()
    assert find(agent, Criteria(skills=(lsf,))).exact == [proven.pk, fresh.pk, old.pk, novice.pk]


def test_not_assessed_is_found_without_a_level_and_not_with_one(agent, lsf):
    unrated = declare(skill=lsf, level=None).agent
    assert find(agent, Criteria(skills=(lsf,))).exact == [unrated.pk]
    assert find(agent, Criteria(skills=(lsf,), level=1)).exact == []


def test_near_skills_are_a_band_of_their_own_with_the_reason(agent, lsf):
    near = SkillFactory(slug="accueil-publics-sourds")
    relate(lsf, near)
    exact, close = declare(skill=lsf).agent, declare(skill=near).agent
    criteria = Criteria(skills=(lsf,))
    found = find(agent, criteria)
    assert (found.exact, found.near) == ([exact.pk], [close.pk])
    (card,) = cards(agent, criteria, found.requirements, found.near).values()
    assert card.lines[0].held.skill == near
    assert lsf.label in card.lines[0].route


def test_computed_relation_does_not_count_before_a_person_accepts_it(agent, lsf):
    near = SkillFactory()
    relate(lsf, near, origin="computed", weight="0.40", accepted=False)
    declare(skill=near)
    assert find(agent, Criteria(skills=(lsf,))).near == []


def test_filters_and_their_counts_agree(agent, lsf):
    here, there, site = unit("ici", kind="direction"), unit("la-bas", kind="direction"), SiteFactory(name="Maison de Cannes")
    under = unit("sous", parent=here)
    a, b, c = AgentFactory(unit=under, site=site), AgentFactory(unit=here), AgentFactory(unit=there, site=site)
    declare(a, lsf, level=4, can_help=True, can_train=True)
    declare(b, lsf, level=2, can_help=True)
    declare(c, lsf, level=3)
    facets = find(agent, Criteria(skills=(lsf,))).facets
    assert {o.label: o.count for o in facets.unit} == {"Ici": 2, "La bas": 1}
    assert [o.count for o in facets.level] == [1, 2, 3, 3]
    assert {o.value: o.count for o in facets.can} == {"help": 2, "train": 1}
    assert [(o.label, o.count) for o in facets.site] == [("Maison de Cannes", 2)]
    # Every count is what choosing it gives.
    for option in facets.level:
        assert len(find(agent, Criteria(skills=(lsf,), level=int(option.value))).exact) == option.count
    for option in facets.can:
        assert len(find(agent, Criteria(skills=(lsf,), can=option.value)).exact) == option.count
    assert set(find(agent, Criteria(skills=(lsf,), unit=here)).exact) == {a.pk, b.pk}
    assert [o.label for o in find(agent, Criteria(skills=(lsf,), unit=here)).facets.unit] == ["Sous"]
    assert set(find(agent, Criteria(skills=(lsf,), site=site)).exact) == {a.pk, c.pk}


def test_words_are_understood_by_synonym_without_script(as_agent, agent, lsf):
    holder = declare(skill=lsf).agent
    page = as_agent(agent).get(PEOPLE, {"q": "lsf"})
    assert page.status_code == 200
    assert holder.name in page.content.decode()
    assert "« LSF » est compris comme « Langue des signes française »" in page.content.decode().replace("\xa0", " ")
    assert f'value="{lsf.slug}"' in page.content.decode()


def test_words_that_name_no_skill_find_names_and_positions(as_agent, agent, drain):
    person = AgentFactory(first_name="Zoé", last_name="Quenard", position_title="Paléographe")
    door.refresh(person)
    drain()
    page = as_agent(agent).get(PEOPLE, {"q": "quenard"})
    assert "Zoé Quenard" in page.content.decode()


def test_forged_address_is_read_as_nothing(as_agent, agent, lsf):
    client = as_agent(agent)
    for query in (
        "skill=nope&level=9&unit=zzz&site=zzz&can=all&page=-3",
        "skill=%00&q=%00&unit=%00&site=%00",
        "q=" + "a" * 5000,
        f"skill={lsf.slug}&skill={lsf.slug}&page=99999999999",
        "q=<script>alert(1)</script>&q_slug=../../etc",
        f"skill={lsf.slug}&band=zzz&level=²",
    ):
        page = client.get(f"{PEOPLE}?{query}")
        assert page.status_code == 200, query
        assert "<script>alert" not in page.content.decode()


def test_before_any_search_what_the_service_shares_most_starts_one(as_agent, lsf, django_assert_max_num_queries):
    service = unit("accueil", parent=unit("solidarites", kind="direction"))
    reader, beside = AgentFactory(unit=unit("guichet", parent=service)), unit("standard", parent=service)
    falc, mine, far = (SkillFactory(slug=slug) for slug in ("falc", "mine", "far"))
    sensitive = SkillFactory(sensitive=True)
    crowd(falc, 3, unit=beside)
    crowd(lsf, 2, unit=service)
    crowd(sensitive, 4, unit=beside)
    declare(reader, mine)
    crowd(far, 5, unit=unit("routes", kind="direction"))
    assert often_shared(reader) == [falc, lsf]
    assert often_shared(AgentFactory(unit=None)) == []
    client = as_agent(reader)
    client.get(PEOPLE)
    with django_assert_max_num_queries(7):
        page = client.get(PEOPLE).content.decode()
    assert page.index(f'href="{PEOPLE}?skill=falc"') < page.index(f'href="{PEOPLE}?skill={lsf.slug}"')
    assert "Souvent partagées autour de vous" in page
    assert "Souvent partagées" not in as_agent(AgentFactory(unit=None)).get(PEOPLE).content.decode()


def test_partial_answer_is_the_same_as_the_page(as_agent, agent, lsf):
    declare(skill=lsf)
    whole = as_agent(agent).get(PEOPLE, {"skill": lsf.slug}).content.decode()
    part = as_agent(agent).get(PEOPLE, {"skill": lsf.slug}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert part[part.index('<div class="with-aside') :].strip() in whole
    assert 'role="status"' in part


def test_queries_are_as_many_with_10_and_with_300_holders(as_agent, agent, lsf, django_assert_max_num_queries):
    near = SkillFactory()
    relate(lsf, near)
    crowd(lsf, 10, unit=unit("ici", kind="direction"))
    client = as_agent(agent)
    client.get(PEOPLE, {"skill": lsf.slug})
    with django_assert_max_num_queries(15):
        client.get(PEOPLE, {"skill": lsf.slug})
    crowd(lsf, 290, unit=unit("la", kind="direction"))
    with django_assert_max_num_queries(15):
        page = client.get(PEOPLE, {"skill": lsf.slug})
    assert "300 collègues savent" in page.content.decode()
    assert len(find(agent, Criteria(skills=(lsf,))).exact[290:310]) == 10


def test_ask_button_is_only_for_who_offered(as_agent, agent, lsf):
    offers, does_not = declare(skill=lsf, can_help=True), declare(skill=lsf)
    page = as_agent(agent).get(PEOPLE, {"skill": lsf.slug}).content.decode()
    assert reverse("skills:ask", args=[offers.agent.slug, lsf.slug]) in page
    assert reverse("skills:ask", args=[does_not.agent.slug, lsf.slug]) not in page


def test_sensitive_skill_finds_nobody_not_even_for_who_sees_it(db):
    sensitive, adviser = SkillFactory(sensitive=True), AgentFactory(roles=[Role.HR_ADVISER])
    row = declare(skill=sensitive, visibility=Visibility.HR)
    assert AgentSkill.objects.visible_to(adviser).get() == row
    assert find(adviser, Criteria(skills=(sensitive,))).exact == []


def test_who_has_some_of_what_is_asked_comes_under_by_how_many_and_the_card_says_what_is_missing(as_agent, agent, lsf):
    falc, arabic = SkillFactory(pref_label="FALC"), SkillFactory(pref_label="Arabe")
    all_three, two, one = AgentFactory(), AgentFactory(), AgentFactory()
    for person, skills in ((all_three, (lsf, falc, arabic)), (two, (lsf, falc)), (one, (arabic,))):
        for skill in skills:
            declare(person, skill)
    found = find(agent, Criteria(skills=(lsf, falc, arabic)))
    assert (found.exact, found.some) == ([all_three.pk], [two.pk, one.pk])
    page = as_agent(agent).get(PEOPLE, {"skill": [lsf.slug, falc.slug, arabic.slug]}).content.decode().replace("\xa0", " ")
    assert "2 personnes en ont une partie" in page
    assert "2 sur 3" in page
    assert "Non partagé avec vous comme vous le demandez : Arabe" in page


def test_each_skill_may_have_its_own_least_level(agent, lsf):
    falc, person = SkillFactory(), AgentFactory()
    declare(person, lsf, level=2)
    declare(person, falc, level=4)
    assert find(agent, Criteria(skills=(lsf, falc), levels=(2, 4))).exact == [person.pk]
    assert find(agent, Criteria(skills=(lsf, falc), levels=(3, 0))).exact == []
    assert find(agent, Criteria(skills=(lsf,), levels=(3,))).exact == []
    read = read_criteria(QueryDict(f"skill={lsf.slug}:3&skill={falc.slug}:9"))
    assert (read.skills, read.levels) == ((lsf, falc), (3, 0))
    assert query_of(read) == f"skill={lsf.slug}%3A3&skill={falc.slug}"


@st.composite
def crowds(draw):
    """A few people, each with some of two skills, somewhere, here or away."""
    fact = st.tuples(
        st.sampled_from([None, 1, 3]), st.booleans(), st.booleans(), st.sampled_from(["neutral", "use", "learn"]), st.booleans()
    )
    return draw(
        st.lists(st.tuples(st.none() | fact, st.none() | fact, st.booleans(), st.booleans(), st.integers(0, 2)), min_size=1, max_size=6)
    )


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    crowd=crowds(),
    n=st.integers(1, 2),
    chosen=st.fixed_dictionaries(
        {},
        optional={
            "level": st.sampled_from([1, 3]),
            "can": st.sampled_from(["help", "train"]),
            "interest": st.sampled_from(["use", "learn"]),
            "is_elsewhere": st.just(True),
            "is_present": st.just(True),
            "with_private": st.just(True),
            "km": st.just(10),
            "site": st.just(True),
        },
    ),
)
def test_every_count_is_what_choosing_it_gives(db, crowd, n, chosen):
    with transaction.atomic():
        here, there = unit("ici", kind="direction"), unit("la-bas", kind="direction")
        mine = unit("mon-service", parent=here)
        sites = [SiteFactory(latitude=43.70 + step / 4, longitude=7.27) for step in range(3)]
        viewer = AgentFactory(unit=mine, site=sites[0])
        skills = [SkillFactory(), SkillFactory()][:n]
        for *facts, is_mine, is_away, at in crowd:
            person = AgentFactory(unit=mine if is_mine else there, site=sites[at], absent_from=clock.today() if is_away else None)
            for skill, fact in zip(skills, facts, strict=False):
                if fact:
                    level, can_help, can_train, interest, is_private = fact
                    declare(
                        person, skill, level=level, can_help=can_help, can_train=can_train, interest=interest,
                        sphere="private" if is_private else "professional", visibility=3,
                    )  # fmt: skip
        criteria = Criteria(skills=tuple(skills), **{**chosen, **({"site": sites[1]} if "site" in chosen else {})})

        def count(**changes):
            return len(find(viewer, replace(criteria, **changes)).exact)

        facets = find(viewer, criteria).facets
        assert [o.count for o in facets.level] == [count(level=int(o.value)) for o in facets.level]
        assert [o.count for o in facets.can] == [count(can=o.value) for o in facets.can]
        assert [o.count for o in facets.interest] == [count(interest=o.value) for o in facets.interest]
        assert [o.count for o in facets.km] == [count(km=int(o.value)) for o in facets.km]
        assert [o.count for o in facets.site] == [count(site=Site.objects.get(name=o.value)) for o in facets.site]
        assert [o.count for o in facets.unit] == [count(unit=OrgUnit.objects.get(code=o.value)) for o in facets.unit]
        ticked = {"elsewhere": "is_elsewhere", "present": "is_present", "private": "with_private"}
        assert [o.count for o in facets.also] == [count(**{ticked[o.value]: True}) for o in facets.also]
        assert [o.count for o in facets.without] == [count(**{o.value: getattr(Criteria(), o.value)}) for o in facets.without]
        transaction.set_rollback(True)


def test_misspelt_words_are_understood_and_it_may_be_refused(as_agent, agent, lsf):
    holder = declare(skill=lsf).agent
    typed = "langue des singes francaise"
    page = as_agent(agent).get(PEOPLE, {"q": typed})
    assert [card.person for card in page.context["cards"]] == [holder]
    assert "Chercher exactement ces mots" in page.content.decode()
    literal = as_agent(agent).get(PEOPLE, {"q": typed, "exact": "1"})
    assert literal.context["cards"] == []
    assert f'value="{typed}"' in literal.content.decode()


def test_empty_answer_proposes_the_filter_that_costs_most_with_its_count(as_agent, agent, lsf):
    declare(skill=lsf, level=4)
    declare(skill=lsf, level=3)
    page = as_agent(agent).get(PEOPLE, {"skill": lsf.slug, "can": "train"}).content.decode().replace("\xa0", " ")
    assert "Sans le filtre « ce que la personne peut faire » : 2" in page


def test_table_is_for_hr_advisers_alone_with_only_what_they_see_and_no_formula(as_agent, agent, lsf):
    adviser = AgentFactory(roles=[Role.HR_ADVISER])
    shown = declare(AgentFactory(last_name="=1+1", first_name="=cmd"), lsf, level=4, visibility=Visibility.HR)
    declare(AgentFactory(last_name="Caché"), lsf, visibility=Visibility.ME)
    assert (can_export_people(adviser), can_export_people(agent)) == (True, False)
    assert "people/export/" not in as_agent(agent).get(PEOPLE, {"skill": lsf.slug}).content.decode()
    assert as_agent(agent).post(reverse("skills:people_export"), {"query": f"skill={lsf.slug}"}).status_code == 403
    client = as_agent(adviser)
    answer = client.post(reverse("skills:people_export"), {"query": f"skill={lsf.slug}"})
    table = b"".join(answer.streaming_content).decode()
    assert answer.streaming
    assert "'=cmd" in table and "Caché" not in table
    assert lsf.label in table and shown.level_word in table
    assert ModelLogEntry.objects.filter(action="skills.export_people", user=adviser).count() == 1


def test_queries_of_the_fullest_search_are_few(as_agent, lsf, django_assert_max_num_queries):
    service = unit("accueil", parent=unit("solidarites", kind="direction"))
    reader = AgentFactory(unit=service, site=SiteFactory(latitude=43.7, longitude=7.2))
    others = [SkillFactory() for _each in range(4)]
    for skill in (lsf, *others):
        relate(skill, SkillFactory())
    for person in AgentFactory.create_batch(5, unit=unit("ailleurs", kind="direction"), site=reader.site):
        for skill in (lsf, *others[: person.pk % 5]):
            declare(person, skill, level=3, can_help=True)
    asked = {
        "skill": [lsf.slug, *(each.slug for each in others)],
        "level": "2",
        "can": "help",
        "elsewhere": "1",
        "present": "1",
        "km": "20",
    }
    client = as_agent(reader)
    client.get(PEOPLE, asked)
    with django_assert_max_num_queries(15):
        client.get(PEOPLE, asked)


def test_nobody_at_work_then_the_page_says_how_many_know_it_from_outside_work(as_agent, agent, db):
    skill = SkillFactory()
    declare(AgentFactory(), skill, sphere="private", visibility=3, can_train=True)
    page = as_agent(agent).get(reverse("skills:people"), {"skill": skill.slug, "can": "train"}).content.decode()
    assert "Aussi les compétences hors travail\u00a0: 1" in page
    assert "private=1" in page
