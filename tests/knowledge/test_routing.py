"""Whom a question goes to, why, when it goes further; and what nobody is told."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from intranet.base import clock
from intranet.notifications.models import Notification
from intranet.roles import Role
from knowledge import actions
from knowledge.models import HelpPause, Question, Routing
from knowledge.models.questions import is_working_day, working_days_after
from skills.models import Level
from skills.querysets.eyes import Visibility
from tests.factories import AgentFactory, unit
from tests.knowledge import factories as make


@pytest.fixture
def place(db):
    """Two directions, a skill, somebody who asks in the north."""
    north, south = unit("nord", kind="direction"), unit("sud", kind="direction")
    here, there = unit("accueil", north), unit("routes", south)
    return {"here": here, "there": there, "north": north, "skill": make.skill(), "asker": AgentFactory(unit=here)}


def sent_to(question) -> set[int]:
    return set(Routing.objects.filter(question=question).values_list("agent", flat=True))


def ask(place, **fields):
    return make.question(place["asker"], skills=[place["skill"]], **fields)


def test_question_when_asked_then_it_goes_to_those_who_know_and_accept_to_be_asked(place):
    knows = make.helper(place["skill"], unit=place["here"])
    AgentFactory(unit=place["here"])
    assert sent_to(ask(place)) == {knows.pk}


def _away(agent):
    agent.absent_from = clock.today() - timedelta(days=1)
    agent.absent_until = clock.today() + timedelta(days=1)
    agent.save()


def _left(agent):
    agent.is_active = False
    agent.save()


def _busy(agent):
    for number in range(3):
        question = Question.objects.create(author=AgentFactory(), title=f"Question {number}")
        Routing.objects.create(question=question, agent=agent, skill=agent.skills.get().skill, wave=1)


def _paused(agent):
    actions.pause_help(agent=agent)


def _not_helping(agent):
    agent.skills.update(can_help=False)


def _hidden(visibility):
    return lambda agent: agent.skills.update(visibility=visibility)


def _no_longer(agent):
    agent.skills.update(valid_to=clock.now())


@pytest.mark.parametrize(
    "happens",
    [_away, _left, _busy, _paused, _not_helping, _no_longer, _hidden(Visibility.ME), _hidden(Visibility.HR), _hidden(Visibility.DIRECTION)],
    ids=["absent", "disabled", "asked three times", "on pause", "opted out", "no longer declared", "private", "HR only", "direction only"],
)
def test_candidate_when_something_stands_against_then_the_question_goes_to_the_other_one(place, happens):
    kept_out, other = make.helper(place["skill"], unit=place["here"], level=4), make.helper(place["skill"], unit=place["here"], level=1)
    happens(kept_out)
    assert sent_to(ask(place)) == {other.pk}


def test_candidate_when_it_is_the_asker_then_the_question_does_not_come_back(place):
    make.declared(place["asker"], place["skill"], level=4)
    other = make.helper(place["skill"], unit=place["here"])
    assert sent_to(ask(place)) == {other.pk}


def test_candidate_when_the_skill_is_sensitive_then_nobody_is_sent_to(place):
    sensitive = make.skill("Secours en santé mentale", sensitive=True)
    make.helper(sensitive, unit=place["here"])
    assert sent_to(make.question(place["asker"], skills=[sensitive])) == set()


def test_load_when_the_asking_was_long_ago_then_the_agent_may_be_asked_again(place):
    busy = make.helper(place["skill"], unit=place["here"])
    _busy(busy)
    Routing.objects.update(asked_at=clock.now() - timedelta(days=31))
    assert sent_to(ask(place)) == {busy.pk}


def test_pause_when_over_then_the_agent_may_be_asked_again(place):
    rested = make.helper(place["skill"], unit=place["here"])
    HelpPause.objects.create(agent=rested, until=clock.today() - timedelta(days=1))
    assert sent_to(ask(place)) == {rested.pk}


def test_direction_when_somebody_near_knows_then_the_others_are_left_alone(place):
    near, far = make.helper(place["skill"], unit=place["here"], level=1), make.helper(place["skill"], unit=place["there"], level=4)
    assert sent_to(ask(place)) == {near.pk}
    assert far.pk not in sent_to(Question.objects.get())


def test_direction_when_nobody_near_knows_then_the_others_are_asked_at_once(place):
    far = make.helper(place["skill"], unit=place["there"])
    assert sent_to(ask(place)) == {far.pk}


def test_audience_when_a_unit_only_then_nobody_outside_is_asked(place):
    make.helper(place["skill"], unit=place["there"])
    assert sent_to(ask(place, audience=place["north"])) == set()


def test_groups_when_many_know_then_three_at_a_time_the_surest_first(place):
    experts = {make.helper(place["skill"], unit=place["here"], level=4).pk for _n in range(3)}
    for _n in range(4):
        make.helper(place["skill"], unit=place["here"], level=2)
    assert sent_to(ask(place)) == experts


def test_groups_when_nobody_answers_then_it_widens_after_two_and_five_working_days_then_reaches_the_editors(place, time_machine):
    for _n in range(9):
        make.helper(place["skill"], unit=place["there"])
    near = make.helper(place["skill"], unit=place["here"])
    editor = AgentFactory(roles=[Role.EDITOR])
    time_machine.move_to(datetime(2026, 9, 14, 8, tzinfo=UTC), tick=False)  # a Monday
    question = ask(place)
    assert sent_to(question) == {near.pk}
    sizes = {}
    for day in range(1, 15):
        time_machine.move_to(datetime(2026, 9, 14, 9, tzinfo=UTC) + timedelta(days=day), tick=False)
        actions.widen_questions()
        actions.widen_questions()
        sizes[day] = (len(sent_to(question)), Notification.objects.filter(recipient=editor).count())
    assert (sizes[1], sizes[2], sizes[6], sizes[7]) == ((1, 0), (4, 0), (4, 0), (7, 0))  # Wednesday, then Monday
    assert (sizes[9], sizes[10], sizes[14]) == ((7, 0), (7, 1), (7, 1))  # the second Thursday, once


def test_groups_when_somebody_answered_then_it_goes_no_further(place, time_machine):
    for _n in range(8):
        make.helper(place["skill"], unit=place["here"])
    question = ask(place)
    actions.answer_question(author=AgentFactory(), question=question, body="Voir le guide.")
    time_machine.move_to(clock.now() + timedelta(days=30), tick=False)
    assert actions.widen_questions() == 0
    assert len(sent_to(question)) == 3


def test_groups_when_an_answer_stands_then_the_clock_alone_does_not_widen(place):
    for _n in range(8):
        make.helper(place["skill"], unit=place["here"])
    question = ask(place)
    actions.answer_question(author=AgentFactory(), question=question, body="Voir le guide.")
    Question.objects.update(widens_at=clock.now() - timedelta(days=1))
    assert actions.widen_questions() == 0


def test_groups_when_opened_again_and_still_nobody_then_editors_are_told_again(place):
    editor = AgentFactory(roles=[Role.EDITOR])
    question = make.question(place["asker"])
    actions.close_question(agent=place["asker"], question=question, reason="Résolue")
    actions.reopen_question(agent=place["asker"], question=question)
    assert Notification.objects.filter(recipient=editor, kind="knowledge.question_without_answer").count() == 2


def test_groups_when_nobody_is_found_then_editors_are_told_once(place):
    editor = AgentFactory(roles=[Role.EDITOR])
    question = make.question(place["asker"])
    actions.edit_question(agent=place["asker"], question=question, title="Comment faire pour cela ?", skills=[])
    assert Notification.objects.filter(recipient=editor, kind="knowledge.question_without_answer").count() == 1


def test_person_when_sent_a_question_then_they_are_told_why_and_once(place):
    knows = make.helper(place["skill"], unit=place["here"], level=3)
    question = ask(place)
    actions.send_further(question=question)
    note = Notification.objects.get(recipient=knows)
    assert note.params["skill"] == "Marchés publics"
    assert note.params["level"] == 3
    assert Routing.objects.filter(question=question, agent=knows).count() == 1


def test_page_when_routed_then_only_the_person_reads_why(place, as_agent):
    knows = make.helper(place["skill"], unit=place["here"], level=3)
    question = ask(place)
    why = f"Parce que vous déclarez «\xa0Marchés publics\xa0», {str(Level(3).label).lower()}."
    assert why in as_agent(knows).get(question.get_absolute_url()).content.decode()
    asker_sees = as_agent(place["asker"]).get(question.get_absolute_url()).content.decode()
    assert why not in asker_sees
    assert "Envoyée à 1 personne" in asker_sees


def test_page_when_i_answered_then_it_no_longer_says_that_the_question_is_for_me(place, as_agent):
    knows, other = (make.helper(place["skill"], unit=place["here"]) for _n in range(2))
    question = ask(place)
    answer = actions.answer_question(author=knows, question=question, body="Par la plateforme de dépôt.")
    for reader, is_told in ((knows, False), (other, True)):
        page = as_agent(reader).get(question.get_absolute_url()).content.decode()
        assert ("Cette question vous est adressée" in page) is is_told
        assert (f"{question.get_absolute_url()}take/" in page) is is_told
    actions.accept_answer(agent=place["asker"], answer=answer)
    assert "Cette question vous est adressée" not in as_agent(other).get(question.get_absolute_url()).content.decode()


def test_decline_when_somebody_declines_then_nobody_is_told_and_the_page_is_the_same(place, as_agent):
    first, second = (make.helper(place["skill"], unit=place["here"]) for _n in range(2))
    question = ask(place)
    reader = as_agent(place["asker"])
    before = _without_tokens(reader.get(question.get_absolute_url()).content.decode())
    told = Notification.objects.count()
    actions.decline_question(agent=first, question=question)
    assert Notification.objects.count() == told
    assert _without_tokens(reader.get(question.get_absolute_url()).content.decode()) == before
    with pytest.raises(PermissionDenied):
        actions.decline_question(agent=first, question=question)
    with pytest.raises(PermissionDenied):
        actions.decline_question(agent=AgentFactory(), question=question)


def _without_tokens(html: str) -> str:
    return re.sub(r'name="(form_token|csrfmiddlewaretoken)" value="[^"]*"', "", html)


def test_decline_when_all_have_declined_then_it_goes_further_at_once(place):
    near = make.helper(place["skill"], unit=place["here"])
    far = make.helper(place["skill"], unit=place["there"])
    question = ask(place)
    actions.decline_question(agent=near, question=question)
    assert sent_to(question) == {near.pk, far.pk}


def test_hidden_skill_when_there_then_no_byte_changes_for_a_stranger(place, as_agent, time_machine):
    """P4: an agent who keeps a skill to themselves is not found, counted, nor deduced."""
    time_machine.move_to(datetime(2026, 9, 14, 8, tzinfo=UTC), tick=False)
    stranger = as_agent(AgentFactory(unit=place["there"]))
    shown = make.helper(place["skill"], unit=place["here"])
    question = ask(place)
    before = _without_tokens(stranger.get(question.get_absolute_url()).content.decode())
    Question.objects.all().delete()
    make.helper(place["skill"], unit=place["here"], visibility=Visibility.DIRECTION, level=4)
    again = ask(place)
    after = _without_tokens(stranger.get(again.get_absolute_url()).content.decode())
    assert before.replace(str(question.public_id), "…") == after.replace(str(again.public_id), "…")
    assert sent_to(again) == {shown.pk}


def test_working_days_when_counted_then_week_ends_and_holidays_are_left_out():
    start = datetime(2026, 4, 30, 9, tzinfo=UTC)  # a Thursday; 1 May is a holiday
    assert working_days_after(start, 2).date().isoformat() == "2026-05-05"
    easter_monday, ascension, whit_monday = datetime(2026, 4, 6).date(), datetime(2026, 5, 14).date(), datetime(2026, 5, 25).date()
    assert not any(map(is_working_day, (easter_monday, ascension, whit_monday)))
    assert is_working_day(datetime(2026, 5, 26).date())


def test_orient_when_an_editor_names_the_skill_then_it_is_sent_and_others_may_not(place):
    knows = make.helper(place["skill"], unit=place["here"])
    question = make.question(place["asker"])
    with pytest.raises(PermissionDenied):
        actions.orient_question(editor=place["asker"], question=question, skills=[place["skill"]])
    actions.orient_question(editor=AgentFactory(roles=[Role.EDITOR]), question=question, skills=[place["skill"]])
    assert sent_to(question) == {knows.pk}
