"""Who gets which answer, for the addresses of votes, decisions and answers. `access.py` gathers them."""

from datetime import timedelta

import time_machine

from ideas.actions import decisions
from ideas.models import ReplyDuty
from intranet import access
from intranet.base import clock
from tests.ideas import votes

READ = {"*": 200, "anonymous": 302, "disabled": 302}
AWAY = {"*": 302}
FACILITATOR = {"*": 403, "facilitator": 200, "anonymous": 302, "disabled": 302}
UNSEEN = {"*": 404, "facilitator": 200, "anonymous": 302, "disabled": 302}
POST_ONLY = {"*": 405, "anonymous": 302, "disabled": 302}


def _named(thing) -> dict:
    return {"public_id": thing.public_id}


def _vote(world, **fields):
    """An open vote in which the agent and the manager of the world are on the roll, and the decision-maker holds the mandate."""
    made = votes.vote()
    made.campaign.perimeter.add(world.near)
    access.set_holders(made.campaign.mandate, "holder", [made.decider, world.people["decision_maker"]], ["decide"])
    return votes.opened(campaign=made, **fields)


def announced(world) -> dict:
    return _named(_vote(world).round)


def draft(world) -> dict:
    return _named(votes.prepared().round)


def _closed(world):
    made = _vote(world)
    votes.cast(made, [[1], [2], [1]] * 3)
    with time_machine.travel(clock.now() + timedelta(days=4), tick=False):
        votes.close(made)
    return made


def closed(world) -> dict:
    return _named(_closed(world).round)


def _draft_decision(world):
    made = _closed(world)
    made.ideas[0].refresh_from_db()
    return decisions.draft_decision(
        agent=world.people["decision_maker"],
        subject=made.ideas[0],
        outcome="accepted",
        explanation=votes.EXPLANATION,
        reasons=votes.REASONS,
    )


def draft_decision(world) -> dict:
    return _named(_draft_decision(world))


def published_decision(world) -> dict:
    made = _draft_decision(world)
    return _named(decisions.publish_decision(agent=world.people["decision_maker"], decision=made))


def undecided(world) -> dict:
    return {"kind": "idea", **_named(_closed(world).ideas[0])}


def duty(world) -> dict:
    """The administrator gave the mandate, so that somebody of the world may waive."""
    made = _closed(world)
    mandate = made.campaign.mandate
    mandate.sponsor = world.people["administrator"]
    mandate.save()
    return _named(ReplyDuty.objects.filter(round=made.round).first())


def only(role: str, status: int, others: int = 403) -> dict:
    return {"*": others, role: status, "anonymous": 302, "disabled": 302}


ON_ROLL = {"*": 403, "agent": 200, "manager": 200, "anonymous": 302, "disabled": 302}
ROWS = [
    ("ideas:rounds", {}, {"GET": READ}),
    ("ideas:round_new", {}, {"GET": FACILITATOR, "POST": only("facilitator", 422)}),
    ("ideas:round", announced, {"GET": READ}),
    ("ideas:round", draft, {"GET": UNSEEN}),
    ("ideas:round", closed, {"GET": READ}),
    ("ideas:round_edit", draft, {"GET": UNSEEN, "POST": only("facilitator", 422, 404)}),
    ("ideas:round_options", draft, {"GET": UNSEEN, "POST": only("facilitator", 422, 404)}),
    ("ideas:round_announce", draft, {"GET": POST_ONLY, "POST": only("facilitator", 302, 404)}),
    ("ideas:round_delete", draft, {"GET": POST_ONLY, "POST": only("facilitator", 302, 404)}),
    ("ideas:round_cancel", announced, {"GET": FACILITATOR, "POST": only("facilitator", 422)}),
    ("ideas:round_ballot", announced, {"GET": ON_ROLL, "POST": {**ON_ROLL, "agent": 422, "manager": 422}}),
    ("ideas:round_receipt", announced, {"GET": AWAY}),
    ("ideas:round_csv", announced, {"GET": {"*": 404, "anonymous": 302, "disabled": 302}}),
    ("ideas:round_csv", closed, {"GET": READ}),
    ("ideas:round_ballots", closed, {"GET": READ}),
    ("ideas:round_pack", closed, {"GET": READ}),
    ("ideas:round_recount", closed, {"GET": POST_ONLY, "POST": AWAY}),
    ("ideas:round_contest", closed, {"GET": READ, "POST": {**READ, "*": 422}}),
    ("ideas:decisions", {}, {"GET": READ}),
    ("ideas:decisions_csv", {}, {"GET": READ}),
    ("ideas:decisions_to_take", {}, {"GET": READ}),
    ("ideas:decision_new", undecided, {"GET": {**FACILITATOR, "decision_maker": 200}}),
    ("ideas:decision", published_decision, {"GET": READ}),
    ("ideas:decision", draft_decision, {"GET": only("decision_maker", 200, 404)}),
    ("ideas:decision_edit", draft_decision, {"GET": only("decision_maker", 200, 404)}),
    ("ideas:decision_publish", draft_decision, {"GET": POST_ONLY, "POST": only("decision_maker", 302, 404)}),
    ("ideas:decision_correct", published_decision, {"GET": only("decision_maker", 200)}),
    ("ideas:decision_delete", draft_decision, {"GET": POST_ONLY, "POST": only("decision_maker", 302, 404)}),
    ("ideas:duties", {}, {"GET": READ}),
    ("ideas:duties_csv", {}, {"GET": READ}),
    ("ideas:duty_waive", duty, {"GET": only("administrator", 200), "POST": only("administrator", 422)}),
]
