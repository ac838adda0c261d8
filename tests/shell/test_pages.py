"""Composed pages: the home page, news and events, legal texts, and that they come back to an emptied database."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction, Site

from intranet import home, roles
from intranet.base import clock
from intranet.directory.models import Agent
from intranet.roles import Role
from intranet.shell import site
from intranet.shell.demo import Demo, organisation, pages
from intranet.shell.models import AccessibilityPage, EventPage, HomePage, NewsIndexPage, NewsPage, TextPage
from tests.factories import AgentFactory, unit
from tests.shell import factories


def test_ensure_site_when_run_again_then_nothing_changes(db):
    before = list(Page.objects.order_by("pk").values("pk", "path", "title", "slug", "live"))
    site.ensure_site()
    assert list(Page.objects.order_by("pk").values("pk", "path", "title", "slug", "live")) == before


def test_ensure_site_when_the_database_was_emptied_then_the_pages_come_back(transactional_db, client):
    call_command("flush", interactive=False, verbosity=0)
    assert {page.specific_class for page in Page.objects.filter(depth__gte=2)} >= {HomePage, NewsIndexPage, AccessibilityPage, TextPage}
    assert Site.objects.get().root_page.specific_class is HomePage
    assert client.get("/legal/").status_code == 200
    assert Page.find_problems() == ([], [], [], [], [])


@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.parametrize("path", ["/", "/todo/", "/activity/", "/sitemap/", "/news/", "/legal/", "/accessibility/", "/personal-data/"])
def test_page_when_any_role_opens_it_then_it_has_one_title(as_agent, role, path):
    answer = as_agent(AgentFactory(roles=[role] if role else [], unit=unit("accueil"))).get(path)
    assert answer.status_code == 200
    assert answer.content.count(b"<h1") == 1


@pytest.mark.parametrize("path", ["/", "/news/", "/todo/", "/activity/", "/sitemap/"])
def test_page_when_signed_out_then_it_leads_to_sign_in(browser, db, path):
    assert browser.get(path).url.startswith("/accounts/login/")


@pytest.mark.parametrize("path", ["/legal/", "/accessibility/", "/personal-data/"])
def test_statement_when_signed_out_then_it_opens(browser, db, path):
    assert browser.get(path).status_code == 200


def test_statement_when_english_is_read_then_it_is_english(as_agent):
    page = as_agent(AgentFactory(language="en")).get("/legal/").content.decode()
    assert "Legal notice" in page
    assert "publication director" in page
    assert "directeur de la publication" not in page


def test_statements_when_they_have_gaps_then_administrators_are_told_until_they_are_filled(as_agent):
    boss, agent = AgentFactory(roles=[Role.ADMINISTRATOR]), AgentFactory()
    assert home.tasks_of(agent) == []
    (task,) = home.tasks_of(boss)
    assert task.detail == "Encore à écrire : Mentions légales, Vos données personnelles, Déclaration d’accessibilité.".replace(
        " :", "\xa0:"
    )
    assert task.title in as_agent(boss).get("/").content.decode()
    pages._legal()
    (task,) = home.tasks_of(boss)
    assert task.detail.endswith("Déclaration d’accessibilité.")
    AccessibilityPage.objects.update(contact="a@exemple.fr")
    assert home.tasks_of(boss) == []


def test_statements_of_the_demo_then_nothing_is_left_to_complete(as_agent, db):
    pages._legal()
    for language, name in (("fr", "Directeur de la publication"), ("en", "Publication director")):
        client = as_agent(AgentFactory(language=language))
        assert name in client.get("/legal/").content.decode()
        for path in ("/legal/", "/personal-data/"):
            page = client.get(path).content.decode()
            assert "complétez" not in page
            assert "here.</b>" not in page


def test_accessibility_when_nobody_audited_then_no_conformity_is_claimed(as_agent, agent):
    page = as_agent(agent).get("/accessibility/").content.decode()
    assert "non encore auditée" in page
    assert "partiellement conforme" not in page
    claimed = AccessibilityPage.objects.get()
    claimed.state = AccessibilityPage.State.PARTIAL
    with pytest.raises(ValidationError):
        claimed.full_clean()


def test_home_when_nothing_waits_then_it_says_so_and_shows_first_steps(as_agent, agent):
    page = as_agent(agent).get("/").content.decode()
    assert "Rien ne vous attend" in page
    assert "Trois premiers pas" in page


def test_home_when_kept_to_a_group_then_others_do_not_read_it(as_agent, agent):
    restriction = PageViewRestriction.objects.create(page=HomePage.objects.get(), restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(roles.group(Role.EDITOR))
    assert "Trois premiers pas" not in as_agent(agent).get("/", follow=True).content.decode()
    page = as_agent(AgentFactory(roles=[Role.EDITOR])).get("/")
    assert page.status_code == 200
    assert '<a href="/" aria-current="page">' in page.content.decode()


def test_home_when_things_wait_then_it_counts_them_and_shows_six(as_agent, agent, monkeypatch):
    tasks = [
        home.Task(area="ideas", eyebrow="Vote ouvert", title=f"Chose {n}", detail="", url=f"/chose-{n}/", action="Voter") for n in range(8)
    ]
    monkeypatch.setattr(home, "_waiting", [lambda asked: tasks if asked == agent else []])
    page = as_agent(agent).get("/").content.decode()
    assert "Huit choses vous attendent." in page
    assert page.count('class="button quiet" href="/chose-') == 6
    assert "Tout voir (8)" in page
    assert as_agent(agent).get("/todo/").content.decode().count('class="button quiet" href="/chose-') == 8
    assert "Chose 1" not in as_agent(AgentFactory()).get("/").content.decode()


def test_news_when_my_direction_is_asked_then_others_are_left_out(as_agent):
    mine, other = unit("solidarites", kind="direction"), unit("routes", kind="direction")
    reader = AgentFactory(unit=unit("accueil", mine))
    factories.news("Pour tous")
    factories.news("Pour les solidarités", unit=mine)
    factories.news("Pour les routes", unit=other)
    every, own = (as_agent(reader).get(path).content.decode() for path in ("/news/", "/news/?of=direction"))
    assert all(title in every for title in ("Pour tous", "Pour les solidarités", "Pour les routes"))
    assert "Pour tous" in own
    assert "Pour les solidarités" in own
    assert "Pour les routes" not in own
    home_page = as_agent(reader).get("/").content.decode()
    assert "Pour les solidarités" in home_page
    assert "Pour les routes" not in home_page


def test_news_when_kept_to_a_group_then_others_find_it_nowhere(as_agent):
    page = factories.news("Réservé aux décideurs")
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(roles.group(Role.DECISION_MAKER))
    allowed, refused = as_agent(AgentFactory(roles=[Role.DECISION_MAKER])), as_agent(AgentFactory())
    assert "Réservé aux décideurs" in allowed.get("/news/").content.decode()
    assert allowed.get(page.url).status_code == 200
    assert "Réservé aux décideurs" not in refused.get("/news/").content.decode()
    assert "Réservé aux décideurs" not in refused.get("/").content.decode()
    assert refused.get(page.url).status_code != 200


def test_news_when_there_are_many_then_they_come_by_pages_and_lead_to_each_other(as_agent, agent):
    pages = [factories.news(f"Actualité {n}", days=n) for n in range(13)]
    client = as_agent(agent)
    assert "Page 1 sur 2" in client.get("/news/").content.decode()
    assert "Actualité 12" in client.get("/news/?page=2").content.decode()
    assert client.get("/news/?page=zzz&of=<script>").status_code == 200
    middle = client.get(pages[5].url).content.decode()
    assert 'rel="prev" href="' + pages[6].url in middle
    assert 'rel="next" href="' + pages[4].url in middle


def test_event_when_over_then_it_is_no_longer_announced(as_agent, agent):
    factories.event("Atelier à venir", days=2)
    past = factories.event("Atelier passé", days=-2)
    assert list(EventPage.objects.visible_to(agent).to_come().values_list("title", flat=True)) == ["Atelier à venir"]
    assert as_agent(agent).get(past.url).status_code == 200
    past.ends_at = past.starts_at - timedelta(hours=1)
    with pytest.raises(ValidationError):
        past.full_clean()


def test_news_when_a_draft_then_nobody_reads_it(as_agent, agent):
    page = factories.news("Brouillon")
    NewsPage.objects.filter(pk=page.pk).update(live=False)
    assert as_agent(agent).get(page.url).status_code == 404
    assert "Brouillon" not in as_agent(agent).get("/news/").content.decode()


def test_home_when_the_house_grows_from_8_to_600_then_the_queries_do_not(as_agent):
    small = Demo(today=clock.today(), agents_wanted=8)
    organisation.load(small)
    lea, direction = small.people["lea"], small.units["dga-solidarites"]
    factories.news("Seule", unit=direction, owner=lea)
    factories.event("Seul", owner=lea)
    client = as_agent(lea)
    before = queries_of(client)
    Agent.objects.bulk_create(
        [Agent(username=f"a{n}", slug=f"a{n}", email=f"a{n}@departement.example", unit=lea.unit, site=lea.site) for n in range(592)]
    )
    for number in range(15):
        factories.news(f"Actualité {number}", unit=direction, owner=lea)
        factories.event(f"Café {number}", days=number + 1, owner=lea)
    assert queries_of(client) == before


def test_tasks_when_nothing_waits_then_few_queries(db, django_assert_num_queries):
    asked = Agent.objects.get(pk=AgentFactory(unit=unit("accueil")).pk)
    with django_assert_num_queries(5):  # the conditions twice, their unit, the phases open to them, their roles
        assert home.tasks_of(asked) == []
        assert not home.did_anything(asked)


def queries_of(client) -> int:
    """The queries that the home page makes, once what the frame keeps is in the cache."""
    client.get("/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/")
    return len(captured)


def test_todo_and_activity_when_filtered_then_one_area_stays(as_agent, agent, monkeypatch):
    deeds = [home.Deed(area=area, at=clock.now(), title=f"Fait {area}", url=f"/{area}/") for area in ("ideas", "skills")]
    monkeypatch.setattr(home, "_deeds", [lambda asked: deeds])
    page = as_agent(agent).get("/activity/?area=ideas").content.decode()
    assert "Fait ideas" in page
    assert "Fait skills" not in page
    assert "Fait skills" in as_agent(agent).get("/activity/?area=nonsense").content.decode()


def test_activity_table_when_a_title_looks_like_a_formula_then_it_is_text(as_agent, agent, monkeypatch):
    deed = home.Deed(area="ideas", at=clock.now(), title="=HYPERLINK()", url="/ideas/", kind="Idée")
    monkeypatch.setattr(home, "_deeds", [lambda asked: [deed]])
    table = as_agent(agent).get("/activity/export.csv").getvalue().decode()
    assert "'=HYPERLINK()" in table
    assert ";=" not in table


def test_news_when_published_then_it_is_found_and_taken_down_it_is_not(as_agent, agent, drain):
    page = factories.news("La gratuité des parkings relais")
    page.save_revision().publish()
    drain()
    client = as_agent(agent)
    assert page.url in client.get("/search/?q=parking+relais").content.decode()
    page.unpublish()
    drain()
    assert page.url not in client.get("/search/?q=parking+relais").content.decode()
