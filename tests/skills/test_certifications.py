"""Certifications: seen as their skill, recalled before they lapse, removed with a way back."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from intranet.base import clock
from intranet.notifications.models import Notification
from skills import actions, tasks
from skills.models import Certification, Visibility
from tests.factories import AgentFactory
from tests.skills.factories import SkillFactory, declare


@pytest.fixture
def sst(agent):
    return declare(agent, SkillFactory(slug="sst", pref_label="Secourisme"))


def certify(declared, *, ends=None, **fields) -> Certification:
    issued = clock.today() - timedelta(days=400)
    expires = clock.today() + timedelta(days=ends) if ends is not None else None
    values = {"title": "SST", "issued_on": issued, "expires_on": expires, **fields}
    return actions.add_certification(agent=declared.agent, declared=declared, **values)


def test_added_changed_removed_and_brought_back_by_forms(as_agent, agent, sst):
    client = as_agent(agent)
    data = {"title": "Sauveteur secouriste", "issuer": "INRS", "issued_on": "2025-03-01", "expires_on": "2027-03-01"}
    assert client.post_form(reverse("skills:add_certification", args=["sst"]), data).status_code == 302
    made = Certification.objects.get()
    address = reverse("skills:certification", args=[made.public_id])
    client.post_form(address, {**data, "title": "SST, recyclage"})
    assert "SST, recyclage" in client.get(reverse("skills:mine")).content.decode()
    page = client.post(reverse("skills:remove_certification", args=[made.public_id]), follow=True).content.decode()
    assert "SST, recyclage" in page and "Annuler" in page
    assert not Certification.objects.standing().exists()
    client.post(reverse("skills:restore_certification", args=[made.public_id]))
    assert Certification.objects.standing().get() == made


@pytest.mark.parametrize(
    "bad",
    [
        {"title": ""},
        {"issued_on": "2999-01-01"},
        {"issued_on": "hier"},
        {"expires_on": "2024-01-01"},
        {"title": "Formation syndicale CGT"},
        {"issuer": "Paroisse Saint-Jean"},
        {"title": "x" * 201},
    ],
)
def test_bad_input_is_refused_in_words_and_kept(as_agent, agent, sst, bad):
    data = {"title": "SST", "issuer": "INRS", "issued_on": "2025-03-01", "expires_on": "", **bad}
    answer = as_agent(agent).post_form(reverse("skills:add_certification", args=["sst"]), data)
    assert answer.status_code == 422
    assert not Certification.objects.exists()


def test_database_refuses_an_end_before_the_beginning(sst):
    made = certify(sst)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certification.objects.filter(pk=made.pk).update(expires_on=made.issued_on)


def test_nobody_certifies_for_another(sst):
    with pytest.raises(PermissionDenied):
        actions.add_certification(agent=AgentFactory(), declared=sst, title="SST", issued_on=clock.today())
    with pytest.raises(PermissionDenied):
        actions.remove_certification(agent=AgentFactory(), certification=certify(sst))


@pytest.mark.parametrize("visibility", list(Visibility))
def test_seen_as_the_skill_and_never_more(agent, visibility):
    declared = declare(agent, visibility=visibility)
    certify(declared)
    for viewer in (agent, AgentFactory()):
        sees = declared in type(declared).objects.visible_to(viewer)
        assert Certification.objects.visible_to(viewer).exists() == sees


def test_gone_with_its_skill_and_kept_through_a_new_level(agent, sst):
    made = certify(sst)
    type(sst).objects.filter(pk=sst.pk).update(valid_from=clock.now() - timedelta(days=30))
    sst.refresh_from_db()
    after = actions.revise(agent=agent, declared=sst, level=4)
    made.refresh_from_db()
    assert made.agent_skill == after and after.pk != sst.pk
    actions.remove(agent=agent, declared=after)
    assert not Certification.objects.visible_to(agent).exists()


@pytest.mark.parametrize(
    ("ends", "state", "words"),
    [
        (None, "", "sans échéance"),
        (-1, "bad", "expirée"),
        (20, "warn", "expire dans 20 jours"),
        (61, "warn", "expire dans 2 mois"),
        (300, "", "mois"),
    ],
)
def test_state_is_said_in_words_and_not_by_colour_alone(sst, ends, state, words):
    made = certify(sst, ends=ends)
    assert made.state == state
    assert words in made.state_words


def test_reminded_at_ninety_and_thirty_days_once_each(sst):
    made = certify(sst, ends=120)
    start = clock.now()
    told = {}
    for day in (0, 29, 31, 32, 60, 89, 91, 92, 119, 125):
        with clock.told_at(start + timedelta(days=day)):
            tasks.remind_of_certifications()
        told[day] = Notification.objects.count()
    assert told == {0: 0, 29: 0, 31: 1, 32: 1, 60: 1, 89: 1, 91: 2, 92: 2, 119: 2, 125: 2}
    actions.change_certification(
        agent=made.agent_skill.agent,
        certification=made,
        title="SST",
        issued_on=made.issued_on,
        expires_on=made.expires_on + timedelta(days=730),
    )
    with clock.told_at(start + timedelta(days=780)):
        tasks.remind_of_certifications()
    assert Notification.objects.count() == 3  # a new date is a new reminder


def test_too_late_to_undo_is_said(agent, sst):
    made = certify(sst)
    actions.remove_certification(agent=agent, certification=made)
    made.refresh_from_db()
    with clock.told_at(clock.now() + timedelta(days=8)), pytest.raises(ValidationError):
        actions.restore_certification(agent=agent, certification=made)
