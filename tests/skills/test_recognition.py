"""What a person did is proposed to them alone (P12: nothing acts on a person by itself)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from intranet.home import tasks_of
from intranet.notifications.models import Notification
from intranet.thread import fil
from skills import actions
from skills.models import AgentSkill, Evidence
from tests.factories import AgentFactory
from tests.skills.factories import SkillFactory, declare


@pytest.fixture
def proposed(agent):
    """Evidence about something that everyone may see (any public thing will do)."""
    skill = SkillFactory(slug="conduite-de-projet")
    about = AgentFactory(first_name="Pilote", last_name="SANU")
    return actions.propose_evidence(agent=agent, kind="pilot", about=about, title="Pilote SANU", skills=[skill])


def test_proposed_is_shown_to_the_person_alone_until_accepted(as_agent, agent, proposed):
    other = AgentFactory()
    assert [task.url for task in tasks_of(agent)] == [reverse("skills:recognition")]
    assert Notification.objects.filter(recipient=agent).count() == 1
    assert "Pilote SANU" in as_agent(agent).get(reverse("skills:recognition")).content.decode()
    assert "Pilote SANU" not in as_agent(other).get(agent.get_absolute_url()).content.decode()
    assert not Evidence.objects.visible_to(other).exists()
    assert not AgentSkill.objects.exists()  # proposing declares nothing
    client = as_agent(agent)
    client.post(reverse("skills:recognition_answer", args=[proposed.public_id]), {"skill": "conduite-de-projet"})
    row = AgentSkill.objects.get(agent=agent)
    assert (row.level, row.origin) == (None, "recognised")
    actions.revise(agent=agent, declared=row, visibility=3)
    page = as_agent(other).get(agent.get_absolute_url()).content.decode()
    assert "Pilote SANU" in page
    assert "Pilote SANU" in as_agent(other).get("/skills/people/", {"skill": "conduite-de-projet"}).content.decode()


def test_accepted_on_another_declared_skill_then_taken_back(as_agent, agent, proposed):
    row = declare(agent, SkillFactory(slug="negociation"))
    client = as_agent(agent)
    address = reverse("skills:recognition_answer", args=[proposed.public_id])
    client.post(address, {"skill": "negociation"})
    assert Evidence.objects.get().agent_skill == row
    client.post(address, {"act": "decline"})
    assert Evidence.objects.get().status == "declined"
    assert not Evidence.objects.visible_to(agent).exists()


def test_declined_is_not_proposed_again(agent, proposed):
    actions.decline_evidence(agent=agent, evidence=proposed)
    again = actions.propose_evidence(agent=agent, kind="pilot", about=proposed.about, title="Pilote SANU")
    assert again is None
    assert Evidence.objects.get().status == "declined"


def test_nobody_answers_for_another(as_agent, agent, proposed):
    other = AgentFactory()
    theirs = declare(other)
    assert as_agent(other).post(reverse("skills:recognition_answer", args=[proposed.public_id]), {"act": "decline"}).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.decline_evidence(agent=other, evidence=proposed)
    with pytest.raises(ValidationError):
        actions.accept_evidence(agent=agent, evidence=proposed, declared=theirs)
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.update(agent_skill=theirs, status="accepted", answered_at=theirs.valid_from)


def test_forged_skill_says_so_and_changes_nothing(as_agent, agent, proposed):
    address = reverse("skills:recognition_answer", args=[proposed.public_id])
    for slug in ("", "../x", "\x00"):
        answer = as_agent(agent).post(address, {"skill": slug}, follow=True)
        assert "Choisissez une des compétences" in answer.content.decode()
    assert as_agent(agent).post(address, {"skill": "inconnue"}).status_code == 404
    assert Evidence.objects.get().status == "proposed"


def test_evidence_of_what_a_reader_may_not_see_is_not_shown(as_agent, agent, proposed):
    row = declare(agent, SkillFactory())
    actions.accept_evidence(agent=agent, evidence=proposed, declared=row)
    reader = AgentFactory()
    assert "Pilote SANU" in as_agent(reader).get(agent.get_absolute_url()).content.decode()
    about = proposed.about
    about.is_active = False
    about.save()
    assert "Pilote SANU" not in as_agent(reader).get(agent.get_absolute_url()).content.decode()


def test_evidence_is_a_knot_of_the_thread(agent, proposed):
    row = declare(agent, SkillFactory())
    actions.accept_evidence(agent=agent, evidence=proposed, declared=row)
    places = fil.strip(Evidence.objects.get(), AgentFactory())
    assert places[-1].knots[0].title == row.skill.label
