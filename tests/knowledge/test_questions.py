"""Answer, accept, take, close: who may, what follows, what the database refuses."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from intranet.base import clock
from intranet.home import tasks_of
from intranet.notifications.models import Notification
from intranet.roles import Role
from knowledge import actions
from knowledge.models import Answer, Question, Tip
from skills.models import Evidence
from tests.factories import AgentFactory, unit
from tests.knowledge import factories as make


@pytest.fixture
def talk(db):
    """A question of karim, answered by lea."""
    known = make.skill()
    karim, lea = AgentFactory(), AgentFactory()
    question = make.question(karim, skills=[known])
    answer = actions.answer_question(author=lea, question=question, body="Imprimer en PDF, qualité écran.")
    question.refresh_from_db()
    return {"karim": karim, "lea": lea, "question": question, "answer": answer, "skill": known, "editor": AgentFactory(roles=[Role.EDITOR])}


def test_answer_when_given_then_the_asker_is_told_and_has_it_to_read(talk):
    assert Notification.objects.filter(recipient=talk["karim"], kind="knowledge.answered").count() == 1
    assert [task.url for task in tasks_of(talk["karim"]) if task.area == "knowledge"] == [talk["question"].get_absolute_url()]


def test_accept_when_by_the_asker_then_the_answerer_is_told_and_offered_evidence(talk):
    for other in (talk["lea"], AgentFactory()):
        with pytest.raises(PermissionDenied):
            actions.accept_answer(agent=other, answer=talk["answer"])
    actions.accept_answer(agent=talk["karim"], answer=talk["answer"])
    actions.accept_answer(agent=talk["karim"], answer=talk["answer"])
    talk["question"].refresh_from_db()
    assert talk["question"].status == Question.Status.ANSWERED
    assert Notification.objects.filter(recipient=talk["lea"], kind="knowledge.answer_accepted").count() == 1
    evidence = Evidence.objects.get(agent=talk["lea"])
    assert (evidence.kind, evidence.about, list(evidence.suggested.all())) == ("answer", talk["answer"], [talk["skill"]])


def test_accept_when_by_an_editor_then_a_reason_is_needed(talk):
    with pytest.raises(ValidationError):
        actions.accept_answer(agent=talk["editor"], answer=talk["answer"], reason="  ")
    question = actions.accept_answer(agent=talk["editor"], answer=talk["answer"], reason="Vérifié avec le service")
    assert question.accepted_reason == "Vérifié avec le service"


def test_accept_when_asked_to_one_unit_only_then_no_evidence_tells_its_title_elsewhere(db):
    north = unit("nord", kind="direction")
    karim, lea = AgentFactory(unit=north), AgentFactory(unit=north)
    question = make.question(karim, audience=north)
    answer = actions.answer_question(author=lea, question=question, body="Oui.")
    actions.accept_answer(agent=karim, answer=answer)
    assert not Evidence.objects.exists()


def test_accept_when_it_is_ones_own_answer_then_no_evidence_is_offered(talk):
    own = actions.answer_question(author=talk["karim"], question=talk["question"], body="J’ai trouvé.")
    actions.accept_answer(agent=talk["karim"], answer=own)
    assert not Evidence.objects.exists()


def test_accepted_when_of_another_question_then_the_database_refuses(talk):
    other = actions.answer_question(author=talk["lea"], question=make.question(talk["karim"]), body="Autre chose.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=talk["question"].pk).update(accepted=other, status="answered")
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=talk["question"].pk).update(status="answered")


def test_accepted_when_it_stands_then_it_is_not_removed(talk):
    actions.accept_answer(agent=talk["karim"], answer=talk["answer"])
    talk["answer"].refresh_from_db()
    with pytest.raises(PermissionDenied):
        actions.remove_answer(agent=talk["lea"], answer=Answer.objects.get())
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.update(removed_at=clock.now())


def test_remove_answer_when_by_an_editor_then_a_reason_is_needed_and_told(talk):
    with pytest.raises(PermissionDenied):
        actions.remove_answer(agent=talk["karim"], answer=talk["answer"])
    with pytest.raises(ValidationError):
        actions.remove_answer(agent=talk["editor"], answer=talk["answer"])
    actions.remove_answer(agent=talk["editor"], answer=talk["answer"], reason="Donnée personnelle")
    assert Notification.objects.get(recipient=talk["lea"], kind="knowledge.answer_removed").params["reason"] == "Donnée personnelle"
    assert not Answer.objects.standing().exists()


def test_lock_when_taken_then_others_wait_until_it_expires(talk, time_machine):
    question, first, second = talk["question"], AgentFactory(), AgentFactory()
    time_machine.move_to(clock.now(), tick=False)
    assert actions.take_question(agent=first, question=question)
    assert not actions.take_question(agent=second, question=question)
    question.refresh_from_db()
    assert question.taker == first
    time_machine.move_to(clock.now() + timedelta(minutes=9, seconds=59), tick=False)
    assert not actions.take_question(agent=second, question=question)
    time_machine.move_to(clock.now() + timedelta(seconds=1), tick=False)
    question.refresh_from_db()
    assert question.taker is None
    assert actions.take_question(agent=second, question=question)
    actions.release_question(agent=first, question=question)
    question.refresh_from_db()
    assert question.taker == second
    with pytest.raises(PermissionDenied):
        actions.take_question(agent=talk["karim"], question=question)


def test_lock_when_answered_then_it_is_freed(talk):
    taker = AgentFactory()
    actions.take_question(agent=taker, question=talk["question"])
    actions.answer_question(author=taker, question=talk["question"], body="Voilà.")
    talk["question"].refresh_from_db()
    assert talk["question"].taken_by is None


def test_take_when_a_colleague_was_first_then_the_page_says_so(talk, as_agent):
    actions.take_question(agent=AgentFactory(), question=talk["question"])
    answer = as_agent(talk["lea"]).post(reverse("knowledge:question_take", args=[talk["question"].public_id]), follow=True)
    assert "Une personne s’en occupe déjà" in answer.content.decode()


def test_close_when_asked_then_a_reason_is_needed_and_it_may_be_opened_again(talk):
    for reason, who in (("", talk["karim"]), ("Résolue", talk["lea"])):
        with pytest.raises((ValidationError, PermissionDenied)):
            actions.close_question(agent=who, question=talk["question"], reason=reason)
    actions.close_question(agent=talk["karim"], question=talk["question"], reason="Résolue autrement")
    with pytest.raises(PermissionDenied):
        actions.answer_question(author=talk["lea"], question=talk["question"], body="Trop tard.")
    with pytest.raises(PermissionDenied):
        actions.reopen_question(agent=talk["lea"], question=talk["question"])
    actions.reopen_question(agent=talk["karim"], question=talk["question"])
    talk["question"].refresh_from_db()
    assert talk["question"].is_open


def test_reopen_when_an_answer_was_accepted_then_none_is_any_more(talk):
    actions.accept_answer(agent=talk["karim"], answer=talk["answer"])
    actions.reopen_question(agent=talk["karim"], question=talk["question"])
    talk["question"].refresh_from_db()
    assert (talk["question"].status, talk["question"].accepted) == ("open", None)


def test_withdraw_when_answered_then_it_is_refused_else_nobody_else_sees_it(talk, as_agent):
    with pytest.raises(PermissionDenied):
        actions.withdraw_question(agent=talk["karim"], question=talk["question"])
    alone = make.question(talk["karim"], title="Une question que je retire")
    actions.withdraw_question(agent=talk["karim"], question=alone)
    for reader, status in ((talk["karim"], 200), (talk["lea"], 404), (talk["editor"], 404)):
        assert as_agent(reader).get(alone.get_absolute_url()).status_code == status


def test_tip_when_made_of_an_accepted_answer_then_it_thanks_and_is_made_once(talk, as_agent):
    client = as_agent(talk["karim"])
    path = reverse("knowledge:answer_tip", args=[talk["answer"].public_id])
    assert client.get(path).status_code == 403
    actions.accept_answer(agent=talk["karim"], answer=talk["answer"])
    assert as_agent(AgentFactory()).get(path).status_code == 403
    page = client.get(path).content.decode()
    assert talk["answer"].body in page
    answer = client.post_form(path, {"text": talk["answer"].body, "title": talk["question"].title})
    tip = Tip.objects.get()
    assert answer.url == tip.get_absolute_url()
    assert (tip.author, tip.credit, tip.origin) == (talk["karim"], talk["lea"], talk["answer"])
    assert Notification.objects.filter(recipient=talk["lea"], kind="knowledge.tip_made").exists()
    assert client.get(path).status_code == 200
    again = client.post_form(path, {"text": "encore", "title": ""})
    assert again.status_code == 422
    assert Tip.objects.count() == 1


def test_audience_when_one_direction_then_others_find_nothing(db, as_agent, drain):
    north, south = unit("nord", kind="direction"), unit("sud", kind="direction")
    here, there = unit("accueil", north), unit("routes", south)
    inside, outside = AgentFactory(unit=unit("guichet", here)), AgentFactory(unit=there)
    question = make.question(AgentFactory(unit=here), title="Quelle clé ouvre le local technique ?", audience=north)
    drain()
    path = question.get_absolute_url()
    assert as_agent(inside).get(path).status_code == 200
    stranger = as_agent(outside)
    assert stranger.get(path).status_code == 404
    for name in ("index", "questions", "browse"):
        assert "local technique" not in stranger.get(reverse(f"knowledge:{name}")).content.decode()
    assert "local technique" not in stranger.get(reverse("knowledge:browse"), {"q": "technique"}).content.decode()
    assert "local technique" not in stranger.get("/search/", {"q": "technique"}).content.decode()
    assert "local technique" not in stranger.get(reverse("knowledge:question_near"), {"title": "clé du local technique"}).content.decode()
    with pytest.raises(ValidationError):
        actions.ask_question(author=outside, title="Pour d’autres que moi", audience=north)


def test_ask_when_something_near_is_there_then_it_is_shown_once_and_nothing_is_lost(talk, as_agent, drain):
    drain()
    client = as_agent(AgentFactory())
    path = reverse("knowledge:question_ask")
    typed = {"title": "Joindre un justificatif trop lourd, comment ?", "body": "Quatorze mégaoctets", "skills": ["Marchés publics"]}
    shown = client.post_form(path, typed)
    html = shown.content.decode()
    assert shown.status_code == 200
    assert talk["question"].title in html
    assert "Quatorze mégaoctets" in html
    assert "Joindre un justificatif" in html
    assert Question.objects.count() == 1
    sent = client.post_form(path, {**typed, "seen": "1"})
    assert sent.status_code == 302
    assert Question.objects.count() == 2


def test_ask_when_clicked_twice_then_asked_once(db, as_agent):
    client = as_agent(AgentFactory())
    path = reverse("knowledge:question_ask")
    token = re.search(rb'name="form_token" value="([^"]+)"', client.get(path).content).group(1).decode()
    typed = {"title": "Où trouver le plan du sous-sol ?", "form_token": token}
    first, second = client.post(path, typed), client.post(path, typed)
    assert first.url == second.url
    assert Question.objects.count() == 1


@pytest.mark.parametrize("nasty", ["\x00nul dans le texte", "x" * 1_000_000, "   ", "court"])
def test_ask_when_nasty_then_a_sentence_and_nothing_written(db, as_agent, nasty):
    answer = as_agent(AgentFactory()).post(reverse("knowledge:question_ask"), {"title": nasty})
    assert answer.status_code == 422
    assert not Question.objects.exists()


def test_question_when_it_carries_a_script_then_it_is_text(db, as_agent):
    question = make.question(title="<script>alert(1)</script>", body="<img src=x onerror=alert(1)> [lien](javascript:alert(1))")
    html = as_agent(AgentFactory()).get(question.get_absolute_url()).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert 'href="javascript' not in html
