"""The catalogue: names, proposals, merges, and that it loads the same twice."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intranet.notifications.models import Notification
from intranet.roles import Role
from intranet.search.door import find
from skills import actions
from skills.models import AgentSkill, Fact, Skill, SkillLabel, SkillProposal, SkillRelation
from skills.models.names import normalise
from skills.search import names
from tests.factories import AgentFactory
from tests.skills.factories import SkillFactory, declare, domain, relate


@pytest.fixture
def catalogue(db):
    return actions.load_catalogue()


def test_catalogue_loads_whole_and_changes_nothing_the_second_time(catalogue, django_assert_max_num_queries):
    assert catalogue.skills >= 150
    assert catalogue.refused == []
    again = actions.load_catalogue()
    assert (again.skills, again.labels, again.relations) == (0, 0, 0)
    for skill in Skill.objects.all():
        assert skill.label_en
        assert skill.description_en
        assert skill.description
        assert skill.labels.count() >= 3, skill.slug
    assert not Skill.objects.filter(relations=None, relations_to=None).exclude(domain__code__in=["habilitations", "technique"]).exists()


def test_catalogue_speaks_as_colleagues_do(catalogue):
    for words, slug in (
        ("lsf", "langue-des-signes"), ("Sign language", "langue-des-signes"), ("excel", "tableur"), ("exel", "tableur"), ("C++", "c-plus-plus"),
        ("FALC", "falc"), ("caces", "caces"), ("sst", "sst"), ("RGPD", "protection-donnees"), ("appel d'offres", "marches-publics"),
        ("ETAT CIVIL", "etat-civil"), ("l’accueil physique du public", None), ("mail merge", "publipostage"),
    ):  # fmt: skip
        found = names.resolve(words)
        assert (found.slug if found else None) == slug, words


def test_every_name_resolves_to_its_skill(catalogue):
    for label in SkillLabel.objects.select_related("skill"):
        assert names.resolve(label.text) == label.skill
        assert names.resolve(label.text.upper()) == label.skill


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40))
def test_normalise_is_idempotent_and_resolving_never_fails(db, words):
    once = normalise(words)
    assert normalise(once) == once
    names.resolve(words)
    names.suggest(words)


def test_suggestions_say_by_which_name_and_each_skill_once(as_agent, agent, catalogue):
    found = as_agent(agent).get(reverse("skills:suggest"), {"q": "langue des sig"}).json()
    assert found[0]["value"] == "langue-des-signes"
    assert len({each["value"] for each in found}) == len(found)
    (lsf, *_rest) = as_agent(agent).get(reverse("skills:suggest"), {"q": "LSF"}).json()
    assert "LSF" in lsf["note"]
    assert as_agent(agent).get(reverse("skills:suggest"), {"q": "tableurr"}).json()[0]["value"] == "tableur"
    for bad in ("", "\x00", "a" * 10_000, "%", "'\"", "   "):
        assert as_agent(agent).get(reverse("skills:suggest"), {"q": bad}).status_code == 200


def test_search_shows_names_of_the_reader_s_language(agent, catalogue, drain):
    drain()
    for language, typed, title, others in (
        ("fr", "standard", "Accueil téléphonique", "switchboard"),
        ("en", "switchboard", "Telephone reception", "standard"),
    ):
        with translation.override(language):
            hit = next(each for each in find(typed, agent=agent, kinds=["skill"]).hits if each.obj.slug == "accueil-telephonique")
            assert strip_tags(hit.title) == title
            assert typed in strip_tags(hit.why)
            assert others not in hit.why
    with translation.override("en"):  # by a name of the other language only: it says which
        hit = next(each for each in find("guichet", agent=agent, kinds=["skill"]).hits if each.obj.slug == "accueil-physique")
        assert "<mark>guichet</mark>" in hit.why
        assert "accueillir" not in hit.why


def test_catalogue_and_skill_pages_are_whole_in_both_languages(as_agent, agent, catalogue):
    client = as_agent(agent)
    page = client.get(reverse("skills:catalogue")).content.decode()
    assert "Langue des signes française" in page
    agent.language = "en"
    agent.save()
    client.cookies["django_language"] = "en"
    page = client.get("/skills/langue-des-signes/").content.decode()
    assert "French sign language" in page
    assert "I interpret or teach" in page
    assert not re.search(r"Langue des signes", page)


def test_one_name_is_one_skill(db):
    one = SkillFactory(names=["Guichet"])
    other = SkillFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        SkillLabel.objects.create(skill=other, text="GUICHET")
    label = SkillLabel(skill=other, text="guichet")
    with pytest.raises(ValidationError):
        label.clean()
    assert names.resolve("guichet") == one


def test_computed_relation_weighs_half_at_most_once_accepted(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        relate(SkillFactory(), SkillFactory(), origin="computed", weight="0.80")
    one = SkillFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        relate(one, one)
    assert not SkillRelation.objects.exists()


class TestProposals:
    @pytest.fixture
    def editor(self, db):
        return AgentFactory(roles=[Role.EDITOR])

    def test_proposed_then_accepted_and_the_person_told(self, as_agent, agent, editor):
        assert as_agent(agent).post_form(reverse("skills:propose"), {"label": "Drone", "why": "Inspecter"}).status_code == 302
        skill = Skill.objects.get()
        assert names.resolve("drone") is None  # not in use yet
        assert Notification.objects.filter(recipient=editor).exists()
        client = as_agent(editor)
        assert "Drone" in client.get(reverse("skills:proposals")).content.decode()
        answer = client.post_form(
            reverse("skills:proposal", args=[skill.slug]),
            {
                "act": "accept",
                "label": "Pilotage de drone",
                "label_en": "Drone piloting",
                "kind": "savoir-faire",
                "domain": domain().pk,
                "names": "UAV, télépilote",
            },
        )
        assert answer.status_code == 302
        assert names.resolve("télépilote") == names.resolve("drone") == skill
        assert Notification.objects.get(recipient=agent).url == skill.get_absolute_url()
        assert SkillProposal.objects.get().status == "accepted"

    def test_refused_with_a_reason_that_the_person_reads(self, as_agent, agent, editor):
        proposal = actions.propose_skill(agent=agent, label="Ariane 3")
        with pytest.raises(ValidationError):
            actions.refuse_proposal(editor=editor, skill=proposal.skill, reason="  ")
        as_agent(editor).post_form(
            reverse("skills:proposal", args=[proposal.skill.slug]), {"act": "refuse", "refuse-reason": "Logiciel arrêté."}
        )
        assert "Logiciel arrêté." in as_agent(agent).get(reverse("skills:propose")).content.decode()

    def test_merged_leads_where_it_went(self, as_agent, agent, editor):
        drone = SkillFactory(slug="drone", pref_label="Pilotage de drone")
        proposal = actions.propose_skill(agent=agent, label="Télépilote")
        actions.merge_skill(editor=editor, skill=proposal.skill, into=drone)
        assert as_agent(agent).get(proposal.skill.get_absolute_url()).url == drone.get_absolute_url()
        assert names.resolve("télépilote") == drone

    def test_merging_skills_in_use_moves_what_was_declared(self, agent, editor):
        old, new, both = SkillFactory(), SkillFactory(), AgentFactory()
        moved = declare(agent, old, level=3)
        declare(both, old, level=4)
        kept = declare(both, new, level=2)
        actions.merge_skill(editor=editor, skill=old, into=new)
        assert set(AgentSkill.objects.active().values_list("agent", "skill", "level")) == {(agent.pk, new.pk, 3), (both.pk, new.pk, 2)}
        assert set(Fact.objects.values_list("source", "skill")) == {(moved.pk, new.pk), (kept.pk, new.pk)}
        assert AgentSkill.objects.count() == 3  # closed, not lost

    def test_merged_into_each_other_from_two_windows_is_refused(self, editor):
        one, other = SkillFactory(), SkillFactory()
        one_seen, other_seen = Skill.objects.get(pk=one.pk), Skill.objects.get(pk=other.pk)
        actions.merge_skill(editor=editor, skill=one, into=other)
        with pytest.raises(ValidationError):
            actions.merge_skill(editor=editor, skill=other_seen, into=one_seen)
        assert Skill.objects.get(pk=other.pk).is_active

    def test_accepted_from_a_page_drawn_before_an_edit_keeps_the_edit(self, agent, editor):
        seen = actions.propose_skill(agent=agent, label="Drone").skill
        Skill.objects.filter(pk=seen.pk).update(description="Piloter")
        actions.accept_proposal(editor=editor, skill=seen, label="Drone", label_en="", kind="savoir-faire", domain=domain())
        assert Skill.objects.get(pk=seen.pk).description == "Piloter"

    def test_only_editors_answer(self, as_agent, agent, editor):
        proposal = actions.propose_skill(agent=agent, label="Drone")
        other = AgentFactory()
        assert as_agent(other).get(proposal.skill.get_absolute_url()).status_code == 404
        assert as_agent(agent).get(proposal.skill.get_absolute_url()).status_code == 200
        for act, fields in (
            (actions.refuse_proposal, {"reason": "non"}),
            (actions.merge_skill, {"into": SkillFactory()}),
            (actions.accept_proposal, {"label": "x", "label_en": "x", "kind": "savoir", "domain": domain()}),
        ):
            with pytest.raises(PermissionDenied):
                act(editor=other, skill=proposal.skill, **fields)

    def test_proposed_twice_joins_and_both_are_told(self, agent, editor):
        other = AgentFactory()
        actions.propose_skill(agent=agent, label="Drone")
        second = actions.propose_skill(agent=other, label="DRONE")
        assert Skill.objects.count() == 1
        with pytest.raises(ValidationError):
            actions.propose_skill(agent=other, label="drone")
        actions.refuse_proposal(editor=editor, skill=second.skill, reason="Non.")
        assert Notification.objects.filter(kind="skills.proposal_answered").count() == 2

    def test_one_that_is_there_is_named(self, agent):
        SkillFactory(pref_label="Tableur", names=["Excel"])
        with pytest.raises(ValidationError, match="Tableur"):
            actions.propose_skill(agent=agent, label="excel")


def test_back_office_is_for_editors_and_follows(as_agent, agent, catalogue):
    editor = AgentFactory(roles=[Role.EDITOR])
    facilitator = AgentFactory(roles=[Role.FACILITATOR])
    skill = Skill.objects.get(slug="caces")
    address = reverse("skill_catalogue:edit", args=[skill.pk])
    assert as_agent(agent).get(address).status_code in {302, 403}
    assert as_agent(facilitator).get(address).status_code in {302, 403}
    client = as_agent(editor)
    assert client.get(address).status_code == 200
    assert client.get(reverse("skill_names:index")).status_code == 200
    row = declare(skill=skill)
    assert Fact.objects.filter(source=row).exists()
    data = {
        "pref_label": "Conduite d’engins de chantier", "label_en": skill.label_en, "slug": skill.slug, "kind": skill.kind,
        "domain": skill.domain_id, "description": skill.description, "description_en": skill.description_en, "sensitive": "on",
    }  # fmt: skip
    assert client.post(address, data).status_code == 302
    assert names.resolve("conduite d'engins de chantier") == skill
    assert not Fact.objects.filter(source=row).exists()
