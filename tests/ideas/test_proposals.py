"""Ideas: written together, published, revised without losing anybody's words, judged, followed, withdrawn."""

import re
import uuid
from collections import Counter
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from ideas.actions import proposals
from ideas.actions.moves import MOVES, move
from ideas.models import Idea, IdeaAuthor, IdeaMove, IdeaVersion
from intranet.base import clock
from intranet.home import deeds_of, tasks_of
from intranet.notifications.models import Notification
from intranet.thread import fil
from tests.factories import AgentFactory, unit
from tests.ideas import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def lea():
    return AgentFactory(first_name="Léa", last_name="Martin", unit=make.root())


@pytest.fixture
def karim():
    return AgentFactory(first_name="Karim", last_name="Haddad", unit=make.root())


def raw(sql: str, *params) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def sent(recurring, **changes) -> dict:
    return {**make.WORDS, "problems": [str(recurring.public_id)], "go": "publish", **changes}


# --- writing --------------------------------------------------------------------------------------


def test_idea_when_proposed_from_a_recurring_problem_then_it_is_published(as_agent, lea):
    where = make.campaign("ideate")
    recurring = make.RecurringFactory(campaign=where)
    reporter = make.member(recurring, make.ProblemFactory()).problem.author
    url = reverse("ideas:idea_new") + f"?problem={recurring.public_id}"
    answer = as_agent(lea).post_form(url, sent(recurring))
    idea = Idea.objects.get()
    assert answer.url == idea.get_absolute_url()
    assert (idea.status, idea.title) == ("published", make.WORDS["title"])
    assert idea.current_version.published_at is not None
    assert [(m.was, m.became) for m in idea.moves.all()] == [("draft", "published")]
    assert Notification.objects.filter(recipient=reporter, kind="ideas.idea_answers_problem").count() == 1
    assert [d.title for d in deeds_of(lea) if d.area == "ideas"] == [idea.title]


def test_idea_when_the_phase_is_closed_or_one_is_outside_then_it_is_refused(as_agent, lea):
    home = unit("dedans")
    where = make.campaign("ideate", perimeter=home)
    recurring = make.RecurringFactory(campaign=where)
    inside = AgentFactory(unit=home)
    with pytest.raises(PermissionDenied):
        proposals.write_idea(author=lea, campaign=where, problems=[recurring], **make.WORDS)
    draft = proposals.write_idea(author=inside, campaign=where, problems=[recurring], **make.WORDS)
    with time_machine.travel(clock.now() + timedelta(days=20), tick=True):
        with pytest.raises(PermissionDenied):
            proposals.write_idea(author=inside, campaign=where, problems=[recurring], **make.WORDS)
        with pytest.raises(ValidationError):
            proposals.publish_idea(by=inside, idea=draft)
    elsewhere = make.RecurringFactory(campaign=make.campaign("ideate"))
    with pytest.raises(ValidationError):
        proposals.write_idea(author=inside, campaign=where, problems=[elsewhere], **make.WORDS)


def test_idea_when_a_draft_then_only_its_authors_and_guests_read_it(as_agent, lea, karim):
    idea = make.idea(lea, status="draft")
    for agent, status in ((lea, 200), (karim, 404), (make.facilitator(), 404)):
        assert as_agent(agent).get(idea.get_absolute_url()).status_code == status
    proposals.invite_author(by=lea, idea=idea, colleague=karim)
    assert as_agent(karim).get(idea.get_absolute_url()).status_code == 200


def test_idea_when_it_lacks_something_then_it_is_said_and_stays_a_draft(as_agent, lea):
    idea = make.idea(lea, status="draft", proposal="", beneficiaries="", cost_band="")
    with pytest.raises(ValidationError) as refused:
        proposals.publish_idea(by=lea, idea=idea)
    assert len(refused.value.messages) == 3
    assert as_agent(lea).post(reverse("ideas:idea_publish", args=[idea.public_id])).status_code == 302
    idea.refresh_from_db()
    assert idea.status == "draft"


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "x" * 121},
        {"proposal": "x" * 1_000_000},
        {"title": "a\x00b"},
        {"cost_band": "free"},
        {"cost_band": ""},
        {"problems": ["zz"]},
    ],
)
def test_idea_when_the_input_is_bad_then_it_is_refused_in_words(as_agent, lea, changes):
    recurring = make.RecurringFactory(campaign=make.campaign("ideate"))
    answer = as_agent(lea).post_form(reverse("ideas:idea_new") + f"?problem={recurring.public_id}", sent(recurring, **changes))
    assert answer.status_code == 422
    assert not Idea.objects.exists()


def test_idea_when_the_button_is_pressed_twice_then_it_is_written_once(as_agent, lea):
    recurring = make.RecurringFactory(campaign=make.campaign("ideate"))
    url = reverse("ideas:idea_new") + f"?problem={recurring.public_id}"
    client = as_agent(lea)
    token = client.get(url).content.decode().split('name="form_token" value="')[1].split('"')[0]
    for _n in range(2):
        client.post(url, {**sent(recurring), "form_token": token})
    assert Idea.objects.count() == 1


# --- several authors ------------------------------------------------------------------------------


def test_invitation_when_accepted_then_both_write(as_agent, lea, karim):
    idea = make.idea(lea)
    stranger = AgentFactory()
    client = as_agent(lea)
    client.post_form(reverse("ideas:idea_authors", args=[idea.public_id]), {"colleague_words": karim.email})
    authorship = IdeaAuthor.objects.get(agent=karim)
    assert authorship.state == "invited"
    assert any(t.title == idea.title for t in tasks_of(karim))
    answer_url = reverse("ideas:invitation_answer", args=[authorship.public_id])
    assert as_agent(stranger).post(answer_url, {"accept": "yes"}).status_code == 404
    as_agent(karim).post(answer_url, {"accept": "yes"})
    proposals.revise_idea(
        by=karim, idea=idea, base=idea.current_version.mark, change_note="Une borne", **{**make.WORDS, "proposal": "Avec une borne"}
    )
    with pytest.raises(PermissionDenied):
        proposals.revise_idea(by=stranger, idea=idea, base="", change_note="x", **make.WORDS)
    page = client.get(idea.get_absolute_url()).content.decode().replace("\xa0", " ")
    assert "Léa Martin" in page and "Karim Haddad" in page and "version 2" in page
    with pytest.raises(ValidationError):
        proposals.invite_author(by=lea, idea=idea, colleague=karim)


def test_invitation_when_declined_then_nothing_more_is_read_of_a_draft(as_agent, lea, karim):
    idea = make.idea(lea, status="draft")
    authorship = proposals.invite_author(by=lea, idea=idea, colleague=karim)
    proposals.answer_invitation(agent=karim, authorship=authorship, accept=False)
    assert as_agent(karim).get(idea.get_absolute_url()).status_code == 404
    assert Notification.objects.filter(recipient=lea, kind="ideas.invitation_answered").exists()
    with pytest.raises(PermissionDenied):
        proposals.answer_invitation(agent=lea, authorship=authorship, accept=True)


def test_invitation_when_sent_to_the_wrong_person_then_an_author_takes_it_back_until_it_is_answered(as_agent, lea, karim):
    idea = make.idea(lea, status="draft")
    authorship = proposals.invite_author(by=lea, idea=idea, colleague=karim)
    url = reverse("ideas:invitation_withdraw", args=[authorship.public_id])
    assert as_agent(karim).post(url).status_code == 403
    assert url in as_agent(lea).get(reverse("ideas:idea_authors", args=[idea.public_id])).content.decode()
    as_agent(lea).post(url)
    assert not IdeaAuthor.objects.filter(agent=karim).exists()
    assert as_agent(karim).get(idea.get_absolute_url()).status_code == 404
    note = Notification.objects.get(recipient=karim, kind="ideas.invitation_withdrawn")
    assert note.url == idea.campaign.get_absolute_url()
    with pytest.raises(ValidationError):
        proposals.answer_invitation(agent=karim, authorship=authorship, accept=True)
    again = proposals.invite_author(by=lea, idea=idea, colleague=karim)
    proposals.answer_invitation(agent=karim, authorship=again, accept=True)
    with pytest.raises(ValidationError):
        proposals.withdraw_invitation(by=lea, authorship=again)


def test_leave_when_one_is_the_last_then_it_is_refused(lea, karim):
    idea = make.idea(lea, karim)
    proposals.leave_idea(agent=karim, idea=idea)
    with pytest.raises(ValidationError):
        proposals.leave_idea(agent=lea, idea=idea)
    with pytest.raises(PermissionDenied):
        proposals.leave_idea(agent=karim, idea=idea)


# --- versions -------------------------------------------------------------------------------------


def test_revision_when_somebody_published_meanwhile_then_both_texts_are_kept(as_agent, lea, karim):
    idea = make.idea(lea, karim)
    url = reverse("ideas:idea_edit", args=[idea.public_id])
    base = idea.current_version.mark
    mine, theirs = "Le texte de Karim, écrit longtemps", "Le texte de Léa, publié avant"
    as_agent(lea).post_form(url, {**make.WORDS, "proposal": theirs, "change_note": "Léa", "base": base})
    answer = as_agent(karim).post_form(url, {**make.WORDS, "proposal": mine, "change_note": "Karim", "base": base})
    page = answer.content.decode().replace("\xa0", " ")
    assert answer.status_code == 422
    assert "Léa Martin a publié la version 2 pendant que vous écriviez" in page
    assert mine in page and theirs in page
    assert idea.versions.count() == 2
    idea.refresh_from_db()
    again = as_agent(karim).post_form(url, {**make.WORDS, "proposal": mine, "change_note": "Karim", "base": idea.current_version.mark})
    assert again.status_code == 302
    assert [v.editor for v in idea.versions.order_by("number")] == [lea, lea, karim]


def test_revision_when_another_field_was_published_meanwhile_then_it_is_seen_too(as_agent, lea, karim):
    idea = make.idea(lea, karim)
    url = reverse("ideas:idea_edit", args=[idea.public_id])
    base = idea.current_version.mark
    theirs = {**make.WORDS, "expected_effect": "Trois fois moins de renvois", "cost_band": "gt100k"}
    as_agent(lea).post_form(url, {**theirs, "change_note": "Léa", "base": base})
    answer = as_agent(karim).post_form(url, {**make.WORDS, "proposal": "Deux médiateurs", "change_note": "Karim", "base": base})
    shown = answer.content.decode().split('id="overtaken"')[1].split("<details")[0]
    assert "Trois" in shown and "100" in shown and "médiateurs" in shown
    assert re.findall("<h4>([^<]*)</h4>", shown) == [
        "Ce que vous proposez",
        "Ce que cela changerait",
        "Ce que cela coûterait",
    ]


def test_revision_when_a_draft_changed_meanwhile_then_it_is_seen_too(lea, karim):
    idea = make.idea(lea, karim, status="draft")
    base = idea.current_version.mark
    problems = list(idea.problems.all())
    proposals.edit_draft(by=lea, idea=idea, base=base, problems=problems, **{**make.WORDS, "proposal": "Autre"})
    with pytest.raises(proposals.Overtaken):
        proposals.edit_draft(by=karim, idea=idea, base=base, problems=problems, **make.WORDS)


def test_revision_when_nothing_changed_then_it_is_refused(lea):
    idea = make.idea(lea)
    with pytest.raises(ValidationError):
        proposals.revise_idea(by=lea, idea=idea, base=idea.current_version.mark, change_note="Rien", **make.WORDS)


def test_versions_when_compared_then_the_words_that_changed_are_marked(as_agent, lea):
    idea = make.idea(lea)
    proposals.revise_idea(
        by=lea,
        idea=idea,
        base=idea.current_version.mark,
        change_note="Plus court",
        **{**make.WORDS, "proposal": "Une équipe qui accompagne la démarche <b>."},
    )
    page = as_agent(AgentFactory()).get(reverse("ideas:idea_version", args=[idea.public_id, 2])).content.decode()
    assert "<ins>" in page and "équipe</ins>" in page and "personne</del>" in page
    assert "&lt;</" in page or "&lt;b" in page or "&lt;" in page
    assert "<b>." not in page
    assert as_agent(lea).get(reverse("ideas:idea_version", args=[idea.public_id, 10**18])).status_code == 404


@pytest.mark.parametrize(
    "change", ["title = 'autre'", "proposal = 'autre'", "number = 7", "published_at = NULL", "editor_id = editor_id + 1"]
)
def test_version_when_published_then_raw_sql_cannot_change_it(lea, change):
    version = make.idea(lea).current_version
    with pytest.raises(DatabaseError):
        raw(f"UPDATE ideas_ideaversion SET {change} WHERE id = %s", version.pk)
    with pytest.raises(DatabaseError):
        raw("DELETE FROM ideas_ideaversion WHERE id = %s", version.pk)


# --- states ---------------------------------------------------------------------------------------


def test_moves_when_the_table_has_them_or_not_then_they_pass_or_not(lea):
    """Every pair of states, tried for real."""
    idea, other = make.idea(lea), make.idea(lea)
    for was in Idea.Status.values:
        for became in Idea.Status.values:
            merged = {"merged_into": other} if "merged" in (was, became) else {}
            with transaction.atomic():
                save = transaction.savepoint()
                with connection.cursor() as cursor:
                    try:
                        cursor.execute(
                            "UPDATE ideas_idea SET status = %s, status_reason = 'x', merged_into_id = %s WHERE id = %s",
                            [was, other.pk if was == "merged" else None, idea.pk],
                        )
                    except DatabaseError:
                        transaction.savepoint_rollback(save)
                        continue  # another guard holds this state: decisions test it
                try:
                    if became in MOVES[was]:
                        try:
                            move(idea=idea, to=became, by=lea, reason="Parce que", **(merged if became == "merged" else {}))
                        except DatabaseError:
                            pass  # "decided" without a published decision: refused lower down
                        else:
                            assert IdeaMove.objects.filter(idea=idea, was=was, became=became).exists()
                    else:
                        with pytest.raises(ValidationError):
                            move(idea=idea, to=became, by=lea, reason="Parce que")
                finally:
                    transaction.savepoint_rollback(save)


@pytest.mark.parametrize(("role", "allowed"), [("author", False), ("agent", False), ("decision_maker", False), ("facilitator", True)])
def test_admissibility_when_judged_then_only_a_facilitator_may(lea, role, allowed):
    recurring = make.UserViewFactory().recurring
    where = make.campaign("ideate")
    recurring.campaign = where
    recurring.save()
    idea = make.idea(lea, in_campaign=where, recurring=recurring)
    who = {"author": lea, "agent": AgentFactory(), "decision_maker": make.decision_maker(), "facilitator": make.facilitator()}[role]
    if allowed:
        proposals.judge_admissibility(by=who, idea=idea, admissible=True)
        idea.refresh_from_db()
        assert idea.status == "admissible"
        assert Notification.objects.filter(recipient=lea, kind="ideas.idea_judged").exists()
    else:
        with pytest.raises(PermissionDenied):
            proposals.judge_admissibility(by=who, idea=idea, admissible=True)


def test_admissibility_when_nobody_stepped_into_the_users_shoes_then_it_waits(as_agent, lea):
    idea, boss = make.idea(lea), make.facilitator()
    client = as_agent(boss)
    url = reverse("ideas:idea_judge", args=[idea.public_id])
    assert client.post_form(url, {"admissible": "yes"}).status_code == 422
    assert client.post_form(url, {"admissible": "no"}).status_code == 422
    assert client.post_form(url, {"admissible": "no", "reason": "Hors sujet"}).status_code == 302
    view = {"persona": "Mme D.", "situation": "Seule", "journey_now": "Le bus", "pain": "Attendre", "evidence": "Deux entretiens"}
    as_agent(AgentFactory()).post_form(reverse("ideas:recurring_view_new", args=[idea.problems.get().public_id]), view)
    assert client.post_form(url, {"admissible": "yes"}).status_code == 302
    idea.refresh_from_db()
    assert idea.status == "admissible"
    assert [m.reason for m in idea.moves.order_by("pk")] == ["", "Hors sujet", ""]


def test_withdraw_when_an_author_does_then_followers_are_told_and_others_lose_it(as_agent, lea, karim):
    idea, follower = make.idea(lea, karim), AgentFactory()
    as_agent(follower).post(reverse("ideas:idea_follow", args=[idea.public_id]), {"follow": "yes"})
    assert as_agent(follower).get(reverse("ideas:idea_withdraw", args=[idea.public_id])).status_code == 403
    as_agent(lea).post_form(reverse("ideas:idea_withdraw", args=[idea.public_id]), {"reason": "Une autre dit mieux"})
    assert as_agent(follower).get(idea.get_absolute_url()).status_code == 404
    assert set(Notification.objects.filter(kind="ideas.idea_ended").values_list("recipient", flat=True)) == {karim.pk, follower.pk}


def test_edit_when_put_to_the_vote_then_nobody_may(as_agent, lea):
    idea = make.idea(lea, status="admissible")
    move(idea=idea, to="on_ballot")
    assert as_agent(lea).get(reverse("ideas:idea_edit", args=[idea.public_id])).status_code == 403
    with pytest.raises(PermissionDenied):
        proposals.revise_idea(by=lea, idea=idea, base=idea.current_version.mark, change_note="x", **{**make.WORDS, "title": "Autre"})
    with pytest.raises(ValidationError):
        proposals.withdraw_idea(by=lea, idea=idea)


def test_join_when_one_writes_both_then_the_first_leads_to_the_second(as_agent, lea, karim):
    where = make.campaign("ideate")
    recurring = make.RecurringFactory(campaign=where)
    first, second = make.idea(lea, karim, in_campaign=where, recurring=recurring), make.idea(lea, in_campaign=where, recurring=recurring)
    with pytest.raises(PermissionDenied):
        proposals.join_ideas(by=karim, idea=first, into=second)
    as_agent(lea).post_form(reverse("ideas:idea_join", args=[first.public_id]), {"into": str(second.public_id)})
    first.refresh_from_db()
    assert (first.status, first.merged_into) == ("merged", second)
    assert IdeaAuthor.objects.get(idea=second, agent=karim).state == "invited"
    assert second.title in as_agent(karim).get(first.get_absolute_url()).content.decode()


def test_database_when_raw_sql_breaks_a_promise_then_it_refuses(lea):
    idea = make.idea(lea, status="draft")
    raw("DELETE FROM ideas_idea_problems WHERE idea_id = %s", idea.pk)
    with pytest.raises(DatabaseError, match="recurring"):
        raw("UPDATE ideas_idea SET status = 'published', published_at = %s WHERE id = %s", clock.now(), idea.pk)
    published = make.idea(lea)
    for sql in (
        "UPDATE ideas_idea SET status = 'not_admissible' WHERE id = %s",
        "UPDATE ideas_idea SET status = 'merged' WHERE id = %s",
        "UPDATE ideas_ideamove SET became = 'decided' WHERE idea_id = %s",
        "DELETE FROM ideas_ideamove WHERE idea_id = %s",
    ):
        with pytest.raises(DatabaseError):
            raw(sql, published.pk)


def test_database_when_a_report_joins_two_recurring_problems_then_it_refuses():
    problem = make.ProblemFactory()
    make.member(make.RecurringFactory(), problem)
    second = make.member(make.RecurringFactory(), problem, state="suggested", decided_by=None, decided_at=None)
    with pytest.raises(DatabaseError):
        raw(
            "UPDATE ideas_membership SET state = 'confirmed', decided_by_id = %s, decided_at = %s WHERE id = %s",
            AgentFactory().pk,
            clock.now(),
            second.pk,
        )
    with pytest.raises(DatabaseError):
        raw("UPDATE ideas_membership SET state = 'refused', decided_by_id = NULL WHERE problem_id = %s", problem.pk)


# --- order and thread -----------------------------------------------------------------------------


def test_order_when_a_vote_is_open_then_each_agent_has_their_own(lea):
    where = make.campaign("ideate")
    recurring = make.RecurringFactory(campaign=where)
    for _n in range(8):
        make.idea(lea, in_campaign=where, recurring=recurring)
    orders = [list(Idea.objects.shuffled_for(agent).values_list("pk", flat=True)) for agent in (lea, AgentFactory(), lea, AgentFactory())]
    assert orders[0] == orders[2]
    assert len({tuple(o) for o in orders}) == 3


def test_order_of_ones_own_when_many_look_then_no_idea_is_first_more_often(lea):
    where = make.campaign("ideate")
    recurring = make.RecurringFactory(campaign=where)
    ideas = [make.idea(lea, in_campaign=where, recurring=recurring) for _n in range(6)]
    lookers = [SimpleNamespace(public_id=uuid.UUID(int=n)) for n in range(300)]
    first = Counter(Idea.objects.shuffled_for(looker).values_list("pk", flat=True)[0] for looker in lookers)
    last = Counter(Idea.objects.shuffled_for(looker).reverse().values_list("pk", flat=True)[0] for looker in lookers)
    for idea in ideas:  # one in six is 50
        assert 25 < first[idea.pk] < 85
        assert 25 < last[idea.pk] < 85


def test_thread_when_followed_both_ways_then_the_report_the_recurring_and_the_idea_are_there(as_agent, lea):
    where = make.campaign("ideate")
    recurring = make.RecurringFactory(campaign=where)
    problem = make.member(recurring, make.ProblemFactory()).problem
    idea = make.idea(lea, in_campaign=where, recurring=recurring)
    hidden = make.ProblemFactory(status="withdrawn")
    make.member(recurring, hidden)
    for obj in (problem, recurring, idea):
        strip = {place.step: [k.title for k in place.knots] for place in fil.strip(obj, AgentFactory())}
        assert strip[fil.Step.PROBLEM] == [problem.title]
        assert strip[fil.Step.RECURRING] == [recurring.title]
        assert strip[fil.Step.IDEA] == [idea.title]
    home = as_agent(lea).get("/").content.decode()
    assert idea.title in home
    assert IdeaVersion.objects.count() == 1


def test_follow_when_an_idea_is_a_draft_of_others_then_it_is_refused():
    draft = make.idea(AgentFactory(), status="draft")
    with pytest.raises(PermissionDenied):
        proposals.follow(agent=AgentFactory(), idea=draft)
    assert not draft.follows.exists()
