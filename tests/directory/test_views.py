"""The pages of the directory, as people walk them."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from intranet.base import clock
from intranet.base.panels import _panels, panel
from intranet.directory.models import Agent, OrgUnit
from intranet.notifications.models import Notification
from tests.factories import AgentFactory, SiteFactory, unit


@pytest.fixture
def house(db):
    """A direction with two services, its people, and another direction."""
    north = unit("solidarites", kind="direction", name="Direction des solidarités")
    near = unit("accueil", north, name="Service accueil")
    far = unit("routes", unit("infrastructures", kind="direction"), name="Service routes")
    head = AgentFactory(first_name="Hélène", last_name="Roux", unit=north)
    OrgUnit.objects.filter(pk=north.pk).update(head=head, mission="Aider chacun.", mailbox="solidarites@exemple.fr")
    boss = AgentFactory(first_name="Paul", last_name="Testud", unit=near, manager=head)
    lea = AgentFactory(first_name="Léa", last_name="Martin", unit=near, manager=boss, site=SiteFactory(name="Maison de Cannes"))
    omar = AgentFactory(first_name="Omar", last_name="Camara", unit=far)
    return {"north": north, "near": near, "far": far, "head": head, "boss": boss, "lea": lea, "omar": omar}


def names(answer):
    return re.findall(r"<h3><a href=\"/people/[^\"]+\">([^<]+)</a>", answer.content.decode())


def test_people_when_filtered_then_only_those_of_the_unit_and_site_are_listed(as_agent, house):
    client = as_agent(house["omar"])
    assert names(client.get("/people/")) == ["Omar Camara", "Léa Martin", "Hélène Roux", "Paul Testud"]
    assert names(client.get("/people/?q=martin")) == ["Léa Martin"]
    assert names(client.get(f"/people/?unit={house['north'].code}")) == ["Léa Martin", "Hélène Roux", "Paul Testud"]
    assert names(client.get(f"/people/?unit={house['near'].code}&q=tes")) == ["Paul Testud"]
    assert names(client.get(f"/people/?site={house['lea'].site_id}")) == ["Léa Martin"]


@pytest.mark.parametrize("query", ["q=%00", "unit=%00", "site=%00", "site=²", "site=99999999999999999999", "page=abc", "q=" + "a" * 5000])
def test_people_when_the_address_is_nonsense_then_the_page_still_opens(as_agent, house, query):
    assert as_agent(house["lea"]).get(f"/people/?{query}").status_code == 200


def test_people_when_nobody_answers_then_the_page_says_what_to_do(as_agent, house):
    page = as_agent(house["lea"]).get("/people/?q=zzzz").content.decode()
    assert 'href="/people/"' in page
    assert "Personne ne correspond" in page


def test_people_when_there_are_many_then_queries_do_not_grow(as_agent, house, django_assert_num_queries):
    client = as_agent(house["lea"])
    with django_assert_num_queries(8):
        client.get("/people/?q=a&unit=solidarites")
    for _ in range(15):
        AgentFactory(unit=house["near"], first_name="Alain")
    with django_assert_num_queries(8):
        client.get("/people/?q=a&unit=solidarites")


def test_suggest_when_words_begin_a_name_then_colleagues_in_use_answer(as_agent, house):
    AgentFactory(first_name="Léa", last_name="Partie", is_active=False)
    answer = as_agent(house["omar"]).get("/people/suggest/?q=lea").json()
    assert [each["label"] for each in answer] == ["Léa Martin"]
    assert answer[0]["value"] == str(house["lea"].public_id)
    assert answer[0]["slug"] == house["lea"].slug  # what a mention writes after its "@"
    assert as_agent(house["omar"]).get("/people/suggest/?q=").json() == []


def test_profile_when_opened_then_it_says_who_where_and_under_whom(as_agent, house):
    page = as_agent(house["omar"]).get(house["lea"].get_absolute_url()).content.decode()
    for expected in (
        "Léa Martin",
        "Maison de Cannes",
        house["boss"].get_absolute_url(),
        house["north"].get_absolute_url(),
        house["lea"].email,
    ):
        assert expected in page
    assert reverse("directory:edit") not in page


def test_profile_when_it_is_mine_then_i_may_edit_it(as_agent, house):
    page = as_agent(house["lea"]).get(house["lea"].get_absolute_url()).content.decode()
    assert reverse("directory:edit") in page
    assert reverse("directory:confirm") in page


def test_profile_when_an_area_adds_a_panel_then_it_is_there(as_agent, house):
    @panel("profile")
    def added(viewer, person):
        return "components/empty.html", {"text": f"{viewer.first_name} regarde {person.first_name}"}

    try:
        page = as_agent(house["omar"]).get(house["lea"].get_absolute_url()).content.decode()
    finally:
        _panels.pop()
    assert "Omar regarde Léa" in page


def test_profile_when_a_script_is_written_then_it_is_text(as_agent, house):
    Agent.objects.filter(pk=house["lea"].pk).update(about="<script>alert(1)</script>")
    page = as_agent(house["omar"]).get(house["lea"].get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_edit_when_saved_then_colleagues_read_it_and_it_is_confirmed(as_agent, house):
    client = as_agent(house["lea"])
    client.post_form("/people/me/edit/", {"phone": "04 93 00 00 00", "about": "J’aide au numérique.", "language": "en"})
    agent = Agent.objects.get(pk=house["lea"].pk)
    assert (agent.phone, agent.about, agent.language) == ("04 93 00 00 00", "J’aide au numérique.", "en")
    assert agent.details_confirmed_on == clock.today()
    assert not agent.must_confirm_details


@pytest.mark.parametrize(
    ("field", "value"), [("phone", "<script>"), ("phone", "0" * 31), ("about", "a" * 1001), ("about", "x\x00y"), ("language", "xx")]
)
def test_edit_when_something_is_wrong_then_nothing_changes_and_it_is_kept(as_agent, house, field, value):
    data = {"phone": "04 93", "about": "Des mots gardés.", "language": "fr", field: value}
    answer = as_agent(house["lea"]).post_form("/people/me/edit/", data)
    assert answer.status_code == 422
    if field != "about":
        assert "Des mots gardés." in answer.content.decode()
    assert Agent.objects.get(pk=house["lea"].pk).about == ""


def test_edit_when_a_megabyte_comes_then_it_is_refused_not_a_crash(as_agent, house):
    answer = as_agent(house["lea"]).post_form("/people/me/edit/", {"phone": "", "about": "a" * 1_000_000, "language": "fr"})
    assert answer.status_code == 422


def absence(client, **changes):
    first, last = clock.today() + timedelta(days=2), clock.today() + timedelta(days=9)
    return client.post_form(
        "/people/me/absence/",
        {"absent_from": first.isoformat(), "absent_until": last.isoformat(), "cover": "", "cover_words": "", **changes},
    )


def test_absence_when_announced_then_the_entry_says_it_and_the_cover_is_told_once(as_agent, house, drain, mailoutbox):
    client = as_agent(house["lea"])
    today = clock.today().isoformat()
    absence(client, absent_from=today, cover=str(house["boss"].public_id))
    absence(client, absent_from=today, cover=str(house["boss"].public_id))
    page = as_agent(house["omar"]).get(house["lea"].get_absolute_url()).content.decode()
    assert "En absence" in page
    assert house["boss"].get_absolute_url() in page
    assert Notification.objects.filter(recipient=house["boss"]).count() == 1
    drain()
    assert [mail.to for mail in mailoutbox] == [[house["boss"].email]]
    client.post("/people/me/absence/end/")
    assert "En absence" not in as_agent(house["omar"]).get(house["lea"].get_absolute_url()).content.decode()


def test_absence_when_to_come_then_only_its_author_reads_it(as_agent, house):
    absence(as_agent(house["lea"]))
    assert "absence" not in as_agent(house["omar"]).get(house["lea"].get_absolute_url()).content.decode().lower()
    assert "Absence annoncée" in as_agent(house["lea"]).get(house["lea"].get_absolute_url()).content.decode()


def test_absence_when_dates_or_cover_are_wrong_then_a_sentence_says_so(as_agent, house):
    gone = AgentFactory(is_active=False)
    client = as_agent(house["lea"])
    for changes in (
        {"absent_until": (clock.today() - timedelta(days=1)).isoformat()},
        {"absent_from": "2020-01-01", "absent_until": "2020-01-02"},
        {"absent_from": "nonsense"},
        {"cover": str(house["lea"].public_id)},
        {"cover": str(gone.public_id)},
        {"cover": "forged"},
        {"cover_words": "personne-de-ce-nom"},
        {"cover_words": "x\x00"},
    ):
        answer = absence(client, **changes)
        assert answer.status_code == 422, changes
        assert "error-summary" in answer.content.decode()
    assert Agent.objects.get(pk=house["lea"].pk).absent_from is None


def test_absence_when_typed_without_script_then_a_name_or_an_address_is_enough(as_agent, house):
    client = as_agent(house["lea"])
    absence(client, cover_words="paul testud")
    assert Agent.objects.get(pk=house["lea"].pk).cover == house["boss"]
    twin = AgentFactory(first_name="Paul", last_name="Testud", email="autre.paul@exemple.fr")
    answer = absence(client, cover_words="paul testud")
    assert answer.status_code == 422
    assert "autre.paul@exemple.fr" in answer.content.decode()
    absence(client, cover_words="autre.paul@exemple.fr")
    assert Agent.objects.get(pk=house["lea"].pk).cover == twin


def test_absence_when_pressed_twice_then_it_is_done_once(as_agent, house):
    client = as_agent(house["lea"])
    token = (
        re.search(rb'name="form_token" value="([^"]+)"', client.get("/people/me/absence/").content.split(b'class="narrow"')[1])
        .group(1)
        .decode()
    )
    first = (clock.today() + timedelta(days=2)).isoformat()
    data = {"absent_from": first, "absent_until": "", "cover": str(house["boss"].public_id), "cover_words": "", "form_token": token}
    answers = [client.post("/people/me/absence/", data) for _ in range(2)]
    assert [answer.url for answer in answers] == [house["lea"].get_absolute_url()] * 2
    assert Notification.objects.filter(recipient=house["boss"]).count() == 1


def test_team_when_i_lead_one_then_its_people_are_there_and_only_they(as_agent, house):
    assert names(as_agent(house["boss"]).get("/people/me/team/")) == ["Léa Martin"]
    assert names(as_agent(house["lea"]).get("/people/me/team/")) == []


def test_unit_when_opened_then_mission_head_and_people(as_agent, house):
    page = as_agent(house["omar"]).get(house["north"].get_absolute_url()).content.decode()
    for expected in ("Aider chacun.", "solidarites@exemple.fr", house["head"].get_absolute_url(), house["near"].get_absolute_url()):
        assert expected in page
    assert names(as_agent(house["omar"]).get(house["near"].get_absolute_url())) == ["Léa Martin", "Paul Testud"]


def test_chart_when_opened_then_my_way_is_open_and_counts_hold_those_below(as_agent, house):
    page = as_agent(house["lea"]).get("/people/chart/").content.decode()
    branch = re.search(r'id="unit-solidarites"><details( open)?><summary>.*?</summary>', page, re.S)
    assert branch.group(1)
    assert "3 personnes" in branch.group(0)
    assert re.search(r'id="unit-infrastructures"><details><summary>', page)
    assert "votre service" in page


@pytest.mark.parametrize("services", [1, 30])
def test_chart_when_the_organisation_is_large_then_queries_and_page_stay_bounded(as_agent, house, django_assert_max_num_queries, services):
    for number in range(12):
        direction = unit(f"d{number}", kind="direction")
        for other in range(services):
            unit(f"s{number}-{other}", direction)
    client = as_agent(house["lea"])
    with django_assert_max_num_queries(9):
        page = client.get("/people/chart/").content.decode()
    assert page.count("<li") < 220
    opened = client.get("/people/chart/?unit=d3").content.decode()
    assert 'id="unit-s3-0"' in opened


def test_chart_when_the_unit_is_forged_then_the_page_opens(as_agent, house):
    assert as_agent(house["lea"]).get("/people/chart/?unit=%00zz").status_code == 200
