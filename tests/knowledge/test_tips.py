"""Tips: live at once, right for a year, hidden with a reason, never findable once hidden."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from intranet.base import clock
from intranet.home import tasks_of
from intranet.notifications.models import Notification
from intranet.roles import Role
from intranet.search.models import Entry
from knowledge import actions
from knowledge.models import Mark, OutdatedFlag, Tip
from skills.models import Evidence
from tests.factories import AgentFactory
from tests.knowledge import factories as make


def test_tip_when_one_field_is_typed_then_it_is_online_with_its_first_sentence_as_title(db, as_agent):
    client = as_agent(AgentFactory())
    answer = client.post_form(reverse("knowledge:tip_new"), {"text": "Scanner à plat. Les quatre coins doivent se voir."})
    tip = Tip.objects.get()
    assert answer.url == tip.get_absolute_url()
    assert (tip.title, tip.status) == ("Scanner à plat", "live")
    assert (tip.expires_on - clock.today()).days in (365, 366)
    assert as_agent(AgentFactory()).get(answer.url).status_code == 200


@pytest.mark.parametrize(
    "typed",
    [
        {"text": ""},
        {"text": "x" * 901},
        {"text": "\x00"},
        {"text": "x" * 1_000_000},
        {"text": "Bien", "link": "javascript:alert(1)"},
        {"text": "Bien", "title": "t" * 121},
        {"text": "Bien", "skills": ["N’importe quoi qui n’existe pas"]},
    ],
)
def test_tip_when_nasty_then_a_sentence_and_nothing_written(db, as_agent, typed):
    answer = as_agent(AgentFactory()).post(reverse("knowledge:tip_new"), typed)
    assert answer.status_code == 422
    assert "Merci de vérifier" in answer.content.decode() or "error-summary" in answer.content.decode()
    assert not Tip.objects.exists()


def test_tip_when_too_long_then_the_action_and_the_database_refuse(db):
    with pytest.raises(ValidationError):
        actions.share_tip(author=AgentFactory(), text="x" * 901)
    tip = make.tip()
    with pytest.raises(IntegrityError), transaction.atomic():
        Tip.objects.filter(pk=tip.pk).update(text="x" * 901)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tip.objects.filter(pk=tip.pk).update(status="hidden")


def test_tip_when_clicked_twice_then_shared_once(db, as_agent):
    client = as_agent(AgentFactory())
    path = reverse("knowledge:tip_new")
    token = re.search(rb'name="form_token" value="([^"]+)"', client.get(path).content).group(1).decode()
    typed = {"text": "Une astuce", "form_token": token}
    assert client.post(path, typed).url == client.post(path, typed).url
    assert Tip.objects.count() == 1


def test_edit_when_not_the_author_then_refused(db, as_agent):
    author = AgentFactory()
    tip = make.tip(author)
    path = reverse("knowledge:tip_edit", args=[tip.public_id])
    assert as_agent(AgentFactory(roles=[Role.EDITOR])).get(path).status_code == 403
    assert as_agent(AgentFactory()).post(path, {"text": "Autre"}).status_code == 403
    assert as_agent(author).post_form(path, {"text": "Autre chose"}).status_code == 302
    tip.refresh_from_db()
    assert tip.text == "Autre chose"


@pytest.mark.parametrize("status", ["hidden", "removed"])
def test_tip_when_hidden_then_not_findable_countable_nor_suggestible(db, as_agent, drain, status):
    """P4: to a stranger, every page is the same as if it did not exist."""
    known = make.skill()
    author, stranger = AgentFactory(), AgentFactory()
    shown = make.tip(AgentFactory(), title="Plan de classement", skills=[known])
    tip = make.tip(author, title="Zanzibar confidentiel", text="Un mot rare : zanzibar.", skills=[known])
    if status == "hidden":
        actions.hide_tip(editor=AgentFactory(roles=[Role.EDITOR]), tip=tip, reason="Nomme un usager")
    else:
        actions.remove_tip(agent=author, tip=tip)
    drain()
    client = as_agent(stranger)
    assert client.get(tip.get_absolute_url()).status_code == 404
    assert not Entry.objects.filter(kind="tip", object_id=tip.pk).exists()
    assert "Zanzibar" not in as_agent(author).get(reverse("knowledge:browse")).content.decode()
    pages = [
        reverse("knowledge:index"),
        reverse("knowledge:browse"),
        reverse("knowledge:browse") + "?q=zanzibar",
        reverse("knowledge:browse_csv"),
        reverse("knowledge:question_near") + "?title=zanzibar+confidentiel",
        shown.get_absolute_url(),
        author.get_absolute_url(),
        "/search/?q=zanzibar",
        "/",
    ]
    seen = {path: _bare(client.get(path).getvalue().decode()) for path in pages}
    assert not [path for path, html in seen.items() if "Zanzibar" in html]
    Tip.objects.filter(pk=tip.pk).delete()
    drain()
    assert {path: _bare(client.get(path).getvalue().decode()) for path in pages} == seen
    assert as_agent(author).get(shown.get_absolute_url()).status_code == 200


def _bare(html: str) -> str:
    return re.sub(r'name="(form_token|csrfmiddlewaretoken)" value="[^"]*"', "", html)


def test_hide_when_asked_then_only_an_editor_with_a_reason_and_the_author_is_told(db, as_agent):
    author, editor = AgentFactory(), AgentFactory(roles=[Role.EDITOR])
    tip = make.tip(author)
    for who, reason in ((author, "Non"), (AgentFactory(), "Non"), (editor, " ")):
        with pytest.raises((PermissionDenied, ValidationError)):
            actions.hide_tip(editor=who, tip=tip, reason=reason)
    actions.hide_tip(editor=editor, tip=tip, reason="Nomme un usager")
    assert Notification.objects.get(recipient=author).params["reason"] == "Nomme un usager"
    assert "Nomme un usager" in as_agent(author).get(tip.get_absolute_url()).content.decode()
    with pytest.raises(PermissionDenied):
        actions.remove_tip(agent=author, tip=tip)
    actions.show_tip(editor=editor, tip=tip)
    assert Tip.objects.current().filter(pk=tip.pk).exists()


def test_hide_when_two_editors_do_at_once_then_the_first_reason_stays_and_the_author_is_told_once(db):
    tip, one, other = make.tip(), AgentFactory(roles=[Role.EDITOR]), AgentFactory(roles=[Role.EDITOR])
    shown_to_other = Tip.objects.get(pk=tip.pk)
    actions.hide_tip(editor=one, tip=tip, reason="Nomme un usager")
    with pytest.raises(ValidationError, match="déjà masquée"):
        actions.hide_tip(editor=other, tip=shown_to_other, reason="Trop long")
    tip.refresh_from_db()
    assert (tip.hidden_reason, tip.hidden_by) == ("Nomme un usager", one)
    assert Notification.objects.filter(recipient=tip.author).count() == 1


@pytest.mark.parametrize("act", ["confirm", "remove", "restore", "edit", "show"])
def test_tip_when_another_window_acted_meanwhile_then_what_it_did_stands(db, act):
    editor, author = AgentFactory(roles=[Role.EDITOR]), AgentFactory()
    tip = make.tip(author, status="removed" if act == "restore" else "live")
    if act == "show":
        actions.hide_tip(editor=editor, tip=tip, reason="Nomme un usager")
        tip.refresh_from_db()
    seen = Tip.objects.get(pk=tip.pk)
    if act == "restore":
        actions.restore_tip(agent=author, tip=tip)
    if act == "show":
        actions.show_tip(editor=editor, tip=tip)
        tip.refresh_from_db()
        actions.remove_tip(agent=author, tip=tip)
    else:
        actions.hide_tip(editor=editor, tip=tip, reason="Nomme un usager")
    late = {
        "confirm": lambda: actions.confirm_tip(agent=author, tip=seen),
        "remove": lambda: actions.remove_tip(agent=author, tip=seen),
        "restore": lambda: actions.restore_tip(agent=author, tip=seen),
        "edit": lambda: actions.edit_tip(agent=author, tip=seen, text="Autre chose"),
        "show": lambda: actions.show_tip(editor=editor, tip=seen),
    }
    with pytest.raises((PermissionDenied, ValidationError)):
        late[act]()
    tip.refresh_from_db()
    assert tip.status == ("removed" if act == "show" else "hidden")


def test_expiry_when_the_date_is_near_then_the_author_is_asked_once_and_may_confirm(db):
    author = AgentFactory()
    tip = make.tip(author, expires_on=clock.today() + timedelta(days=10))
    later = make.tip(author, expires_on=clock.today() + timedelta(days=40))
    actions.age_tips()
    actions.age_tips()
    assert Notification.objects.filter(recipient=author, kind="knowledge.tip_to_confirm").count() == 1
    assert [task.title for task in tasks_of(author) if task.area == "knowledge"] == [tip.title]
    with pytest.raises(PermissionDenied):
        actions.confirm_tip(agent=AgentFactory(), tip=tip)
    actions.confirm_tip(agent=author, tip=tip)
    tip.refresh_from_db()
    assert tip.expires_on > later.expires_on
    assert not [task for task in tasks_of(author) if task.area == "knowledge"]


def test_expiry_when_the_date_is_past_then_it_leaves_lists_and_index_and_comes_back_confirmed(db, as_agent, drain):
    author = AgentFactory()
    tip = make.tip(author, title="Vieille astuce zanzibar", expires_on=clock.today() - timedelta(days=1))
    kept = make.tip(author, title="Jeune astuce zanzibar", expires_on=clock.today())
    client = as_agent(AgentFactory())

    def found() -> set[str]:
        html = client.get(reverse("knowledge:browse"), {"q": "zanzibar"}).content.decode()
        return {each.title for each in (tip, kept) if each.title in html}

    assert actions.age_tips() == 1
    drain()
    assert found() == {kept.title}
    page = client.get(tip.get_absolute_url()).content.decode()
    assert "À confirmer depuis" in page
    tip.refresh_from_db()
    actions.confirm_tip(agent=author, tip=tip)
    drain()
    assert found() == {tip.title, kept.title}


def test_mark_when_given_twice_then_counted_once_and_taken_back(db, as_agent):
    tip, reader = make.tip(), AgentFactory()
    path = reverse("knowledge:tip_mark", args=[tip.public_id])
    client = as_agent(reader)
    for _n in range(2):
        assert client.post(path, {"kind": "helped"}).status_code == 302
    tip.refresh_from_db()
    assert tip.helped_count == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.create(about=tip, agent=reader, kind="helped")
    client.post(path, {"kind": "helped", "undo": "1"})
    tip.refresh_from_db()
    assert tip.helped_count == 0
    assert client.post(path, {"kind": "forged"}).status_code == 302
    assert not Mark.objects.exists()


def test_mark_when_htmx_asks_then_the_fragment_alone(db, as_agent):
    tip = make.tip()
    answer = as_agent(AgentFactory()).post(reverse("knowledge:tip_mark", args=[tip.public_id]), {"kind": "helped"}, HTTP_HX_REQUEST="true")
    html = answer.content.decode()
    assert "A servi à 1 collègue" in html
    assert "<html" not in html


def test_mark_when_it_is_ones_own_tip_then_refused(db):
    author, credited = AgentFactory(), AgentFactory()
    tip = actions.share_tip(author=author, text="Une astuce", credit=credited)
    for person in (author, credited):
        with pytest.raises(PermissionDenied):
            actions.mark(agent=person, about=tip, kind="helped")


def test_mark_when_five_colleagues_were_helped_then_evidence_is_offered_once(db):
    known = make.skill()
    tip = make.tip(skills=[known])
    for number in range(6):
        actions.mark(agent=AgentFactory(), about=tip, kind="helped")
        assert Evidence.objects.count() == (1 if number >= 4 else 0)
    assert Evidence.objects.get().agent == tip.author


def test_flag_when_raised_then_it_goes_to_the_author_and_closes_with_a_reply_only(db, as_agent):
    author, reader = AgentFactory(), AgentFactory()
    tip = make.tip(author)
    client = as_agent(reader)
    path = reverse("knowledge:tip_flag", args=[tip.public_id])
    assert client.post_form(path, {"reason": " "}).status_code == 422
    assert client.post_form(path, {"reason": "Le menu a changé"}).status_code == 302
    assert client.post_form(path, {"reason": "Encore"}).status_code == 422
    flag = OutdatedFlag.objects.get()
    assert Notification.objects.get(recipient=author).params["reason"] == "Le menu a changé"
    assert [task.url for task in tasks_of(author) if task.area == "knowledge"] == [flag.get_absolute_url()]
    assert client.get(flag.get_absolute_url()).status_code == 404
    owner = as_agent(author)
    assert owner.post_form(flag.get_absolute_url(), {"outcome": "corrected", "reply": ""}).status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        OutdatedFlag.objects.update(closed_at=clock.now(), outcome="corrected")
    assert owner.post_form(flag.get_absolute_url(), {"outcome": "corrected", "reply": "Merci, c’est corrigé."}).status_code == 302
    assert Notification.objects.get(recipient=reader).params["reply"] == "Merci, c’est corrigé."
    with pytest.raises(PermissionDenied):
        actions.close_flag(agent=author, flag=flag, outcome="corrected", reply="Encore")


def test_flag_when_the_author_left_then_it_goes_to_the_editors(db):
    editor = AgentFactory(roles=[Role.EDITOR])
    tip = make.tip(AgentFactory())
    tip.author.is_active = False
    tip.author.save()
    actions.flag_outdated(agent=AgentFactory(), about=tip, reason="Dépassée")
    assert Notification.objects.filter(recipient=editor, kind="knowledge.said_outdated").exists()
    assert OutdatedFlag.objects.standing().for_agent(editor).count() == 1


def test_origin_when_a_tip_was_born_from_something_then_it_is_found_from_it(db):
    source = make.question()
    tip = actions.share_tip(author=AgentFactory(), text="Née d’ailleurs", origin=source)
    make.tip()
    assert list(Tip.objects.from_origin(type(source), [source.pk])) == [tip]
    assert list(Tip.objects.filter(pk=tip.pk).origins(type(source))) == [source.pk]
