"""The pages of votes, decisions and answers: the walk, what is refused, how many questions are asked of the database."""

import time
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from ideas.actions import decisions
from ideas.models import Ballot, Decision, Idea, Tally, TallyCheck, VotingRound
from intranet.base import clock
from intranet.home import deeds_of, tasks_of
from tests.factories import AgentFactory
from tests.ideas import votes

pytestmark = pytest.mark.django_db
MEGABYTE = "é" * 1_000_000


def at(name, thing, **kwargs):
    return reverse(f"ideas:{name}", args=[thing.public_id])


@pytest.fixture
def counted():
    made = votes.opened()
    votes.cast(made, [[2], [2], [2, 1], [1], [2], [3], []])
    with time_machine.travel(clock.now() + timedelta(days=4), tick=False):
        votes.close(made)
    made.ideas = list(Idea.objects.with_words().filter(pk__in=[i.pk for i in made.ideas]).order_by("pk"))
    return made


def test_vote_from_the_list_to_the_receipt_then_changed(as_agent):
    made = votes.opened()
    browser = as_agent(made.voters[3])
    assert at("round_ballot", made.round) in browser.get("/ideas/rounds/").content.decode()
    check = browser.post_form(at("round_ballot", made.round), {"choices": ["1", "3"]})
    assert check.status_code == 200
    assert not Ballot.objects.exists()
    done = browser.post(at("round_ballot", made.round), {"step": "send", "choices": ["1", "3"]})
    assert done.url == at("round_receipt", made.round)
    receipt = browser.get(done.url).content.decode()
    assert "Bornes itinérantes" in receipt
    assert "Ne le donnez à personne" in receipt
    browser.post(at("round_ballot", made.round), {"step": "send", "blank": "yes", "choices": ["1"]})
    ballot = Ballot.objects.get()
    assert (ballot.content, ballot.revision) == ([], 2)
    assert "checked" not in browser.get(at("round_ballot", made.round)).content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {"choices": ["1", "2", "3"]},
        {"choices": ["77"]},
        {"choices": ["1\x00"]},
        {"choices": [MEGABYTE]},
        {"choices": ["<script>"]},
        {},
    ],
    ids=["many", "forged", "nul", "megabyte", "script", "none"],
)
@pytest.mark.parametrize("step", ["", "send"])
def test_ballot_when_bad_then_a_sentence_and_nothing_written(as_agent, data, step):
    made = votes.opened()
    answer = as_agent(made.voters[0]).post(at("round_ballot", made.round), {**data, "step": step})
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert "<script>" not in answer.content.decode()
    assert not Ballot.objects.exists()


def test_ballot_when_off_the_roll_then_refused(as_agent):
    made = votes.opened()
    stranger = as_agent(AgentFactory())
    assert stranger.get(at("round_ballot", made.round)).status_code == 403
    for step in ("", "send"):
        assert stranger.post(at("round_ballot", made.round), {"step": step, "choices": ["1"]}).status_code == 403


def test_ballot_when_sent_after_the_close_then_said(as_agent):
    made = votes.opened(closes_at=clock.now() + timedelta(seconds=3))  # PostgreSQL reads its own clock: wait for real
    votes.cast(made, [[1]])
    browser = as_agent(made.voters[0])
    time.sleep(max(0, (made.round.closes_at - clock.now()).total_seconds()) + 0.1)
    answer = browser.post(at("round_ballot", made.round), {"step": "send", "choices": ["2"]})
    assert answer.status_code == 422
    again = browser.post(at("round_ballot", made.round), {"step": "send", "choices": ["1"]})
    assert again.status_code == 302  # the one that was received, sent twice
    assert browser.get(at("round_ballot", made.round)).status_code == 302
    assert Ballot.objects.get().content == [1]


def test_ballot_post_asks_ten_questions_at_most(as_agent, django_assert_max_num_queries):
    made = votes.opened()
    browser = as_agent(made.voters[0])
    browser.get("/ideas/rounds/")
    with django_assert_max_num_queries(10) as asked:
        browser.post(at("round_ballot", made.round), {"step": "send", "choices": ["1"]})
    assert Ballot.objects.exists()
    assert sum("UPDATE" in q["sql"][:10] for q in asked.captured_queries) == 0


def test_facilitator_prepares_announces_and_cancels_by_two(as_agent):
    made = votes.vote()
    browser = as_agent(made.facilitator)
    opens, closes = clock.now(), clock.now() + timedelta(days=3)
    data = {
        "campaign": made.campaign.slug,
        "kind": "vote",
        "title": "Que faisons-nous ?",
        "presentation": "",
        "max_choices": "2",
        "places": "1",
        "secrecy": "confidential",
        "opens_at": opens.strftime("%Y-%m-%dT%H:%M"),
        "closes_at": closes.strftime("%Y-%m-%dT%H:%M"),
    }
    bad = browser.post_form(reverse("ideas:round_new"), data | {"closes_at": "2020-01-01T00:00"})
    assert bad.status_code == 422
    done = browser.post_form(reverse("ideas:round_new"), data)
    round = VotingRound.objects.get()
    assert done.url == at("round_options", round)
    browser.post_form(done.url, {"subjects": [str(idea.public_id) for idea in made.ideas]})
    assert round.options.count() == 4
    assert browser.get(round.get_absolute_url()).context["is_ready"]
    browser.post(at("round_announce", round))
    round.refresh_from_db()
    assert round.status == "announced"
    browser.post(at("round_cancel", round), {"reason": "Une idée manque."})
    browser.post(at("round_cancel", round), {"step": "confirm"})
    round.refresh_from_db()
    assert round.status == "announced"
    as_agent(made.second).post(at("round_cancel", round), {"step": "confirm"})
    round.refresh_from_db()
    assert round.status == "cancelled"
    assert "Une idée manque." in as_agent(made.voters[0]).get(round.get_absolute_url()).content.decode()


def test_draft_round_when_not_facilitator_then_not_found(as_agent):
    made = votes.prepared()
    for agent in (made.voters[0], made.decider):
        assert as_agent(agent).get(made.round.get_absolute_url()).status_code == 404


def test_results_page_tells_the_count_and_is_checked(as_agent):
    made = votes.opened()
    votes.cast(made, [[2], [2], [2, 1], [1], [2], [3], []])
    with time_machine.travel(clock.now() + timedelta(days=4), tick=False):
        votes.close(made)
        browser = as_agent(AgentFactory())
        page = browser.get(made.round.get_absolute_url())
        assert len(page.context["steps"]) >= 8
        browser.post_form(at("round_contest", made.round), {"reason": "Je recompte autrement."})
        browser.post(at("round_recount", made.round))
        assert "Je recompte autrement." in browser.get(made.round.get_absolute_url()).content.decode()
    assert Tally.objects.filter(round=made.round).count() == 2
    assert TallyCheck.objects.get().same


def test_recount_when_asked_too_often_then_it_is_refused_with_a_sentence(as_agent, counted, settings):
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {"recount": "2/5m/user"}
    browser = as_agent(counted.voters[0])
    address = at("round_recount", counted.round)
    pages = [browser.post(address, follow=True).content.decode() for _each in range(3)]
    assert ["Recompté à partir du dossier" in page for page in pages] == [True, True, False]
    assert "Trop d’essais" in pages[2]
    assert "Trop d’essais" in browser.post_form(at("round_contest", counted.round), {"reason": "Je compte autrement."}).content.decode()
    assert not Tally.objects.filter(seq=2).exists()
    as_agent(counted.voters[1]).post(address)
    assert TallyCheck.objects.count() == 2
    cache.clear()


def test_published_ballots_are_found_by_code_and_bear_no_name(as_agent, counted):
    code = counted.round.counted.first().receipt
    browser = as_agent(counted.voters[0])
    page = browser.get(at("round_ballots", counted.round) + f"?code={code.lower()}")
    assert page.context["page"].paginator.count == 1
    whole = browser.get(at("round_ballots", counted.round)).content.decode()
    assert not [v for v in counted.voters[1:] if v.last_name in whole]
    assert browser.get(at("round_ballots", counted.round) + "?code=%00%27").status_code == 200


def test_pages_ask_a_constant_number_of_questions(as_agent, counted, django_assert_max_num_queries):
    browser = as_agent(counted.voters[2])
    for path, most in (
        ("/ideas/rounds/", 16),
        (counted.round.get_absolute_url(), 45),
        ("/ideas/decisions/", 16),
        ("/ideas/duties/", 14),
    ):
        browser.get(path)
        with django_assert_max_num_queries(most):
            browser.get(path)


def test_decide_from_the_duty_to_the_register(as_agent, counted):
    browser = as_agent(counted.decider)
    idea = counted.ideas[0]
    new = reverse("ideas:decision_new", args=["idea", idea.public_id])
    assert new in browser.get(reverse("ideas:decisions_to_take")).content.decode()
    data = {"outcome": "accepted", "explanation": votes.EXPLANATION, "criterion_0": "Effet", "finding_0": "Réel."}
    more = browser.post_form(new, {**data, "criterion_1": "", "finding_1": "", "more": "yes"})
    assert more.status_code == 200
    assert len(more.context["form"].rows) == 3
    assert "Réel." in more.content.decode()
    assert not Decision.objects.exists()
    done = browser.post_form(new, data)
    decision = Decision.objects.get()
    assert done.url == decision.get_absolute_url()
    assert browser.get(done.url).context["lacking"].keys() == {"divergence_reason"}
    browser.post(at("decision_publish", decision))
    decision.refresh_from_db()
    assert decision.is_draft
    browser.post_form(at("decision_edit", decision), data | {"divergence_reason": "Elle coûte si peu."})
    browser.post(at("decision_publish", decision))
    decision.refresh_from_db()
    assert decision.departs
    reader = as_agent(counted.voters[5])
    page = reader.get(decision.get_absolute_url()).content.decode()
    assert "Elle coûte si peu." in page
    assert "Elle coûte si peu." in reader.get(idea.get_absolute_url()).content.decode()
    assert idea.current_version.title in reader.get("/ideas/decisions/?vote=departs").content.decode()
    assert idea.current_version.title not in reader.get("/ideas/decisions/?vote=follows").context["page"].object_list
    assert "s’écarte" in reader.get("/ideas/decisions/register.csv").getvalue().decode()


def test_decision_form_when_text_is_too_long_or_strange_then_kept_and_said(as_agent, counted):
    browser = as_agent(counted.decider)
    new = reverse("ideas:decision_new", args=["idea", counted.ideas[0].public_id])
    for words in (MEGABYTE, "a\x00b"):
        answer = browser.post_form(new, {"explanation": words, "criterion_0": "x", "finding_0": "y"})
        assert answer.status_code == 422
    assert browser.get(reverse("ideas:decision_new", args=["pilot", counted.ideas[0].public_id])).status_code == 404
    assert not Decision.objects.exists()


def test_duties_are_public_and_the_late_ones_counted_by_direction(as_agent, counted):
    reader = as_agent(AgentFactory())
    assert reader.get("/ideas/duties/").context["page"].paginator.count == 4
    with time_machine.travel(clock.now() + timedelta(days=60), tick=False):
        page = as_agent(AgentFactory()).get("/ideas/duties/?state=late")
    assert page.context["late"][0]["count"] == 4
    assert "Direction vote" in page.content.decode()
    for nonsense in ("?state=nothing", "?direction=nowhere", "?page=-4", "?state=%00"):
        assert reader.get(f"/ideas/duties/{nonsense}").status_code == 200
        assert reader.get(f"/ideas/decisions/{nonsense}&q=%00").status_code == 200


def test_home_says_what_waits_and_what_was_done(counted):
    made = votes.opened()
    voter = made.voters[4]
    assert [t.title for t in tasks_of(voter) if t.url == made.round.get_absolute_url()]
    votes.cast(made, [[1]] * 5)
    assert not [t for t in tasks_of(voter) if t.url == made.round.get_absolute_url()]
    assert made.round.get_absolute_url() in {d.url for d in deeds_of(voter)}
    assert [t for t in tasks_of(counted.decider) if t.url == reverse("ideas:decisions_to_take")]
    decisions.publish_decision(
        agent=counted.decider,
        decision=decisions.draft_decision(
            agent=counted.decider, subject=counted.ideas[1], outcome="accepted", explanation=votes.EXPLANATION, reasons=votes.REASONS
        ),
    )
    assert Decision.objects.get().get_absolute_url() in {d.url for d in deeds_of(counted.decider)}
