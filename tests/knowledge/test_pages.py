"""Guides and procedures: who keeps them true, the date of review, four eyes before publication, who may enter the back office."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from wagtail.actions.publish_page_revision import PublishPagePermissionError
from wagtail.models import GroupPagePermission, Page, PageViewRestriction, Workflow
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from intranet.base import clock
from intranet.home import tasks_of
from intranet.notifications.models import Notification
from intranet.roles import Role
from intranet.search.models import Entry
from knowledge import actions
from knowledge.models import Change, GuidePage, KnowledgeIndexPage, OutdatedFlag
from knowledge.models.pages import RESERVED, Freshness
from knowledge.urls import urlpatterns
from tests.factories import AgentFactory, unit
from tests.knowledge import factories as make


def editor(**fields):
    return AgentFactory(roles=[Role.EDITOR], **fields)


# --- The date of review ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due_in", "state"),
    [
        (31, Freshness.OK),
        (30, Freshness.DUE),
        (1, Freshness.DUE),
        (0, Freshness.OVERDUE),
        (-179, Freshness.OVERDUE),
        (-180, Freshness.TO_ARCHIVE),
    ],
)
def test_freshness_when_the_date_comes_nearer_then_the_state_follows(db, due_in, state):
    assert make.guide(due_in=due_in).freshness == state


def test_freshness_when_asked_in_sql_then_lists_hold_both_branches(db):
    fine = make.guide(due_in=100, title="Dans les temps")
    near = make.guide(due_in=10, title="Bientôt")
    late = make.guide(due_in=-10, title="En retard")
    draft = make.guide(live=False, title="Brouillon")
    GuidePage.objects.filter(pk=draft.pk).update(review_due_on=clock.today())
    assert set(GuidePage.objects.due()) == {near, late}
    assert set(GuidePage.objects.overdue()) == {late}
    assert fine not in GuidePage.objects.due()


def test_page_when_overdue_then_the_words_are_a_fact(db, as_agent):
    page = make.guide(due_in=-3)
    html = as_agent(AgentFactory()).get(page.url).content.decode()
    assert "À vérifier depuis le" in html
    assert "obsolète" not in html


def test_still_right_when_said_then_only_by_its_keepers_and_written_down(db, as_agent):
    owner = AgentFactory()
    page = make.guide(owner=owner, due_in=-3)
    path = reverse("knowledge:page_confirm", args=[page.slug])
    assert as_agent(AgentFactory()).post(path).status_code == 403
    assert as_agent(owner).post(path).url == page.url
    page.refresh_from_db()
    assert (page.freshness, page.reviewed_by) == (Freshness.OK, owner)
    assert make.history(page) == ["published", "reviewed"]
    assert as_agent(editor()).post(path).status_code == 302


def test_still_right_when_an_older_draft_is_published_later_then_the_review_stands(db):
    owner = AgentFactory()
    page = make.guide(owner=owner, due_in=-3)
    draft = GuidePage.objects.get(pk=page.pk)
    draft.change_significance = "minor"
    draft.title = "Titre corrigé"
    revision = draft.save_revision(user=owner)
    actions.confirm_page(agent=owner, page=page)
    revision.publish()
    page.refresh_from_db()
    assert (page.title, page.freshness) == ("Titre corrigé", Freshness.OK)


def test_publication_when_minor_then_it_is_not_a_review(db):
    page = make.guide(due_in=-3)
    draft = GuidePage.objects.get(pk=page.pk)
    draft.change_significance, draft.change_note = "minor", "Une tournure"
    draft.save_revision().publish()
    page.refresh_from_db()
    assert page.freshness == Freshness.OVERDUE
    draft = GuidePage.objects.get(pk=page.pk)
    draft.change_significance = "significant"
    draft.save_revision().publish()
    page.refresh_from_db()
    assert page.freshness == Freshness.OK
    assert Change.objects.filter(page=page, note="Une tournure", significance="minor").count() == 1


def test_history_when_written_then_the_database_keeps_it(db):
    page = make.guide()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE knowledge_change SET note = 'autre' WHERE page_id = %s", [page.pk])


@pytest.fixture
def ladder(db):
    """A guide kept by somebody with a head of unit, under an index kept by somebody else, and an editor."""
    team = unit("accueil")
    head = AgentFactory(unit=team)
    team.head = head
    team.save()
    above, chief = AgentFactory(), editor()
    KnowledgeIndexPage.objects.filter(pk=make.index().pk).update(content_owner=above)
    owner = AgentFactory(unit=team)
    return {"owner": owner, "above": above, "head": head, "editor": chief, "page": make.guide(owner=owner)}


@pytest.mark.parametrize(("late", "who"), [(-30, "owner"), (0, "owner"), (14, "above"), (28, "head"), (42, "editor")])
def test_clock_when_a_page_is_late_then_the_reminder_climbs_and_comes_once(ladder, late, who):
    GuidePage.objects.update(review_due_on=clock.today() - timedelta(days=late))
    actions.remind_owners()
    actions.remind_owners()
    notes = Notification.objects.filter(kind="knowledge.page_to_check")
    assert [note.recipient for note in notes] == [ladder[who]]


@pytest.mark.parametrize(
    ("gone", "late", "who"),
    [(("owner",), 0, "above"), (("owner", "above"), 0, "editor"), (("above",), 14, "head"), (("above", "head"), 14, "editor")],
)
def test_clock_when_somebody_left_then_the_next_one_is_told(ladder, gone, late, who):
    for name in gone:
        ladder[name].is_active = False
        ladder[name].save()
    GuidePage.objects.update(review_due_on=clock.today() - timedelta(days=late))
    actions.remind_owners()
    assert {note.recipient for note in Notification.objects.filter(kind="knowledge.page_to_check")} == {ladder[who]}


def test_clock_when_a_page_is_within_its_date_then_nobody_is_told(ladder):
    GuidePage.objects.update(review_due_on=clock.today() + timedelta(days=31))
    assert actions.remind_owners() == 0
    assert not Notification.objects.exists()


def test_home_when_a_page_is_due_then_its_keeper_has_it_to_do(db):
    owner, other, chief = AgentFactory(), AgentFactory(), editor()
    kept, orphan = make.guide(owner=owner, due_in=-3, title="Gardé"), make.guide(due_in=-3, title="Sans personne")

    def titles(agent):
        return [task.title for task in tasks_of(agent) if task.area == "knowledge"]

    assert (titles(owner), titles(other), titles(chief)) == ([kept.title], [], [orphan.title])


def test_flag_when_on_a_page_then_routed_to_its_owner_else_above_else_editors(db):
    owner, above, chief = AgentFactory(), AgentFactory(), editor()
    owned, orphan = make.guide(owner=owner, title="Gardé"), make.guide(title="Sans personne")

    def told_about(page) -> set:
        flag = actions.flag_outdated(agent=AgentFactory(), about=page, reason="Le numéro a changé")
        return {note.recipient for note in Notification.objects.filter(kind="knowledge.said_outdated", about_id=flag.pk)}

    assert told_about(GuidePage.objects.get(pk=owned.pk)) == {owner}
    assert told_about(GuidePage.objects.get(pk=orphan.pk)) == {chief}
    KnowledgeIndexPage.objects.update(content_owner=above)
    assert told_about(GuidePage.objects.get(pk=orphan.pk)) == {above}
    assert OutdatedFlag.objects.standing().for_agent(owner).count() == 1


def test_retire_when_by_an_editor_then_the_page_goes_with_its_reason_and_stays_in_the_tree(db, as_agent, drain):
    owner = AgentFactory()
    page = make.guide(owner=owner, title="Guide zanzibar")
    drain()
    assert Entry.objects.filter(kind="guide", object_id=page.pk).exists()
    with pytest.raises(PermissionDenied):
        actions.retire_page(agent=owner, page=page, reason="Fini")
    with pytest.raises(ValidationError):
        actions.retire_page(agent=editor(), page=page, reason=" ")
    actions.retire_page(agent=editor(), page=page, reason="Le service a fermé")
    drain()
    assert as_agent(AgentFactory()).get(page.url).status_code == 404
    assert not Entry.objects.filter(kind="guide", object_id=page.pk).exists()
    assert GuidePage.objects.filter(pk=page.pk, live=False).exists()
    assert make.history(page) == ["published", "retired"]
    assert Notification.objects.get(recipient=owner).params["reason"] == "Le service a fermé"


def test_draft_when_never_published_then_nobody_finds_it(db, as_agent, drain):
    page = make.guide(live=False, title="Brouillon zanzibar")
    drain()
    client = as_agent(AgentFactory())
    assert client.get(page.url).status_code == 404
    for path in (reverse("knowledge:browse") + "?q=zanzibar", reverse("knowledge:index"), "/search/?q=zanzibar"):
        assert "Brouillon" not in client.get(path).content.decode()
    for name in ("page_flag", "page_retire"):
        assert client.get(reverse(f"knowledge:{name}", args=[page.slug])).status_code == 404


def test_restricted_page_when_put_aside_then_it_leaves_the_index_and_comes_back(db, as_agent, drain):
    page = make.guide(title="Guide zanzibar")
    drain()
    restriction = PageViewRestriction.objects.create(page=Page.objects.get(pk=page.pk), restriction_type="groups")
    drain()
    assert not Entry.objects.filter(kind="guide").exists()
    assert "Guide zanzibar" not in as_agent(AgentFactory()).get(reverse("knowledge:browse")).content.decode()
    restriction.delete()
    drain()
    assert Entry.objects.filter(kind="guide").exists()


@pytest.mark.parametrize("slug", sorted(RESERVED))
def test_slug_when_it_belongs_to_another_screen_then_refused(db, slug):
    with pytest.raises(ValidationError):
        make.guide(slug=slug)


def test_reserved_slugs_when_compared_with_the_addresses_then_none_is_missing():
    first = {str(pattern.pattern).split("/")[0] for pattern in urlpatterns} - {""}
    assert first <= RESERVED


def at_work(agent) -> Client:
    """A plain client in the back office, where Wagtail notes who opens a page."""
    client = Client()
    client.force_login(agent, backend="intranet.accounts.backends.AgentBackend")
    return client


# --- Four eyes --------------------------------------------------------------------------------------


@pytest.fixture
def submitted(db):
    """A draft submitted by one editor; another one reads."""
    author, reader = editor(), editor()
    page = make.guide(live=False, title="Guide à relire")
    page.save_revision(user=author)
    page.get_workflow().start(page, author)
    return {"author": author, "reader": reader, "page": page}


def act_on(page, user, verb):
    task = page.current_workflow_task
    task.on_action(page.current_workflow_task_state, user, verb)


def test_workflow_when_another_editor_approves_then_the_page_goes_online(submitted):
    page = submitted["page"]
    told = Notification.objects.filter(kind="knowledge.page_submitted")
    assert {note.recipient for note in told} == {submitted["reader"]}
    assert [task.title for task in tasks_of(submitted["reader"]) if task.area == "knowledge"] == [page.title]
    assert not [task for task in tasks_of(submitted["author"]) if task.area == "knowledge"]
    act_on(page, submitted["reader"], "approve")
    page = GuidePage.objects.get(pk=page.pk)
    assert page.live
    assert Notification.objects.filter(recipient=submitted["author"], kind="knowledge.page_approved").count() == 1


def test_workflow_when_the_author_approves_then_refused(submitted):
    page = submitted["page"]
    with pytest.raises(PermissionDenied):
        act_on(page, submitted["author"], "approve")
    assert not GuidePage.objects.get(pk=page.pk).live
    actions_of = {name for name, _label, _modal in page.current_workflow_task.get_actions(page, submitted["author"])}
    assert actions_of == {"reject"}


def test_workflow_when_the_reader_rewrites_then_they_are_an_author_too(submitted):
    page = GuidePage.objects.get(pk=submitted["page"].pk)
    page.title = "Réécrit"
    page.save_revision(user=submitted["reader"])
    third = editor()
    with pytest.raises(PermissionDenied):
        act_on(page, submitted["reader"], "approve")
    act_on(page, third, "approve")
    assert GuidePage.objects.get(pk=page.pk).title == "Réécrit"


def test_workflow_when_approved_once_then_a_later_version_needs_its_own_approval(submitted):
    page, reader = submitted["page"], submitted["reader"]
    act_on(page, reader, "approve")
    later = GuidePage.objects.get(pk=page.pk)
    later.title = "Changé après coup"
    revision = later.save_revision(user=reader)
    with pytest.raises(PublishPagePermissionError):
        revision.publish(user=reader)
    assert GuidePage.objects.get(pk=page.pk).title == "Guide à relire"


def test_workflow_when_somebody_is_no_approver_then_refused(submitted):
    with pytest.raises(PermissionDenied):
        act_on(submitted["page"], AgentFactory(), "approve")


def test_workflow_when_sent_back_then_the_author_reads_why(submitted):
    page = submitted["page"]
    page.current_workflow_task.on_action(page.current_workflow_task_state, submitted["reader"], "reject", comment="Il manque le numéro")
    note = Notification.objects.get(recipient=submitted["author"], kind="knowledge.page_sent_back")
    assert note.params["comment"] == "Il manque le numéro"
    assert not GuidePage.objects.get(pk=page.pk).live


def test_workflow_when_there_is_nobody_else_then_the_only_editor_may_approve(db):
    alone = editor()
    page = make.guide(live=False)
    page.save_revision(user=alone)
    page.get_workflow().start(page, alone)
    act_on(page, alone, "approve")
    assert GuidePage.objects.get(pk=page.pk).live


def test_back_office_when_an_editor_submits_and_another_approves_then_it_is_online(submitted, mailoutbox):
    page = submitted["page"]
    task_state = page.current_workflow_task_state
    path = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task_state.pk])
    at_work(submitted["author"]).post(path)
    assert not GuidePage.objects.get(pk=page.pk).live
    at_work(submitted["reader"]).post(path)
    assert GuidePage.objects.get(pk=page.pk).live
    assert not mailoutbox  # ours go through the outbox, to the people concerned; Wagtail sends none


def test_back_office_when_an_editor_publishes_alone_then_the_page_stays_offline(db):
    author = editor()
    page = make.guide(live=False, title="Sans relecture")
    page.save_revision(user=author)
    client = at_work(author)
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert answer.status_code == 200
    assert b"action-publish" not in answer.content
    form = {"title": page.title, "slug": page.slug, "body": "null", "review_every": "12", "change_significance": "significant"}
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {**form, "action-publish": "1"})
    assert not GuidePage.objects.get(pk=page.pk).live


def test_back_office_when_somebody_holds_the_right_to_publish_then_a_second_person_is_still_needed(db):
    """Administrators hold "publish" on every page: a guide still waits for somebody else."""
    powerful = AgentFactory(roles=[Role.ADMINISTRATOR])
    GroupPagePermission.objects.create(group=powerful.groups.get(), page=make.index(), permission_type="publish")
    page = make.guide(live=False, title="Sans relecture")
    page.save_revision(user=powerful)
    path = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = nested_form_data(
        {
            "title": "Titre envoyé",
            "slug": page.slug,
            "summary": "",
            "body": rich_text("<p>Bonjour</p>"),
            "content_owner": "",
            "contact_mailbox": "",
            "review_every": "12",
            "change_note": "",
            "change_significance": "significant",
            "comments": inline_formset([]),
        }
    )
    client = at_work(powerful)
    client.post(path, {**form, "action-publish": "1"})
    assert not GuidePage.objects.get(pk=page.pk).live
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{bulk}?id={page.pk}", {"id": page.pk})
    assert not GuidePage.objects.get(pk=page.pk).live
    client.post(path, {**form, "action-submit": "1"})
    assert GuidePage.objects.get(pk=page.pk).workflow_in_progress
    assert GuidePage.objects.get(pk=page.pk).get_latest_revision_as_object().title == "Titre envoyé"


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.EDITOR, 200), (Role.ADMINISTRATOR, 200), (Role.FACILITATOR, 302), (Role.HR_ADVISER, 302), (None, 302)],
)
def test_back_office_when_each_role_writes_a_guide_then_only_editors_may(db, role, status):
    page, client = make.guide(), at_work(AgentFactory(roles=[role] if role else []))
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == status
    add = reverse("wagtailadmin_pages:add", args=["knowledge", "guidepage", make.index().pk])
    assert client.get(add).status_code == status


def test_back_office_when_an_editor_edits_then_it_is_in_french_and_a_colleague_is_named_by_address(db):
    owner = AgentFactory(email="keeper@exemple.fr")
    page = make.guide(owner=owner)
    html = at_work(editor()).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert 'value="keeper@exemple.fr"' in html
    assert "Qui veille sur cette page" in html
    assert "agent1@" not in html  # not a list of everyone


def test_library_when_made_again_then_nothing_is_doubled(db):
    make.index()
    before = (Page.objects.count(), GroupPagePermission.objects.count(), Workflow.objects.count())
    actions.ensure_library()
    assert (Page.objects.count(), GroupPagePermission.objects.count(), Workflow.objects.count()) == before
