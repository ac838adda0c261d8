"""What agents declare: the walk, what is refused, what the database refuses."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from intranet.base import clock
from skills import actions
from skills.models import AgentSkill, Evidence, Fact, Skill, Visibility
from skills.models.sensitive import revealing
from tests.factories import AgentFactory
from tests.skills.factories import SkillFactory, declare

FORM = {"interest": "neutral", "sphere": "professional", "visibility": "3", "level": "3"}


@pytest.fixture
def lsf(db):
    return SkillFactory(slug="langue-des-signes", pref_label="Langue des signes française", names=["LSF"])


def test_declared_by_synonym_in_one_form(as_agent, agent, lsf):
    client = as_agent(agent)
    answer = client.post_form(reverse("skills:declare"), {**FORM, "skill": "lsf", "can_help": "on"})
    assert answer.status_code == 302
    row = AgentSkill.objects.get(agent=agent)
    assert (row.skill, row.level, row.can_help, row.visibility) == (lsf, 3, True, Visibility.EVERYONE)
    assert Fact.objects.get(source=row).can_help
    assert lsf.pref_label in client.get(reverse("skills:mine")).content.decode()


def test_not_assessed_is_null_and_not_zero(as_agent, agent, lsf):
    as_agent(agent).post_form(reverse("skills:declare"), {**FORM, "level": "", "skill": "LSF"})
    row = AgentSkill.objects.get(agent=agent)
    assert row.level is None
    assert "non évalué" in as_agent(agent).get(reverse("skills:mine")).content.decode()


def test_unknown_skill_keeps_what_was_typed_and_says_what_to_do(as_agent, agent, lsf):
    answer = as_agent(agent).post_form(reverse("skills:declare"), {**FORM, "skill": "langue des sygnes francaise", "note": "gardé"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "gardé" in page
    assert "langue des sygnes" in page
    assert "Langue des signes française" in page
    assert not AgentSkill.objects.exists()


@pytest.mark.parametrize("slug", ["\x00", "../x", "autre", "tableur"])
def test_forged_choice_gives_way_to_the_words(as_agent, agent, lsf, slug):
    SkillFactory(slug="tableur")
    as_agent(agent).post_form(reverse("skills:declare"), {**FORM, "skill": "LSF", "skill_slug": slug})
    assert AgentSkill.objects.get(agent=agent).skill == lsf


def test_double_click_declares_once(as_agent, agent, lsf):
    client = as_agent(agent)
    page = client.get(reverse("skills:declare")).content.decode()
    token = page.split('name="form_token" value="')[1].split('"')[0]
    data = {**FORM, "skill": "LSF", "form_token": token}
    assert client.post(reverse("skills:declare"), data).url == client.post(reverse("skills:declare"), data).url
    assert AgentSkill.objects.count() == 1


def test_declared_twice_is_refused_with_a_sentence(as_agent, agent, lsf):
    declare(agent, lsf)
    answer = as_agent(agent).post_form(reverse("skills:declare"), {**FORM, "skill": "LSF"})
    assert answer.status_code == 422
    assert "déjà déclaré" in answer.content.decode()


@pytest.mark.parametrize(
    "bad",
    [
        {"skill": "x" * 1_000_000},
        {"skill": "\x00"},
        {"skill": "<script>alert(1)</script>"},
        {"skill": "LSF", "level": "9"},
        {"skill": "LSF", "visibility": "7"},
        {"skill": "LSF", "last_used": "99999"},
        {"skill": "LSF", "note": "n" * 201},
        {"skill": "LSF", "sphere": "zzz"},
        {"skill": "LSF", "visibility": "0", "can_help": "on"},
    ],
    ids=["long", "nul", "script", "level", "visibility", "year", "note", "sphere", "help_unseen"],
)
def test_bad_input_is_refused_and_writes_nothing(as_agent, agent, lsf, bad):
    answer = as_agent(agent).post_form(reverse("skills:declare"), {**FORM, **bad})
    assert answer.status_code == 422
    assert "<script>alert" not in answer.content.decode()
    assert not AgentSkill.objects.exists()


def test_way_of_working_has_no_level_in_form_action_and_database(as_agent, agent):
    listening = SkillFactory(slug="ecoute", pref_label="Écoute", kind=Skill.Kind.BEHAVIOUR)
    as_agent(agent).post_form(reverse("skills:declare"), {**FORM, "skill": "écoute"})
    row = AgentSkill.objects.get(agent=agent)
    assert row.level is None
    with pytest.raises(ValidationError):
        actions.revise(agent=agent, declared=row, level=2)
    with pytest.raises(DatabaseError), transaction.atomic():
        AgentSkill.objects.filter(pk=row.pk).update(level=2)
    assert listening.has_levels is False


def test_new_level_closes_the_row_and_keeps_history_and_evidence(agent, lsf):
    row = declare(agent, lsf, level=2)
    AgentSkill.objects.filter(pk=row.pk).update(valid_from=clock.now() - timedelta(days=90))
    row.refresh_from_db()
    shown = Evidence.objects.create(
        agent=agent, agent_skill=row, kind="diploma", title="x", status="accepted", visibility=3, proposed_at=row.valid_from,
        answered_at=row.valid_from,
    )  # fmt: skip
    later = actions.revise(agent=agent, declared=row, level=3)
    assert later.pk != row.pk
    assert [(each.level, each.is_active) for each in AgentSkill.objects.order_by("valid_from")] == [(2, False), (3, True)]
    shown.refresh_from_db()
    assert shown.agent_skill_id == later.pk
    assert Fact.objects.get().source_id == later.pk


def test_level_corrected_the_same_day_is_not_a_step(agent, lsf):
    row = declare(agent, lsf, level=2)
    assert actions.revise(agent=agent, declared=row, level=3).pk == row.pk


@pytest.mark.parametrize("chosen", [{}, {"visibility": ""}], ids=["not sent", "as usual"])
def test_skill_from_outside_work_is_only_mine_until_i_share_it(as_agent, agent, lsf, chosen):
    actions.choose(agent=agent, shares_private=True)
    form = {"interest": "neutral", "sphere": "private", "skill": "LSF", **chosen}
    as_agent(agent).post_form(reverse("skills:declare"), form)
    row = AgentSkill.objects.get()
    assert row.visibility == Visibility.ME
    as_agent(agent).post_form(reverse("skills:edit", args=[lsf.slug]), {**form, "visibility": "3"})
    row.refresh_from_db()
    assert row.visibility == Visibility.EVERYONE


def test_skill_from_work_said_to_come_from_outside_is_no_longer_seen_by_everyone(as_agent, agent, lsf):
    actions.choose(agent=agent, shares_private=True)
    row = declare(agent, lsf)
    page = as_agent(agent).get(reverse("skills:edit", args=[lsf.slug])).content.decode()
    kept = re.search(r'<input type="radio" name="visibility" value="([^"]*)"[^>]* checked', page).group(1)
    as_agent(agent).post_form(reverse("skills:edit", args=[lsf.slug]), {**FORM, "sphere": "private", "visibility": kept})
    row.refresh_from_db()
    assert row.visibility == Visibility.ME


def test_offer_of_help_on_what_only_i_see_is_refused_until_shared(as_agent, agent, lsf):
    actions.choose(agent=agent, shares_private=True)
    form = {**FORM, "sphere": "private", "skill": "LSF", "can_help": "on"}
    assert as_agent(agent).post_form(reverse("skills:declare"), {**form, "visibility": ""}).status_code == 422
    assert as_agent(agent).post_form(reverse("skills:declare"), form).status_code == 302


def test_sensitive_skill_named_in_the_form_is_only_mine_as_usual(as_agent, agent):
    SkillFactory(slug="x", pref_label="Délicate", sensitive=True)
    as_agent(agent).post_form(reverse("skills:declare"), {**FORM, "skill": "Délicate", "visibility": ""})
    assert AgentSkill.objects.get().visibility == Visibility.ME


def test_less_visible_skill_takes_its_evidence_along(agent, lsf):
    row = declare(agent, lsf)
    Evidence.objects.create(
        agent=agent, agent_skill=row, kind="diploma", title="x", status="accepted", visibility=3, proposed_at=row.valid_from,
        answered_at=row.valid_from,
    )  # fmt: skip
    actions.revise(agent=agent, declared=row, visibility=Visibility.HR)
    assert Evidence.objects.get().visibility == Visibility.HR
    with pytest.raises(DatabaseError), transaction.atomic():
        Evidence.objects.update(visibility=Visibility.EVERYONE)


def test_removed_then_undone(as_agent, agent, lsf):
    row = declare(agent, lsf)
    client = as_agent(agent)
    answer = client.post(reverse("skills:remove", args=[lsf.slug]), follow=True)
    assert "a été retirée" in answer.content.decode()
    assert not Fact.objects.exists()
    client.post(reverse("skills:restore", args=[row.public_id]))
    assert AgentSkill.objects.active().get() == row
    assert Fact.objects.exists()


def test_undo_comes_too_late_when_declared_again(agent, lsf):
    row = declare(agent, lsf)
    actions.remove(agent=agent, declared=row)
    declare(agent, lsf)
    row.refresh_from_db()
    with pytest.raises(ValidationError):
        actions.restore(agent=agent, declared=row)


def test_old_declaration_is_asked_about_and_confirmed_in_one_press(as_agent, agent, lsf):
    row = declare(agent, lsf, level=3)
    AgentSkill.objects.filter(pk=row.pk).update(confirmed_at=clock.now() - timedelta(days=800))
    client = as_agent(agent)
    assert "déclaré il y a 26 mois" in client.get(reverse("skills:mine")).content.decode()
    client.post(reverse("skills:confirm", args=[lsf.slug]))
    row.refresh_from_db()
    assert not row.is_stale
    assert row.level == 3  # nothing is lowered silently


def test_nobody_changes_what_another_declares(as_agent, agent, lsf):
    row, other = declare(agent, lsf), AgentFactory()
    for act in (actions.confirm, actions.remove, actions.restore):
        with pytest.raises(PermissionDenied):
            act(agent=other, declared=row)
    with pytest.raises(PermissionDenied):
        actions.revise(agent=other, declared=row, level=1)
    client = as_agent(other)
    for name in ("edit", "confirm", "remove"):
        assert client.post(reverse(f"skills:{name}", args=[lsf.slug])).status_code == 404
    assert client.post(reverse("skills:restore", args=[row.public_id])).status_code == 404


def test_the_database_keeps_one_active_row_and_honest_levels(agent, lsf):
    row = declare(agent, lsf)
    now = clock.now()
    for bad in ({"skill": lsf, "level": 1}, {"skill": SkillFactory(), "level": 0}, {"skill": SkillFactory(), "level": 5}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AgentSkill.objects.create(agent=agent, confirmed_at=now, valid_from=now, **bad)
    with pytest.raises(IntegrityError), transaction.atomic():
        AgentSkill.objects.filter(pk=row.pk).update(visibility=9)


@pytest.mark.parametrize(
    "words",
    [
        "Trésorier d’un syndicat",
        "Catéchisme à la PAROISSE",
        "Militantisme",
        "Mon handicap au quotidien",
        "Délégué CGT",
        "Chorale de l'église",
    ],
)
def test_words_that_reveal_what_nobody_has_to_say_are_refused_with_another_way(as_agent, agent, words):
    assert revealing(words)
    answer = as_agent(agent).post_form(reverse("skills:propose"), {"label": words, "why": ""})
    assert answer.status_code == 422
    assert revealing(words).otherwise
    assert not Skill.objects.exists()


@pytest.mark.parametrize(
    "words", ["Accueil de personnes handicapées", "Dialogue social", "Santé au travail", "Patrimoine roman", "Budget d’association"]
)
def test_words_of_the_trade_are_not_refused(words):
    assert revealing(words) is None


def test_treasurer_of_a_union_is_offered_associative_budget(db):
    assert (
        "association" in revealing("Trésorier d’un syndicat").otherwise.lower()
        or "associative" in revealing("trésorier syndicat").otherwise
    )


def test_csv_of_my_skills_has_no_formula(as_agent, agent, lsf):
    declare(agent, lsf, note="=1+1")
    page = as_agent(agent).get(reverse("skills:mine_csv"))
    assert page["Content-Type"].startswith("text/csv")
    assert "'=1+1" in page.getvalue().decode()
