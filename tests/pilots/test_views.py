"""Pages: they open, keep what was typed, do once, cost the same at any size, and speak both languages."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from intranet import home
from intranet.base import clock
from intranet.roles import Role
from intranet.search import door
from intranet.thread import fil
from pilots.actions import pilots as piloting
from pilots.models import Feedback, GateDecision, Measurement, Membership, Pilot, Reply, SponsorMandate
from tests.factories import AgentFactory, unit
from tests.pilots import factories

pytestmark = pytest.mark.django_db


def told(pilot, measures=15, feedback=15):
    """A pilot with as much to show as asked."""
    indicator = factories.an_indicator(pilot)
    factories.measured(indicator, *[20 + n % 5 for n in range(measures)])
    for n in range(feedback):
        item = factories.a_feedback(pilot, days_late=3 if n % 3 == 0 else 0)
        if n % 3 == 1:
            factories.a_reply(item)
            Feedback.objects.filter(pk=item.pk).update(state="closed")
    return indicator


def pages(pilot, indicator):
    args = [pilot.code]
    return [
        reverse("pilots:index"),
        pilot.get_absolute_url(),
        *(
            reverse(f"pilots:{name}", args=args)
            for name in ("feedback", "feedback_board", "review", "gates", "journal", "team", "marks", "indicators")
        ),
        indicator.get_absolute_url(),
        pilot.mandates.get().get_absolute_url(),
    ]


def test_pages_when_the_lead_and_both_languages_then_they_open(as_agent):
    pilot = factories.a_pilot("running")
    indicator = told(pilot)
    client = as_agent(pilot.created_by)
    for language in ("fr", "en"):
        client.cookies["django_language"] = language
        pilot.created_by.language = language
        pilot.created_by.save()
        for path in pages(pilot, indicator):
            answer = client.get(path)
            assert answer.status_code == 200, path
            assert answer.content.decode().count("<h1") == 1, path
            assert "style=" not in answer.content.decode(), path


@pytest.mark.parametrize("size", [15, 200])
def test_pages_when_fifteen_or_two_hundred_then_the_same_queries(as_agent, size, django_assert_max_num_queries):
    pilot = factories.a_pilot("running")
    indicator = told(pilot, measures=size, feedback=size)
    client = as_agent(pilot.created_by)
    for path in pages(pilot, indicator):
        client.get(path)
        # The page of a pilot: its own, and what the strip of its thread asks.
        with django_assert_max_num_queries(23 if path == pilot.get_absolute_url() else 16):
            client.get(path)


def test_pilot_when_only_for_members_then_it_does_not_exist_for_others(as_agent):
    pilot = factories.a_pilot("running", visibility="members")
    indicator = told(pilot)
    stranger, sponsor = AgentFactory(), pilot.mandates.get().sponsor
    for path in [*pages(pilot, indicator)[1:], reverse("pilots:give_feedback", args=[pilot.code])]:
        assert as_agent(stranger).get(path).status_code == 404, path
    assert pilot.title not in as_agent(stranger).get(reverse("pilots:index")).content.decode()
    assert as_agent(sponsor).get(pilot.get_absolute_url()).status_code == 200
    assert pilot not in door.sources()["pilot"].everyone()
    observer = AgentFactory()
    piloting.add_member(pilot=pilot, agent=pilot.created_by, person=observer, role="observer")
    assert as_agent(observer).get(pilot.get_absolute_url()).status_code == 200
    assert as_agent(observer).get(reverse("pilots:feedback_board", args=[pilot.code])).status_code == 404


def test_feedback_when_sent_twice_then_once(as_agent):
    pilot, author = factories.a_pilot("running"), AgentFactory()
    client = as_agent(author)
    path = reverse("pilots:give_feedback", args=[pilot.code])
    token = re.search(r'name="form_token" value="([^"]+)"', client.get(path).content.decode())[1]
    data = {"text": "La borne est cachée", "kind": "obstacle", "channel": "online", "form_token": token}
    first, second = client.post(path, data), client.post(path, data)
    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    assert Feedback.objects.count() == 1


def test_feedback_when_wrong_then_what_was_typed_stays(as_agent):
    pilot = factories.a_pilot("running")
    answer = as_agent(AgentFactory()).post_form(
        reverse("pilots:give_feedback", args=[pilot.code]), {"text": "Mon texte <script>", "kind": "nonsense"}
    )
    assert answer.status_code == 422
    assert "Mon texte &lt;script&gt;" in answer.content.decode()
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("nasty", ["\x00", "a" * 1_000_000, "<script>alert(1)</script>", "’;DROP TABLE"])
def test_forms_when_nasty_then_never_a_failure(as_agent, nasty):
    pilot = factories.a_pilot("running")
    indicator = factories.an_indicator(pilot)
    client = as_agent(pilot.created_by)
    args = [pilot.code, indicator.public_id]
    for path, data in (
        (reverse("pilots:give_feedback", args=[pilot.code]), {"text": nasty, "kind": nasty, "audience": nasty}),
        (reverse("pilots:new"), {"title": nasty, "problem": nasty, "lead_words": nasty, "lead": nasty, "territories": nasty}),
        (reverse("pilots:paste", args=args), {"lines": nasty}),
        (reverse("pilots:measure", args=args), {"start": nasty, "value": nasty, "n": nasty}),
        (reverse("pilots:adjust", args=[pilot.code]), {"what": nasty, "answers": nasty}),
        (reverse("pilots:limits", args=args), {"intervention": nasty, "reason": nasty}),
        (reverse("pilots:propose_mandate", args=[pilot.code]), {"commitments": nasty, "sponsor": nasty, "text": nasty}),
    ):
        assert client.post_form(path, data).status_code in (302, 400, 413, 422), path
    for path in ("/pilots/?state=x&territory=999999999999999999999&page=-3", "/pilots/new/?decision=x"):
        assert client.get(path).status_code in (200, 404)
    assert client.get("/pilots/", {"q": nasty[:60]}).status_code == 200


def test_paste_when_previewed_then_nothing_is_written_until_confirmed(as_agent):
    pilot = factories.a_pilot("running")
    indicator = factories.an_indicator(pilot)
    client = as_agent(pilot.created_by)
    path = reverse("pilots:paste", args=[pilot.code, indicator.public_id])
    lines = "03/08/2026\t31\n10/08/2026\t34,5"
    preview = client.post_form(path, {"lines": lines, "is_final": "on"})
    assert preview.status_code == 200
    assert "34,5" in preview.content.decode()
    assert not Measurement.objects.exists()
    wrong = client.post_form(path, {"lines": lines + "\n17/08/2026\ttrente", "is_final": "on", "confirm": "yes"})
    assert wrong.status_code == 422
    assert not Measurement.objects.exists()
    assert client.post_form(path, {"lines": lines, "is_final": "on", "confirm": "yes"}).status_code == 302
    assert Measurement.objects.count() == 2


def test_walk_when_from_the_proposal_to_the_start(as_agent):
    """The lead, the facilitator, the sponsor and the line manager, each in their own session."""
    manager = AgentFactory()
    lead = AgentFactory(manager=manager, unit=unit("accueil"))
    facilitator, sponsor = AgentFactory(roles=[Role.FACILITATOR]), AgentFactory()
    client = as_agent(lead)
    answer = client.post_form(reverse("pilots:new"), {"title": "SANU", "problem": "Des renvois", "origin": "Le guichet"})
    assert answer.url == "/pilots/sanu/"
    pilot = Pilot.objects.get()

    def decide(agent, gate, kind="go"):
        return as_agent(agent).post_form(reverse("pilots:decide", args=[pilot.code, gate, kind]), {"reasons": "Tout est dit."})

    assert decide(facilitator, "framing").status_code == 302
    framed = {k: v for k, v in factories.FRAMED.items() if not isinstance(v, bool)} | {
        "title": "SANU",
        "visibility": "open",
        "planned_weeks": "24",
        "reply_days": "10",
        "notice_days": "0",
        "least_measures": "6",
        "is_feedback_open": "on",
        "starts_on": clock.today().isoformat(),
        "units": [lead.unit.code],
    }
    assert client.post_form(reverse("pilots:framing", args=[pilot.code]), framed).status_code == 302
    assert (
        client.post_form(
            reverse("pilots:new_audience", args=[pilot.code]),
            {"name": "Agent d’accueil", "what_changes": "Vous orientez", "added_value": "Moins de renvois"},
        ).status_code
        == 302
    )
    assert (
        client.post_form(
            reverse("pilots:team", args=[pilot.code]), {"person": str(lead.public_id), "role": "lead", "share_of_time": "40"}
        ).status_code
        == 302
    )
    member = pilot.memberships.get()
    as_agent(manager).post_form(reverse("pilots:team", args=[pilot.code]), {})
    agree = reverse("pilots:agree_time", args=[pilot.code, member.public_id])
    assert client.post(agree).status_code == 403
    assert as_agent(manager).post(agree).status_code == 302
    assert (
        client.post_form(
            reverse("pilots:new_indicator", args=[pilot.code]),
            {
                "name": "Renvois",
                "dimension": "impact",
                "shape": "number",
                "direction": "down",
                "unit": "renvois",
                "owner": str(lead.public_id),
                "frequency": "weekly",
                "baseline_none_reason": "Jamais compté",
                "min_publishable_n": "5",
            },
        ).status_code
        == 302
    )
    assert (
        client.post_form(
            reverse("pilots:propose_mandate", args=[pilot.code]),
            {
                "sponsor": str(sponsor.public_id),
                "text": "Vous répondez.",
                "protects": ["protects_time"],
                "commitments": "Libérer du temps ; 01/03/2027",
                "starts_on": clock.today().isoformat(),
                "ends_on": (clock.today() + timedelta(150)).isoformat(),
            },
        ).status_code
        == 302
    )
    mandate = SponsorMandate.objects.get()
    assert decide(sponsor, "ready").status_code in (403, 422)
    accept = reverse("pilots:accept_mandate", args=[pilot.code, mandate.public_id])
    data = {"fingerprint": mandate.fingerprint(), "has_read": "on"}
    assert client.post(accept, data).status_code == 403
    refused = as_agent(sponsor).post(accept, {"has_read": "on", "fingerprint": "0" * 64})
    assert refused.status_code == 422
    assert f'name="fingerprint" value="{mandate.fingerprint()}"' in refused.content.decode(), "the text shown is what one may accept next"
    assert not re.search(r'name="has_read"[^>]*checked', refused.content.decode()), "a text that changed is read again"
    assert as_agent(sponsor).post(accept, data).status_code == 302
    assert decide(sponsor, "ready").status_code == 302
    assert decide(lead, "running").status_code == 422  # nothing is announced yet
    client.post_form(
        reverse("pilots:announce", args=[pilot.code]),
        {"title": "Le SANU arrive", "what_changes": "Une personne", "effective_on": clock.today().isoformat()},
    )
    assert decide(lead, "running").status_code == 302
    pilot.refresh_from_db()
    assert (pilot.state, pilot.week) == ("running", 1)
    assert as_agent(AgentFactory()).get(pilot.get_absolute_url()).status_code == 200
    assert GateDecision.objects.count() == 3


def test_home_when_things_wait_then_for_the_right_people():
    department = unit("accueil")
    lead = AgentFactory()
    pilot = factories.a_pilot("running", lead=lead)
    pilot.audiences.update(unit=department)
    indicator = factories.an_indicator(pilot, owner=lead)
    factories.measured(indicator, 31, first=clock.today() - timedelta(40))
    factories.a_feedback(pilot, owner=lead, state="triaged", days_late=2)
    concerned, stranger = AgentFactory(unit=department), AgentFactory(unit=unit("routes"))
    asked = SponsorMandate.objects.create(
        pilot=factories.a_pilot("draft"),
        sponsor=stranger,
        text="x",
        starts_on=clock.today(),
        ends_on=clock.today() + timedelta(9),
        proposed_by=lead,
    )
    kinds = {t.url for t in home.tasks_of(lead)}
    assert reverse("pilots:measure", args=[pilot.code, indicator.public_id]) in kinds
    assert any("/feedback/" in url for url in kinds)
    assert [t.url for t in home.tasks_of(concerned) if t.area == "pilots"] == [reverse("pilots:give_feedback", args=[pilot.code])]
    assert [t.url for t in home.tasks_of(stranger) if t.area == "pilots"] == [asked.get_absolute_url()]
    assert any(d.area == "pilots" for d in home.deeds_of(lead))


def test_home_when_leading_sponsoring_or_managing_then_each_has_their_part():
    def waiting(agent):
        return [task.url for task in home.tasks_of(agent) if task.area == "pilots"]

    lead, sponsor, chief = AgentFactory(), AgentFactory(), AgentFactory()
    pilot = factories.a_pilot("running", lead=lead, sponsor=sponsor)
    assert waiting(lead) == waiting(sponsor) == waiting(chief) == []
    Pilot.objects.filter(pk=pilot.pk).update(next_review_on=clock.today() + timedelta(days=3))
    item = factories.a_feedback(pilot, state="new", owner=None)
    assert set(waiting(lead)) == {reverse("pilots:gates", args=[pilot.code]), reverse("pilots:feedback_board", args=[pilot.code])}
    factories.a_feedback(pilot, state="new", owner=None, merged_into=item)
    assert [t.detail for t in home.tasks_of(lead) if "/board/" in t.url] == ["1 retours attendent une réponse."]
    with clock.told_at(clock.now() + timedelta(days=10)):  # what is promised for the twentieth day
        assert waiting(sponsor) == [SponsorMandate.objects.get(pilot=pilot).get_absolute_url()]
    factories.move(pilot, "review")
    assert reverse("pilots:review", args=[pilot.code]) in waiting(sponsor)
    member = AgentFactory(manager=chief)
    Membership.objects.create(pilot=pilot, person=member, role="team", share_of_time=20, joined_on=clock.today())
    assert waiting(chief) == [reverse("pilots:team", args=[pilot.code])]
    assert waiting(member) == []


def test_thread_when_a_pilot_stopped_then_its_result_and_outcome_follow():
    pilot = factories.a_pilot("stopped")
    told(pilot)
    places = {p.step: p for p in fil.strip(pilot, pilot.created_by)}
    assert places[fil.Step.PILOT].is_here
    assert len(places[fil.Step.RESULT].knots) == 1
    assert len(places[fil.Step.OUTCOME].knots) == 1


def test_search_when_a_stopped_pilot_then_found_by_its_lessons(drain, as_agent):
    pilot = factories.a_pilot("stopped")
    door.refresh(pilot)
    drain()
    assert pilot.pk in door.rank("pilot", "numéro périmé")


def test_mandate_when_proposed_then_read_by_those_concerned_only(as_agent):
    pilot = factories.a_pilot("draft")
    mandate = SponsorMandate.objects.create(
        pilot=pilot,
        sponsor=AgentFactory(),
        text="x",
        starts_on=clock.today(),
        ends_on=clock.today() + timedelta(9),
        proposed_by=pilot.created_by,
    )
    path = mandate.get_absolute_url()
    assert [as_agent(a).get(path).status_code for a in (mandate.sponsor, pilot.created_by, AgentFactory())] == [200, 200, 404]


def test_published_when_few_voices_then_their_number_is_not_told(as_agent):
    pilot = factories.a_pilot("running")
    root = factories.a_feedback(pilot)
    for _n in range(3):
        factories.a_feedback(pilot, merged_into=root)
    factories.a_reply(root)
    page = as_agent(AgentFactory()).get(reverse("pilots:feedback", args=[pilot.code])).content.decode()
    assert Reply.objects.for_publication().get().voices == 4
    assert "4 personnes" not in page
    factories.a_feedback(pilot, merged_into=root)
    assert "5 personnes" in as_agent(AgentFactory()).get(reverse("pilots:feedback", args=[pilot.code])).content.decode()


def test_forms_when_nothing_is_chosen_yet_then_the_same_word_as_elsewhere(as_agent):
    pilot = factories.a_pilot("ready", legal_basis="")
    pages = [reverse("pilots:framing", args=[pilot.code]), factories.a_feedback(pilot).get_absolute_url()]
    for url in pages:
        page = as_agent(pilot.created_by).get(url).content.decode()
        assert "---------" not in page and '<option value="" selected>Choisir</option>' in page, url
