"""P10: what is held about an agent is declared, exported whole, and gone when they leave."""

import json
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import translation

from intranet.directory.models import Agent
from intranet.privacy import actions, export
from intranet.privacy.register import Erase, holdings
from intranet.roles import Role
from tests.factories import AgentFactory, unit

# Tables of libraries that refer to an account and hold nothing of their own about it.
NOT_HELD = {
    "directory.Agent.groups",
    "directory.Agent.user_permissions",
    "wagtailcore.Revision.user",
    "wagtailcore.PageSubscription.user",
    "wagtailcore.Page.owner",
    "wagtailcore.Page.locked_by",
    "wagtailcore.WorkflowState.requested_by",
    "wagtailcore.TaskState.finished_by",
    "wagtailcore.Comment.user",
    "wagtailcore.Comment.resolved_by",
    "wagtailcore.CommentReply.user",
    "wagtailcore.UploadedFile.uploaded_by_user",
    "wagtaildocs.Document.uploaded_by_user",
    "wagtailimages.Image.uploaded_by_user",
    "guardian.UserObjectPermission.user",
}


def references_to_agents() -> set[str]:
    found = set()
    for model in apps.get_models():
        if model._meta.auto_created or model._meta.proxy:
            continue
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            if isinstance(field, models.ForeignKey | models.ManyToManyField) and field.related_model is Agent:
                found.add(f"{model._meta.label}.{field.name}")
    return found


def test_register_when_a_model_refers_to_an_agent_then_it_is_declared():
    missing = references_to_agents() - {h.name for h in holdings()} - NOT_HELD
    assert not missing, f"declare these in the area's privacy.py with hold(): {sorted(missing)}"


def test_register_when_declared_then_every_field_exists(db):
    for holding in holdings():
        list(holding.model._base_manager.values("pk", *holding.fields)[:1])
        list(holding.model._base_manager.filter(**{f"{holding.agent_field}": 1})[:1])


def test_register_when_a_link_is_blanked_then_the_column_allows_it():
    for holding in holdings():
        if holding.on_erase is Erase.BLANK:
            assert holding.model._meta.get_field(holding.agent_field).null, holding.name


def test_register_when_rows_are_declared_for_several_people_of_theirs_then_no_two_lines_have_the_same_name():
    for language in ("fr", "en"):
        with translation.override(language):
            names = [holding.what for holding in holdings()]
            assert len(names) == len(set(names)), language


def test_mine_when_opened_then_each_line_says_which_part_i_have(as_agent, agent):
    AgentFactory(manager=agent)
    page = as_agent(agent).get("/my-data/").content.decode()
    assert "Agents (la personne)" in page
    assert "Agents (responsable hiérarchique)" in page


def test_export_when_asked_then_it_holds_what_the_agent_typed(as_agent):
    agent = AgentFactory(about="Je parle la langue des signes", unit=unit("accueil"))
    answer = as_agent(agent).post("/my-data/export/")
    with ZipFile(BytesIO(answer.content)) as archive:
        document = json.loads(archive.read("traverse.json"))
        page = archive.read("traverse.html").decode()
    assert "Je parle la langue des signes" in page
    assert "<dt>Unité</dt>" in page and "unit__name" not in page and "date_joined" not in page  # in words, for people
    entry = next(part for part in document["held"] if part["model"] == "directory.Agent.pk")
    assert entry["rows"][0]["email"] == agent.email


def test_export_when_another_agent_exists_then_nothing_of_theirs_is_in_it(as_agent, agent):
    other = AgentFactory(about="Un secret à moi")
    answer = as_agent(agent).post("/my-data/export/")
    with ZipFile(BytesIO(answer.content)) as archive:
        whole = archive.read("traverse.json").decode() + archive.read("traverse.html").decode()
    assert other.email not in whole
    assert "Un secret à moi" not in whole


def test_erase_when_asked_by_the_agent_then_no_table_names_them(as_agent):
    agent = AgentFactory(username="zoe-unique", first_name="Zoé", last_name="Introuvable", email="zoe.introuvable@exemple.fr")
    agent.set_password("correct horse battery staple seven words here")
    agent.save()
    client = as_agent(agent)
    client.post("/my-data/export/")
    answer = client.post("/my-data/erase/", {"understood": "on", "password": "correct horse battery staple seven words here"})
    assert answer.status_code == 302
    agent.refresh_from_db()
    assert not agent.is_active
    assert rows_that_say(["zoe-unique", "Introuvable", "zoe.introuvable@exemple.fr"]) == []
    assert client.get("/").status_code == 302


def test_erase_when_the_password_is_wrong_then_nothing_changes(as_agent, agent):
    answer = as_agent(agent).post("/my-data/erase/", {"understood": "on", "password": "faux"})
    assert answer.status_code == 422
    agent.refresh_from_db()
    assert agent.is_active


def test_erase_when_by_whom_then_only_the_person_or_an_administrator(db):
    agent = AgentFactory()
    with pytest.raises(PermissionDenied):
        actions.erase(agent=agent, by=AgentFactory(roles=[Role.HR_ADVISER]))
    actions.erase(agent=agent, by=AgentFactory(roles=[Role.ADMINISTRATOR]))
    agent.refresh_from_db()
    assert agent.erased_at


def rows_that_say(words: list[str]) -> list[str]:
    """Every table and column in which one of `words` still stands."""
    found = []
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField):
                for word in words:
                    if model._base_manager.filter(**{f"{field.name}__icontains": word}).exists():
                        found.append(f"{model._meta.label}.{field.name}: {word}")
    return found


def test_export_when_read_by_people_then_every_field_has_words(agent):
    for holding in holdings():
        row = dict.fromkeys(holding.fields)
        assert all(words and "_" not in words for words, _value in export._told(holding, row)), holding.name


@pytest.mark.parametrize(
    ("value", "shown"),
    [(True, "oui"), ({"a": 1}, '{"a": 1}'), ([1, "b"], "1, b"), (date(2026, 5, 1), "1er mai 2026"), (None, None), ("fr", "Français")],
)
def test_export_when_read_by_people_then_values_are_in_words(value, shown):
    with translation.override("fr"):
        assert export._shown(Agent._meta.get_field("language"), value) == shown
