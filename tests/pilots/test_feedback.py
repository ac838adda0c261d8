"""Feedback: heard, sorted, answered; a reply is the only way to close (P7); who spoke stays hidden; late is public (P8)."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from wagtail.models import ModelLogEntry

from intranet.base import clock
from intranet.notifications.models import Notification
from pilots.actions import feedback as act
from pilots.actions import pilots as piloting
from pilots.models import Feedback, Intervention, Reply
from tests.factories import AgentFactory, unit
from tests.pilots import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def pilot():
    return factories.a_pilot("running")


@pytest.fixture
def lead(pilot):
    return pilot.created_by


def given(pilot, agent=None, **fields):
    return act.give_feedback(pilot=pilot, agent=agent or AgentFactory(), text="La borne est hors de vue.", kind="obstacle", **fields)


def test_give_when_open_then_a_date_and_the_lead_is_told_without_a_name(pilot, lead):
    author = AgentFactory(first_name="Zéphyrine")
    feedback = given(pilot, author)
    assert feedback.due_on == clock.today() + timedelta(days=10)
    note = Notification.objects.get(kind="pilots.feedback_received")
    assert (note.recipient, note.actor) == (lead, None)
    assert "Zéphyrine" not in str(note.params)


def test_give_when_closed_then_refused():
    for state, fields in (("draft", {}), ("framing", {}), ("stopped", {}), ("running", {"is_feedback_open": False})):
        with pytest.raises(ValidationError):
            given(factories.a_pilot(state, **fields))


def test_journal_when_given_then_it_does_not_say_who(pilot):
    author = AgentFactory()
    given(pilot, author)
    entries = ModelLogEntry.objects.filter(action="pilots.give_feedback")
    assert entries.count() == 1
    assert not ModelLogEntry.objects.filter(user=author).exists()


def test_reply_when_sent_then_author_and_merged_authors_are_told_and_all_close(pilot, lead):
    first, second, third = given(pilot), given(pilot), given(pilot)
    act.merge(feedback=second, agent=lead, into=first)
    act.merge(feedback=third, agent=lead, into=second)  # into what that one was merged with
    act.reply(feedback=first, agent=lead, outcome="done", text="Déplacée", said="La borne est hors de vue.")
    assert set(Feedback.objects.values_list("state", flat=True)) == {"closed"}
    told = Notification.objects.filter(kind="pilots.feedback_answered")
    assert {n.recipient_id for n in told} == {first.author_id, second.author_id, third.author_id}
    assert Reply.objects.for_publication().get().voices == 3


def test_merge_when_into_an_answered_one_then_its_latest_reply_goes_to_all_that_are_merged(pilot, lead):
    answered, one, other = given(pilot), given(pilot), given(pilot)
    act.reply(feedback=answered, agent=lead, outcome="in_progress", text="Vendredi", said="Borne", due_on=clock.today())
    act.reply(feedback=answered, agent=lead, outcome="done", text="Déplacée", said="Borne")
    act.merge(feedback=other, agent=lead, into=one)
    act.merge(feedback=one, agent=lead, into=answered)
    assert set(Feedback.objects.values_list("state", flat=True)) == {"closed"}
    assert set(Feedback.objects.exclude(pk=answered.pk).values_list("merged_into", flat=True)) == {answered.pk}
    told = Notification.objects.filter(kind="pilots.feedback_answered", recipient__in=(one.author_id, other.author_id))
    assert {(n.recipient_id, n.params["text"]) for n in told} == {(one.author_id, "Déplacée"), (other.author_id, "Déplacée")}


def test_merge_when_the_other_was_merged_into_it_meanwhile_then_refused(pilot, lead):
    one, other = given(pilot), given(pilot)
    seen = Feedback.objects.get(pk=one.pk)
    act.merge(feedback=other, agent=lead, into=one)
    with pytest.raises(ValidationError):
        act.merge(feedback=seen, agent=lead, into=other)
    assert Feedback.objects.get(merged_into=None) == one


def test_reply_when_refused_without_reason_or_under_way_without_date_then_no(pilot, lead):
    feedback = given(pilot)
    for wrong in ({"outcome": "refused"}, {"outcome": "in_progress"}, {"outcome": "in_progress", "due_on": clock.today() - timedelta(1)}):
        with pytest.raises(ValidationError):
            act.reply(feedback=feedback, agent=lead, text="Non", **wrong)
    feedback.refresh_from_db()
    assert feedback.is_waiting
    act.reply(feedback=feedback, agent=lead, outcome="refused", text="Non", reason="le site n’a pas de gardien")


def test_reply_when_not_on_the_team_then_refused(pilot):
    feedback = given(pilot)
    sponsor = pilot.mandates.get().sponsor
    for other in (sponsor, feedback.author, AgentFactory()):
        with pytest.raises(PermissionDenied):
            act.reply(feedback=feedback, agent=other, outcome="done", text="x")
        with pytest.raises(PermissionDenied):
            act.triage(feedback=feedback, agent=other, owner=other)


def test_reply_when_under_way_then_still_to_do_and_late_in_public(pilot, lead, as_agent):
    feedback = given(pilot)
    act.triage(feedback=feedback, agent=lead, owner=lead, theme="Tutoriel")
    act.reply(
        feedback=feedback,
        agent=lead,
        outcome="in_progress",
        text="Nouvelle version",
        said="Trop rapide",
        due_on=clock.today() + timedelta(3),
    )
    assert not Feedback.objects.promised_late().exists()
    with time_machine.travel(clock.now() + timedelta(days=4), tick=False):
        assert Feedback.objects.promised_late().get() == feedback
        page = as_agent(AgentFactory()).get(reverse("pilots:feedback", args=[pilot.code])).content.decode()
        assert "Tutoriel" in page
        assert lead.name in page
    act.reply(feedback=feedback, agent=lead, outcome="done", text="C’est fait", said="Trop rapide")
    feedback.refresh_from_db()
    assert feedback.state == "closed"
    assert Reply.objects.for_publication().count() == 1  # the latest answer of each


def test_answer_when_its_promise_is_past_then_late_until_the_feedback_is_closed(pilot, lead, as_agent):
    item = factories.a_feedback(pilot)
    act.reply(feedback=item, agent=lead, outcome="in_progress", text="Commandée", said="La borne", due_on=clock.today())
    answered = Reply.objects.for_publication()
    assert not answered.get().is_late
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        assert answered.get().is_late
        for url in (pilot.get_absolute_url(), reverse("pilots:feedback", args=[pilot.code]), item.get_absolute_url()):
            assert "n retard, prévu" in as_agent(lead).get(url).content.decode(), url
        act.reply(feedback=item, agent=lead, outcome="done", text="Posée", said="La borne")
        assert not any(each.is_late for each in Reply.objects.select_related("feedback"))


def test_answer_when_published_then_what_was_said_is_needed_and_asked_for_under_its_field(pilot, lead, as_agent):
    item = factories.a_feedback(pilot)
    page = as_agent(lead).get(item.get_absolute_url()).content.decode()
    assert "(pour publier)" in page and "(pour refuser)" in page
    sent = {"outcome": "done", "text": "Posée", "is_published": "on"}
    refused = as_agent(lead).post(reverse("pilots:reply", args=[pilot.code, item.public_id]), sent)
    assert refused.status_code == 422
    assert refused.context["reply_form"].errors["said"] == ["Écrivez ce qui a été dit, ou ne publiez pas."]


def test_overdue_when_late_then_shown_to_every_agent_without_its_author(pilot, as_agent):
    author = AgentFactory(first_name="Zéphyrine", last_name="Caché")
    factories.a_feedback(pilot, author=author, days_late=3, theme="Téléphone", text="Secret de Zéphyrine")
    for name in ("pilots:feedback", "pilots:pilot"):
        page = as_agent(AgentFactory()).get(reverse(name, args=[pilot.code])).content.decode()
        assert "Téléphone" in page
        assert "Zéphyrine" not in page


def test_overdue_when_the_day_has_come_then_not_yet_and_the_day_after_it_is(pilot):
    item = factories.a_feedback(pilot, days_late=0)
    item.refresh_from_db()
    for days, late in ((0, []), (1, [item.pk])):
        with time_machine.travel(clock.now() + (item.due_on - clock.today()) + timedelta(days=days), tick=False):
            assert list(Feedback.objects.overdue().values_list("pk", flat=True)) == late


def test_reopen_when_the_author_then_due_again_and_nobody_else(pilot, lead):
    feedback = given(pilot)
    act.reply(feedback=feedback, agent=lead, outcome="done", text="Fait", said="Borne")
    feedback.refresh_from_db()
    with pytest.raises(PermissionDenied):
        act.reopen(feedback=feedback, agent=lead, because="x")
    act.reopen(feedback=feedback, agent=feedback.author, because="Toujours cachée")
    feedback.refresh_from_db()
    assert feedback.is_waiting
    act.reply(feedback=feedback, agent=lead, outcome="done", text="Cette fois oui", said="Borne")
    feedback.refresh_from_db()
    assert feedback.state == "closed"


def test_reopen_when_twice_within_a_minute_then_whoever_answers_is_told_each_time(pilot, lead):
    feedback = given(pilot)
    with time_machine.travel(clock.now().replace(second=10), tick=False) as now:
        for _turn in range(2):
            act.reply(feedback=feedback, agent=lead, outcome="done", text="Fait", said="Borne")
            feedback.refresh_from_db()
            act.reopen(feedback=feedback, agent=feedback.author, because="Toujours cachée")
            now.shift(5)
    assert Notification.objects.filter(kind="pilots.feedback_assigned", recipient=lead).count() == 2


def test_name_when_each_reader_then_only_the_team_and_never_the_hierarchy(pilot, lead):
    chief = AgentFactory()
    manager = AgentFactory(manager=chief)
    head = AgentFactory()
    direction = unit("direction-x")
    direction.head = head
    direction.save()
    author = AgentFactory(manager=manager, unit=unit("service-x", direction))
    sponsor = pilot.mandates.get().sponsor
    team = AgentFactory()
    for person in (manager, chief, head, team):
        piloting.add_member(pilot=pilot, agent=lead, person=person, role="team")
    feedback = given(pilot, author)

    def shown(viewer):
        found = Feedback.objects.filter(pk=feedback.pk).visible_to(viewer).with_name_shown(viewer).first()
        return None if found is None else found.is_name_shown

    assert {"lead": shown(lead), "team": shown(team), "author": shown(author)} == {"lead": True, "team": True, "author": True}
    assert {"sponsor": shown(sponsor), "manager": shown(manager), "chief": shown(chief), "head": shown(head)} == dict.fromkeys(
        ("sponsor", "manager", "chief", "head"), False
    )
    assert shown(AgentFactory()) is None
    Feedback.objects.update(is_named=True)
    assert (shown(sponsor), shown(manager), shown(AgentFactory())) == (True, True, None)


def test_name_when_hidden_then_in_no_page_and_no_file_of_the_sponsor(pilot, as_agent):
    author = AgentFactory(first_name="Zéphyrine", last_name="Caché")
    feedback = given(pilot, author)
    sponsor = as_agent(pilot.mandates.get().sponsor)
    for path in (
        feedback.get_absolute_url(),
        reverse("pilots:feedback_board", args=[pilot.code]),
        reverse("pilots:feedback_csv", args=[pilot.code]),
        reverse("pilots:review", args=[pilot.code]),
        pilot.get_absolute_url(),
    ):
        answer = sponsor.get(path)
        assert answer.status_code == 200
        assert "Zéphyrine" not in answer.getvalue().decode(), path
    assert "Zéphyrine" in as_agent(pilot.created_by).get(reverse("pilots:feedback_csv", args=[pilot.code])).getvalue().decode()


def test_adjust_when_decided_then_the_curve_is_marked_and_feedback_answered(pilot, lead):
    now, later = given(pilot), given(pilot)
    act.adjust(pilot=pilot, agent=lead, what="Borne déplacée", effective_on=clock.today(), said="Hors de vue", answers=[now])
    act.adjust(
        pilot=pilot, agent=lead, what="Tutoriel refait", effective_on=clock.today() + timedelta(9), said="Trop vite", answers=[later]
    )
    assert Intervention.objects.filter(kind="adjustment").count() == 2
    now.refresh_from_db()
    later.refresh_from_db()
    assert (now.state, later.state) == ("closed", "answered")


def test_triage_when_the_date_is_pushed_too_far_or_the_owner_is_a_stranger_then_refused(pilot, lead):
    feedback = given(pilot)
    with pytest.raises(ValidationError):
        act.triage(feedback=feedback, agent=lead, owner=lead, due_on=clock.today() + timedelta(100))
    with pytest.raises(ValidationError):
        act.triage(feedback=feedback, agent=lead, owner=AgentFactory())
    act.triage(feedback=feedback, agent=lead, owner=lead, due_on=clock.today() + timedelta(15))


def test_remind_when_late_then_told_once_for_each_date(pilot, lead):
    factories.a_feedback(pilot, days_late=1)
    act.remind_overdue()
    act.remind_overdue()
    assert Notification.objects.filter(kind="pilots.feedback_overdue", recipient=lead).count() == 1


def test_csv_when_a_feedback_is_a_formula_then_harmless(pilot, lead, as_agent):
    act.give_feedback(pilot=pilot, agent=AgentFactory(), text="=cmd|' /C calc'!A0", kind="risk")
    assert ";'=cmd" in as_agent(lead).get(reverse("pilots:feedback_csv", args=[pilot.code])).getvalue().decode()
