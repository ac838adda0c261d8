"""The frame of every page: names, the alert, the current area, errors that help, what robots may read."""

import re
from datetime import timedelta

import pytest

from intranet.base import clock
from intranet.base.views import server_error
from intranet.roles import Role
from intranet.shell import frame
from intranet.shell.models import AlertPage, Appearance
from tests.factories import AgentFactory
from tests.shell import factories


def test_alert_when_one_is_published_then_every_page_shows_it(as_agent, agent):
    client = as_agent(agent)
    assert 'class="alert"' not in client.get("/people/").content.decode()
    factories.alert("Téléphonie coupée")
    assert "Téléphonie coupée" in client.get("/people/").content.decode()


def test_alert_when_another_is_published_then_the_first_goes(as_agent, agent):
    first, second = factories.alert("Première"), factories.alert("Seconde")
    first.refresh_from_db()
    assert not first.live
    assert list(AlertPage.objects.active()) == [second]
    page = as_agent(agent).get("/").content.decode()
    assert page.count('class="alert"') == 1
    assert "Seconde" in page


def test_alert_when_its_hour_passes_then_it_goes_by_itself(as_agent, agent, time_machine):
    time_machine.move_to(clock.now(), tick=False)
    factories.alert(until=clock.now() + timedelta(seconds=30))
    assert frame.read().alert is not None
    time_machine.shift(timedelta(seconds=31))
    assert frame.read().alert is None
    assert not AlertPage.objects.active().exists()


def test_alert_when_unpublished_then_it_goes_at_once(as_agent, agent):
    page = factories.alert()
    assert frame.read().alert is not None
    page.unpublish()
    assert frame.read().alert is None


def test_alert_when_signed_out_then_it_is_not_shown(browser, db):
    factories.alert("Interne")
    assert "Interne" not in browser.get("/accounts/login/").content.decode()


def test_frame_when_read_again_then_no_query_is_made(db, django_assert_num_queries):
    frame.read()
    with django_assert_num_queries(0):
        assert frame.read().site_name == "Traverse"


def test_appearance_when_changed_then_pages_say_it_at_once(as_agent, agent):
    client = as_agent(agent)
    assert "/theme-" not in client.get("/").content.decode()
    appearance = Appearance.objects.get()
    appearance.site_name, appearance.organisation, appearance.hue = "Passerelle", "Ville de Vence", 140
    appearance.save()
    page = client.get("/").content.decode()
    assert "– Passerelle, Ville de Vence</title>" in page
    assert "/theme-140.css" in page


@pytest.mark.parametrize(
    ("path", "area"), [("/", ""), ("/skills/", "skills"), ("/people/", "skills"), ("/ideas/", "ideas"), ("/pilots/", "pilots")]
)
def test_navigation_when_in_an_area_then_one_entry_is_current(as_agent, agent, path, area):
    page = as_agent(agent).get(path).content.decode()
    nav = page[page.index('class="main-nav"') : page.index("</nav>")]
    assert nav.count("aria-current") == 1
    here = next(line for line in nav.splitlines() if "aria-current" in line)
    assert f'data-area="{area}"' in here if area else 'href="/"' in here


def test_site_map_when_opened_then_each_link_leads_somewhere(as_agent, agent):
    client = as_agent(agent)
    page = client.get("/sitemap/").content.decode()
    links = set(re.findall(r'href="(/[^"]*)"', page[page.index('class="grid three sitemap"') : page.index("</main>")]))
    assert len(links) > 15
    dead = [link for link in links if client.get(link).status_code not in (200, 302)]
    assert not dead


def test_site_map_when_the_back_office_opens_then_it_is_listed(as_agent, agent):
    assert 'href="/admin/"' not in as_agent(agent).get("/sitemap/").content.decode()
    assert 'href="/admin/"' in as_agent(AgentFactory(roles=[Role.EDITOR])).get("/sitemap/").content.decode()


def test_not_found_when_signed_in_then_the_words_of_the_address_are_ready_to_search(as_agent, agent):
    answer = as_agent(agent).get("/nowhere/un-mediateur-numerique/")
    assert answer.status_code == 404
    assert 'value="un mediateur numerique"' in answer.content.decode()
    assert "<script>" not in as_agent(agent).get("/nowhere/%3Cscript%3E/").content.decode()


def test_not_found_when_signed_out_then_it_offers_to_sign_in(browser, db):
    page = browser.get("/nowhere.php")
    assert page.status_code == 404
    assert "/accounts/login/?next=" in page.content.decode()


def test_server_error_when_the_database_fails_then_the_page_stands_alone(rf, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        answer = server_error(rf.get("/"))
    assert answer.status_code == 500
    assert "Une erreur est survenue" in answer.content.decode()


def test_robots_when_asked_then_nothing_is_for_them(client, db):
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"
    assert client.get("/favicon.ico").url.endswith("img/mark.svg")


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"])
def test_language_when_the_return_address_is_foreign_then_it_is_not_followed(as_agent, agent, back):
    answer = as_agent(agent).post("/language/", {"language": "en", "next": back})
    assert answer.status_code == 302
    assert answer.url.startswith("/")
    assert not answer.url.startswith("//")
    agent.refresh_from_db()
    assert agent.language == "en"
