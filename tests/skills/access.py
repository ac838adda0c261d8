"""Who may open what in skills."""

from intranet.base import clock
from intranet.directory.models import Agent
from skills import actions
from skills.models import Certification, Endorsement, Skill
from tests.factories import AgentFactory
from tests.skills.factories import SkillFactory, declare

OUT = {"anonymous": 302, "disabled": 302}
ALL = {"*": 200, **OUT}
NO_POST = {"*": 405, **OUT}
NO_GET = {"*": 405, **OUT}
EDITORS = {"*": 404, "editor": 200, "administrator": 200, **OUT}


def page(name, arguments=None, get=ALL, post=NO_POST):
    return (f"skills:{name}", arguments or {}, {"GET": get, "POST": post})


def a_skill(world):
    skill = Skill.objects.filter(slug="tableur").first()
    return {"slug": (skill or SkillFactory(slug="tableur")).slug}


def a_merge(world):
    """A merge that an editor made."""
    one, other = SkillFactory(), SkillFactory()
    return {"public_id": actions.merge_skill(editor=world.people["editor"], skill=one, into=other).public_id}


def agents_skill(world):
    """A skill that the agent of the world declares."""
    slug = a_skill(world)["slug"]
    if not world.people["agent"].skills.active().exists():
        declare(world.people["agent"], Skill.objects.get(slug=slug))
    return {"slug": slug}


def removed_skill(world):
    row = world.people["agent"].skills.first()
    if row is None:
        row = declare(world.people["agent"])
        actions.remove(agent=world.people["agent"], declared=row)
    return {"public_id": row.public_id}


def an_offer(world):
    """An offer of help by the manager, seen by their direction."""
    slug = a_skill(world)["slug"]
    manager = world.people["manager"]
    if not manager.skills.exists():
        declare(manager, Skill.objects.get(slug=slug), can_help=True, visibility=2)
    return {"person": manager.slug, "slug": slug}


def a_proposal(world):
    skill = Skill.objects.filter(status="proposed").first()
    return {"slug": (skill or actions.propose_skill(agent=world.people["agent"], label="Drone").skill).slug}


def an_ask(world):
    """What the agent asked of the manager."""
    an_offer(world)
    agent, manager = world.people["agent"], world.people["manager"]
    made = agent.help_asked.first() or actions.ask_for_help(asker=agent, declared=manager.skills.get(), message="Bonjour")
    return {"public_id": made.public_id}


def an_evidence(world):
    agent = world.people["agent"]
    found = agent.evidence.first() or actions.propose_evidence(agent=agent, kind="idea", about=AgentFactory(), title="Idée")
    return {"public_id": found.public_id}


def a_search(world):
    """A search that the agent keeps."""
    slug, agent = a_skill(world)["slug"], world.people["agent"]
    kept = agent.saved_searches.first() or actions.save_search(agent=agent, name="Tableur", query=f"skill={slug}", is_told=False)
    return {"public_id": kept.public_id}


def a_certification(world):
    """A certification of the agent of the world."""
    agents_skill(world)
    agent = world.people["agent"]
    found = Certification.objects.of(agent).first() or actions.add_certification(
        agent=agent, declared=agent.skills.active().first(), title="SST", issued_on=clock.today()
    )
    return {"public_id": found.public_id}


def a_removed_certification(world):
    made = a_certification(world)
    agent = world.people["agent"]
    found = Certification.objects.get(**made)
    if found.removed_at is None:
        actions.remove_certification(agent=agent, certification=found)
    return made


def a_skill_to_confirm(world):
    """What somebody elsewhere, in nobody's hierarchy, shares with everyone."""
    slug = a_skill(world)["slug"]
    person = Agent.objects.filter(username="ailleurs").first() or AgentFactory(username="ailleurs")
    if not person.skills.exists():
        declare(person, Skill.objects.get(slug=slug))
    return {"person": person.slug, "slug": slug}


def a_confirmation(world):
    """What somebody elsewhere wrote about the skill of the agent, who has not answered yet."""
    agents_skill(world)
    agent = world.people["agent"]
    found = Endorsement.objects.of(agent).first() or actions.offer_confirmation(
        by=AgentFactory(), declared=agent.skills.active().first(), context="Vue au guichet de mars"
    )
    return {"public_id": found.public_id}


MINE = {"*": 404, "agent": 200, **OUT}
MINE_POST = {"*": 404, **OUT}
ROWS = [
    page("index"),
    page("people"),
    # Without anything looked for, there is nothing to take away, even for HR advisers.
    page("people_export", get=NO_GET, post={"*": 403, **OUT}),
    page("searches"),
    page("search_save", get={"*": 302, **OUT}, post={"*": 302, **OUT}),
    page("search_change", a_search, get=MINE, post={**MINE_POST, "agent": 422}),
    page("search_remove", a_search, get=NO_GET, post={**MINE_POST, "agent": 302}),
    page("search_restore", a_search, get=NO_GET, post={**MINE_POST, "agent": 302}),
    page("suggest"),
    page("catalogue"),
    page("mine"),
    page("mine_csv"),
    page("recognition"),
    page("help"),
    page("skill", a_skill),
    page("declare", post={"*": 422, **OUT}),
    page("propose", post={"*": 422, **OUT}),
    page("proposals", get=EDITORS, post=NO_POST),
    page("merges", get=EDITORS, post={**EDITORS, "editor": 422, "administrator": 422}),
    page("undo_merge", a_merge, get=NO_GET, post={"*": 404, "editor": 302, "administrator": 302, **OUT}),
    page("proposal", a_proposal, get=EDITORS, post=EDITORS),
    page("edit", agents_skill, get=MINE, post={**MINE_POST, "agent": 422}),
    page("confirm", agents_skill, get=NO_GET, post={**MINE_POST, "agent": 302}),
    page("remove", agents_skill, get=NO_GET, post={**MINE_POST, "agent": 302}),
    page("restore", removed_skill, get=NO_GET, post={**MINE_POST, "agent": 302}),
    page("several", post={"*": 422, **OUT}),
    page("choices", post={"*": 302, **OUT}),
    page("confirm_all", get=NO_GET, post={"*": 302, **OUT}),
    page("passport"),
    page("seen_as", {"who": "other"}),
    page("history", agents_skill, get=MINE),
    page("add_certification", agents_skill, get=MINE, post={**MINE_POST, "agent": 422}),
    page("certification", a_certification, get=MINE, post={**MINE_POST, "agent": 422}),
    page("remove_certification", a_certification, get=NO_GET, post={**MINE_POST, "agent": 302}),
    page("restore_certification", a_removed_certification, get=NO_GET, post={**MINE_POST, "agent": 302}),
    page("ask_to_confirm", agents_skill, get=MINE, post={**MINE_POST, "agent": 422}),
    page("confirmations"),
    page("offer_confirmation", a_skill_to_confirm, post={"*": 422, **OUT}),
    # Without an answer chosen, what is written is only read.
    page("confirmation", a_confirmation, get=MINE, post={**MINE_POST, "agent": 403}),
    page("recognition_answer", an_evidence, get=NO_GET, post={**MINE_POST, "agent": 302}),
    # Of the manager's direction, whoever reports to nobody else sees the offer; HR advisers too; the manager is led back to their own skills.
    page(
        "ask",
        an_offer,
        get={"*": 404, "agent": 200, "facilitator": 200, "decision_maker": 200, "hr_adviser": 200, "manager": 302, **OUT},
        post={"*": 404, "manager": 302, "agent": 422, "facilitator": 422, "decision_maker": 422, "hr_adviser": 422, **OUT},
    ),
    page(
        "ask_detail",
        an_ask,
        get={"*": 404, "agent": 200, "manager": 200, **OUT},
        post={"*": 404, "agent": 403, "manager": 422, **OUT},
    ),
]
