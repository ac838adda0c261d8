"""The back office: who opens it, what its menu shows, the journal, and jobs tried again."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags
from wagtail.admin.menu import admin_menu
from wagtail.models import ModelLogEntry

from intranet import audit
from intranet.base import clock
from intranet.jobs.models import Job
from intranet.roles import Role
from intranet.shell import actions
from tests.factories import AgentFactory
from tests.ideas.factories import CategoryFactory
from tests.shell import factories
from tests.skills.factories import SkillFactory, relate


@pytest.fixture
def administrator(db):
    return AgentFactory(roles=[Role.ADMINISTRATOR])


@pytest.fixture
def failed(db):
    return Job.objects.create(name="mail.send", run_after=clock.now(), attempts=8, last_error="refused", gave_up_at=clock.now())


def test_back_office_when_not_for_me_then_it_says_why_and_does_not_turn_in_circles(as_agent, agent):
    answer = as_agent(agent).get("/admin/", follow=True)
    assert answer.status_code == 403
    assert len(answer.redirect_chain) == 1
    assert "ouverte aux administrateurs" in answer.content.decode()


def test_back_office_when_signed_out_then_it_leads_to_our_sign_in(client, db):
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/accounts/login/?next=")


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.EDITOR, Role.FACILITATOR])
def test_back_office_when_mine_then_it_opens_in_french_and_calls_nobody(as_agent, role):
    answer = as_agent(AgentFactory(roles=[role])).get("/admin/")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Que voulez‑vous faire" in page
    assert "gravatar" not in page
    assert "releases.wagtail" not in page


@pytest.mark.parametrize("path", ["/admin/users/", "/admin/idea_categories/", "/admin/skill_neighbours/"])
def test_lists_when_opened_then_no_word_is_left_in_english(as_agent, path):
    editor = AgentFactory(roles=[Role.ADMINISTRATOR, Role.EDITOR])
    CategoryFactory()
    relate(SkillFactory(), SkillFactory())
    page = strip_tags(as_agent(editor).get(path).content.decode().split("<main")[1])
    assert re.search(r"^\s*oui\s*$", page, re.MULTILINE)
    assert not re.search(r"\b(True|False|Name)\b", page)


def test_menu_when_in_french_then_no_label_is_cut(rf, db):
    request = rf.get(reverse("wagtailadmin_home"))  # the addresses are loaded, and with them what they put in the menu
    request.user = AgentFactory(roles=[Role.ADMINISTRATOR, Role.EDITOR])
    with translation.override("fr"):
        labels = [str(item.label) for item in admin_menu.menu_items_for_request(request)]
    assert {"Savoirs", "Idées", "Compétences", "Propositions"} <= set(labels)
    assert max(map(len, labels)) <= 17  # what the bar of 200 pixels holds


def test_back_office_when_an_editor_writes_then_news_are_theirs_to_publish_and_guides_are_not(as_agent):
    editor = AgentFactory(roles=[Role.EDITOR])
    page = factories.news()
    assert page.permissions_for_user(editor).can_publish()
    assert page.get_parent().get_parent().permissions_for_user(editor).can_edit()
    assert not page.get_parent().get_parent().permissions_for_user(editor).can_publish()
    assert not page.permissions_for_user(AgentFactory()).can_edit()


def test_appearance_when_an_administrator_opens_it_then_the_strip_of_hues_is_there(as_agent, administrator):
    page = as_agent(administrator).get("/admin/settings/shell/appearance/", follow=True).content.decode()
    assert page.count("oklch(") == 48
    assert as_agent(AgentFactory(roles=[Role.EDITOR])).get("/admin/settings/shell/appearance/", follow=True).status_code != 404
    assert (
        "oklch(" not in as_agent(AgentFactory(roles=[Role.EDITOR])).get("/admin/settings/shell/appearance/", follow=True).content.decode()
    )


def test_journal_when_an_administrator_reads_it_then_acts_of_the_product_are_there(as_agent, administrator, failed):
    audit.record("jobs.retry", failed, actor=administrator, name="mail.send")
    assert "mail.send" in as_agent(administrator).get("/admin/reports/site-history/").content.decode()
    assert "mail.send" not in as_agent(AgentFactory(roles=[Role.EDITOR])).get("/admin/reports/site-history/").content.decode()


def test_jobs_when_an_administrator_tries_again_then_it_runs_again_and_is_written_down(as_agent, administrator, failed):
    client = as_agent(administrator)
    assert "mail.send" in client.get("/admin/jobs/?state=failed").content.decode()
    assert "1 tâche abandonnée" in client.get("/admin/").content.decode()
    assert client.post_form(f"/admin/jobs/{failed.pk}/retry/", {}).status_code == 302
    failed.refresh_from_db()
    assert (failed.gave_up_at, failed.attempts) == (None, 0)
    assert ModelLogEntry.objects.get(action="jobs.retry").user == administrator
    with pytest.raises(PermissionDenied, match="abandonnée"):
        actions.retry_job(actor=administrator, job=failed)


@pytest.mark.parametrize("role", [None, Role.EDITOR, Role.FACILITATOR])
def test_jobs_when_not_an_administrator_then_nothing_shows_and_nothing_changes(as_agent, role, failed):
    someone = AgentFactory(roles=[role] if role else [])
    client = as_agent(someone)
    assert "mail.send" not in client.get("/admin/jobs/", follow=True).content.decode()
    client.post(f"/admin/jobs/{failed.pk}/retry/")
    failed.refresh_from_db()
    assert failed.gave_up_at is not None
    with pytest.raises(PermissionDenied):
        actions.retry_job(actor=someone, job=failed)


@pytest.mark.parametrize("path", ["/admin/jobs/new/", "/admin/jobs/edit/{}/", "/admin/jobs/delete/{}/"])
def test_jobs_when_somebody_would_write_one_then_there_is_no_such_page(as_agent, administrator, failed, path):
    assert as_agent(administrator).get(path.format(failed.pk)).status_code == 404
