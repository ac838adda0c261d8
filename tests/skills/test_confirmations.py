"""Confirmations by colleagues: names, not scores; accepted before they are shown; never by the hierarchy; gone with the skill."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from intranet.base import clock
from intranet.home import tasks_of
from intranet.notifications.models import Notification
from intranet.privacy import actions as privacy
from skills import actions
from skills.actions import endorsements
from skills.models import AgentSkill, Endorsement, Fact, Visibility
from tests.factories import AgentFactory, unit
from tests.skills.factories import SkillFactory, declare

WORDS = "Nous avons tenu ensemble le guichet de mars"
NOISE = re.compile(rb'(name="(?:csrfmiddlewaretoken|form_token)" value=")[^"]*|( nonce=")[^"]*')


@pytest.fixture
def lea(db):
    return AgentFactory(first_name="Léa", last_name="Martin", unit=unit("accueil"))


@pytest.fixture
def karim(db):
    return AgentFactory(first_name="Karim", last_name="Benali")


@pytest.fixture
def declared(lea):
    return declare(lea, SkillFactory(slug="accueil", pref_label="Accueil du public"))


def confirmed(declared, by) -> Endorsement:
    made = actions.offer_confirmation(by=by, declared=declared, context=WORDS)
    actions.accept_confirmation(agent=declared.agent, endorsement=made)
    return made


def profile(as_agent, viewer, person) -> str:
    return as_agent(viewer).get(person.get_absolute_url()).content.decode()


def test_offered_from_the_page_of_a_colleague_then_accepted(as_agent, lea, karim, declared):
    assert reverse("skills:offer_confirmation", args=[lea.slug, "accueil"]) in profile(as_agent, karim, lea)
    answer = as_agent(karim).post_form(reverse("skills:offer_confirmation", args=[lea.slug, "accueil"]), {"context": WORDS})
    assert answer.status_code == 302
    made = Endorsement.objects.get()
    assert WORDS not in profile(as_agent, AgentFactory(), lea)
    assert any(task.url == made.get_absolute_url() for task in tasks_of(lea))
    as_agent(lea).post_form(made.get_absolute_url(), {"act": "accept"})
    page = profile(as_agent, AgentFactory(), lea)
    assert WORDS in page and "Karim Benali" in page
    assert Notification.objects.filter(recipient=karim, kind="skills.confirmation_accepted").count() == 1


def test_asked_then_written_then_accepted(as_agent, lea, karim, declared):
    address = reverse("skills:ask_to_confirm", args=["accueil"])
    as_agent(lea).post_form(address, {"colleague_words": "Karim Benali", "colleague": "", "words": "Le guichet de mars ?"})
    made = Endorsement.objects.get()
    assert (made.by, made.requested, made.context) == (karim, True, "")
    assert any(task.url == made.get_absolute_url() for task in tasks_of(karim))
    assert "Le guichet de mars" in as_agent(karim).get(made.get_absolute_url()).content.decode()
    as_agent(karim).post_form(made.get_absolute_url(), {"context": WORDS})
    assert WORDS not in profile(as_agent, karim, lea)
    as_agent(lea).post_form(made.get_absolute_url(), {"act": "accept"})
    assert WORDS in profile(as_agent, karim, lea)


def test_nobody_confirms_their_own_skill(lea, declared):
    with pytest.raises(PermissionDenied):
        actions.offer_confirmation(by=lea, declared=declared, context=WORDS)
    with pytest.raises(DatabaseError), transaction.atomic():
        Endorsement.objects.create(agent_skill=declared, by=lea, context=WORDS, created_at=clock.now(), written_at=clock.now())


def make_manager(lea, karim):
    lea.manager = karim
    lea.save()


def make_report(lea, karim):
    karim.manager = lea
    karim.save()


def make_grand_manager(lea, karim):
    between = AgentFactory(manager=karim)
    lea.manager = between
    lea.save()


def make_head(lea, karim):
    lea.unit.head = karim
    lea.unit.save()


@pytest.mark.parametrize("relate", [make_manager, make_report, make_grand_manager, make_head])
def test_hierarchy_in_either_direction_does_not_confirm(lea, karim, declared, relate):
    relate(lea, karim)
    declared.agent.refresh_from_db()
    declared = AgentSkill.objects.get(pk=declared.pk)
    with pytest.raises(PermissionDenied):
        actions.offer_confirmation(by=karim, declared=declared, context=WORDS)
    with pytest.raises(ValidationError):
        actions.ask_to_confirm(agent=lea, declared=declared, colleague=karim)


@pytest.mark.parametrize("relate", [make_manager, make_report])
def test_database_refuses_the_direct_line_and_a_page_no_longer_shows_it(as_agent, lea, karim, declared, relate):
    made = confirmed(declared, karim)
    waiting = actions.offer_confirmation(by=karim, declared=declare(lea), context=WORDS)
    relate(lea, karim)
    with pytest.raises(DatabaseError), transaction.atomic():
        Endorsement.objects.create(agent_skill=declare(lea), by=karim, context=WORDS, created_at=clock.now(), written_at=clock.now())
    with pytest.raises(DatabaseError), transaction.atomic():
        Endorsement.objects.filter(pk=waiting.pk).update(accepted_at=clock.now())
    assert not Endorsement.objects.shown().filter(pk=made.pk).exists()
    assert WORDS not in profile(as_agent, AgentFactory(), lea)


def test_asking_somebody_who_does_not_see_the_skill_is_refused(lea, karim):
    hidden = declare(lea, visibility=Visibility.HR)
    with pytest.raises(ValidationError):
        actions.ask_to_confirm(agent=lea, declared=hidden, colleague=karim)
    assert not Notification.objects.exists()


def test_offer_on_a_skill_that_one_does_not_see_is_not_found(as_agent, lea, karim):
    hidden = declare(lea, visibility=Visibility.HR)
    answers = {
        as_agent(karim).get(reverse("skills:offer_confirmation", args=[lea.slug, slug])).status_code
        for slug in (hidden.skill.slug, "nulle-part")
    }
    assert answers == {404}


@pytest.mark.parametrize("words", ["", "Bravo", "Vue à la section syndicale CGT", "Nous chantions à la paroisse"])
def test_empty_or_revealing_words_are_refused(as_agent, lea, karim, declared, words):
    answer = as_agent(karim).post_form(reverse("skills:offer_confirmation", args=[lea.slug, "accueil"]), {"context": words})
    assert answer.status_code == 422
    assert not Endorsement.objects.exists()
    with pytest.raises(ValidationError):
        actions.offer_confirmation(by=karim, declared=declared, context=words)


def test_twelve_a_quarter_and_no_more(monkeypatch, karim):
    monkeypatch.setattr(endorsements, "GIVEN_A_QUARTER", 2)
    for _each in range(2):
        made = actions.offer_confirmation(by=karim, declared=declare(), context=WORDS)
        actions.withdraw_confirmation(agent=karim, endorsement=made)  # taken back, it still counts
    with pytest.raises(ValidationError):
        actions.offer_confirmation(by=karim, declared=declare(), context=WORDS)
    with clock.told_at(clock.now() + timedelta(days=93)):
        actions.offer_confirmation(by=karim, declared=declare(), context=WORDS)


def test_once_for_a_skill_and_a_colleague(karim, declared):
    confirmed(declared, karim)
    with pytest.raises(ValidationError):
        actions.offer_confirmation(by=karim, declared=declared, context=WORDS)


@pytest.mark.parametrize("side", ["lea", "karim"])
def test_both_sides_take_back(as_agent, lea, karim, declared, side):
    made = confirmed(declared, karim)
    as_agent({"lea": lea, "karim": karim}[side]).post_form(made.get_absolute_url(), {"act": "withdraw"})
    assert WORDS not in profile(as_agent, AgentFactory(), lea)


def test_who_said_no_is_not_asked_again_at_once(lea, karim, declared):
    made = actions.ask_to_confirm(agent=lea, declared=declared, colleague=karim)
    actions.decline_confirmation(agent=karim, endorsement=made)
    with pytest.raises(ValidationError):
        actions.ask_to_confirm(agent=lea, declared=declared, colleague=karim)


def test_gone_with_the_skill_and_back_with_it(as_agent, lea, karim, declared):
    confirmed(declared, karim)
    actions.remove(agent=lea, declared=declared)
    assert not Endorsement.objects.shown().exists()
    declared.refresh_from_db()
    actions.restore(agent=lea, declared=declared)
    assert Endorsement.objects.shown().exists()


def test_shown_as_names_on_the_card_of_who_sees_the_skill(as_agent, lea, karim, declared):
    confirmed(declared, karim)
    address = reverse("skills:people") + "?skill=accueil"
    assert "Karim Benali" in as_agent(AgentFactory()).get(address).content.decode()
    actions.revise(agent=lea, declared=declared, visibility=Visibility.HR)
    assert "Karim Benali" not in as_agent(AgentFactory()).get(address).content.decode()


def test_never_in_the_facts_by_which_people_are_found(karim, declared):
    before = list(Fact.objects.values())
    confirmed(declared, karim)
    actions.write_facts(of=AgentSkill.objects.filter(pk=declared.pk))
    ignored = {"id"}
    assert [{k: v for k, v in row.items() if k not in ignored} for row in Fact.objects.values()] == [
        {k: v for k, v in row.items() if k not in ignored} for row in before
    ]


def test_who_wrote_it_cannot_tell_a_hidden_skill_from_one_removed_or_taken_back(as_agent, lea, karim, declared):
    """P4: to the giver, hidden, removed and taken back by the other side are the same page."""
    made = confirmed(declared, karim)

    def page() -> bytes:
        answers = [as_agent(karim).get(address) for address in (reverse("skills:confirmations"), made.get_absolute_url())]
        return b"".join(NOISE.sub(rb"", b"%d" % answer.status_code + answer.content) for answer in answers)

    shown = page()
    actions.revise(agent=lea, declared=declared, visibility=Visibility.ME)
    hidden = page()
    actions.remove(agent=lea, declared=declared)
    removed = page()
    declared.refresh_from_db()
    actions.restore(agent=lea, declared=declared)
    actions.revise(agent=lea, declared=declared, visibility=Visibility.EVERYONE)
    actions.withdraw_confirmation(agent=lea, endorsement=made)
    withdrawn = page()
    assert b"Accueil du public" in shown and b"Accueil du public" not in hidden
    assert hidden == removed == withdrawn
    assert WORDS.encode() in hidden


def test_a_request_about_a_skill_hidden_since_reads_as_one_about_a_skill_removed(as_agent, lea, karim, declared):
    made = actions.ask_to_confirm(agent=lea, declared=declared, colleague=karim)
    actions.revise(agent=lea, declared=declared, visibility=Visibility.HR)
    hidden = as_agent(karim).get(made.get_absolute_url()).status_code, list(tasks_of(karim))
    actions.remove(agent=lea, declared=declared)
    assert hidden == (as_agent(karim).get(made.get_absolute_url()).status_code, list(tasks_of(karim))) == (404, [])


def test_who_wrote_it_takes_it_back_even_unseen(as_agent, lea, karim, declared):
    made = confirmed(declared, karim)
    actions.revise(agent=lea, declared=declared, visibility=Visibility.HR)
    answer = as_agent(karim).post_form(made.get_absolute_url(), {"act": "withdraw"})
    assert answer.status_code == 302
    assert not Endorsement.objects.shown().exists()


def test_who_no_longer_sees_the_skill_is_not_told_that_it_was_accepted(lea, karim, declared):
    made = actions.offer_confirmation(by=karim, declared=declared, context=WORDS)
    actions.revise(agent=lea, declared=declared, visibility=Visibility.HR)
    actions.accept_confirmation(agent=lea, endorsement=made)
    assert not Notification.objects.filter(recipient=karim).exists()


@pytest.mark.parametrize("visibility", list(Visibility))
def test_shown_to_who_sees_the_skill_and_to_nobody_else(lea, karim, declared, visibility):
    confirmed(declared, karim)
    actions.revise(agent=lea, declared=declared, visibility=visibility)
    for viewer in (lea, karim, AgentFactory(), AgentFactory(unit=lea.unit)):
        sees = AgentSkill.objects.visible_to(viewer).filter(pk=declared.pk).exists()
        assert Endorsement.objects.visible_to(viewer).exists() == sees


def test_others_neither_read_nor_answer(as_agent, lea, karim, declared):
    made = actions.offer_confirmation(by=karim, declared=declared, context=WORDS)
    stranger = AgentFactory()
    assert as_agent(stranger).get(made.get_absolute_url()).status_code == 404
    for act in (actions.accept_confirmation, actions.decline_confirmation, actions.withdraw_confirmation):
        with pytest.raises(PermissionDenied):
            act(agent=stranger, endorsement=made)
    with pytest.raises(PermissionDenied):
        actions.accept_confirmation(agent=karim, endorsement=made)  # nobody accepts in place of the other


@pytest.mark.parametrize("who", ["lea", "karim"])
def test_erasure_takes_those_received_and_those_given(lea, karim, declared, who):
    confirmed(declared, karim)
    agent = {"lea": lea, "karim": karim}[who]
    privacy.erase(agent=agent, by=agent)
    assert not Endorsement.objects.exists()


def test_names_go_with_those_who_leave(as_agent, lea, karim, declared):
    confirmed(declared, karim)
    karim.is_active = False
    karim.save()
    assert WORDS not in profile(as_agent, AgentFactory(), lea)
