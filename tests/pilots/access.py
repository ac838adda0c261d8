"""Who gets which answer at the addresses of pilots."""

from datetime import timedelta

from intranet.base import clock
from pilots.actions.grants import sync_grants
from pilots.models import GateDecision, Intervention, Pilot, SponsorMandate
from tests.pilots import factories

SIGNED_OUT = {"anonymous": 302, "disabled": 302}
READ = {"GET": {"*": 200, **SIGNED_OUT}}
# Pages of those who run a pilot: nobody of the table does, unless a row says so.
REFUSED = {"GET": {"*": 403, **SIGNED_OUT}, "POST": {"*": 403, **SIGNED_OUT}}
REFUSED_POST = {"GET": {"*": 405, **SIGNED_OUT}, "POST": {"*": 403, **SIGNED_OUT}}
HIDDEN = {"GET": {"*": 404, **SIGNED_OUT}, "POST": {"*": 404, **SIGNED_OUT}}
HIDDEN_READING = {"GET": {"*": 404, **SIGNED_OUT}, "POST": {"*": 405, **SIGNED_OUT}}


def pilot(state="running", **fields):
    """The code of one pilot, made once for a world."""

    def make(world):
        if not hasattr(world, "pilot"):
            world.pilot = factories.a_pilot(state, **fields)
        return {"code": world.pilot.code}

    return make


def led_by(role, state="running", **fields):
    """A pilot whose lead holds `role` in the table."""

    def make(world):
        if not hasattr(world, "pilot"):
            world.pilot = factories.a_pilot(state, lead=world.people[role], **fields)
        return {"code": world.pilot.code}

    return make


def members_only(world):
    """A pilot for its members; the agent of the table observes it."""
    if not hasattr(world, "pilot"):
        world.pilot = factories.a_pilot("running", visibility="members")
        world.pilot.memberships.create(person=world.people["agent"], role="observer", joined_on=clock.today())
        sync_grants(pilot=world.pilot)
    return {"code": world.pilot.code}


def with_one(make_thing, base=None):
    base = base or pilot()

    def make(world):
        code = base(world)
        if not hasattr(world, "thing"):
            world.thing = make_thing(world.pilot, world)
        return {**code, "public_id": world.thing.public_id}

    return make


def indicator(found: Pilot, world):
    return factories.an_indicator(found)


def asked(found: Pilot, world):
    """A mandate that waits for the decision-maker."""
    return SponsorMandate.objects.create(
        pilot=found,
        sponsor=world.people["decision_maker"],
        text="Vous répondez.",
        starts_on=clock.today(),
        ends_on=clock.today() + timedelta(90),
        proposed_by=found.created_by,
    )


def in_force(found: Pilot, world):
    return found.mandates.get()


def mark(found: Pilot, world):
    return Intervention.objects.create(pilot=found, happened_on=clock.today(), label="Ouverture", marked_by=found.created_by)


def feedback_of_agent(found: Pilot, world):
    return factories.a_feedback(found, author=world.people["agent"])


def decision(world):
    code = pilot()(world)
    return {**code, "number": GateDecision.objects.filter(pilot=world.pilot).first().number}


def way(gate, kind, state):
    def make(world):
        return {**pilot(state)(world), "gate": gate, "kind": kind}

    return make


AUTHOR_ONLY = {"GET": {"*": 404, "agent": 200, **SIGNED_OUT}}
ROWS = [
    ("pilots:index", {}, READ),
    ("pilots:new", {}, {"GET": {"*": 200, **SIGNED_OUT}, "POST": {"*": 422, **SIGNED_OUT}}),
    ("pilots:pilot", pilot(), READ),
    ("pilots:pilot", members_only, {"GET": {"*": 404, "agent": 200, **SIGNED_OUT}}),
    ("pilots:framing", pilot(), REFUSED),
    ("pilots:framing", pilot("draft"), {"GET": {"*": 403, "facilitator": 200, **SIGNED_OUT}}),
    ("pilots:framing", led_by("agent"), {"GET": {"*": 403, "agent": 200, **SIGNED_OUT}}),
    ("pilots:framing", members_only, {"GET": {"*": 404, "agent": 403, **SIGNED_OUT}}),
    ("pilots:announce", pilot(), REFUSED),
    ("pilots:team", pilot(), {"GET": {"*": 200, **SIGNED_OUT}, "POST": {"*": 403, **SIGNED_OUT}}),
    ("pilots:remove_member", with_one(lambda found, world: found.memberships.get()), REFUSED_POST),
    ("pilots:agree_time", with_one(lambda found, world: found.memberships.get()), REFUSED_POST),
    ("pilots:new_audience", pilot(), REFUSED),
    ("pilots:audience", with_one(lambda found, world: found.audiences.get()), REFUSED),
    ("pilots:remove_audience", with_one(lambda found, world: found.audiences.get()), REFUSED_POST),
    ("pilots:propose_mandate", pilot(), REFUSED),
    ("pilots:mandate", with_one(asked, pilot("draft")), {"GET": {"*": 404, "decision_maker": 200, **SIGNED_OUT}}),
    ("pilots:mandate", with_one(in_force), READ),
    ("pilots:edit_mandate", with_one(in_force), REFUSED),
    ("pilots:withdraw_mandate", with_one(asked, pilot("draft")), {"POST": {"*": 404, "decision_maker": 403, **SIGNED_OUT}}),
    ("pilots:accept_mandate", with_one(asked, pilot("draft")), {"POST": {"*": 404, "decision_maker": 422, **SIGNED_OUT}}),
    ("pilots:accept_mandate", with_one(in_force), REFUSED_POST),
    ("pilots:decline_mandate", with_one(asked, pilot("draft")), {"POST": {"*": 404, "decision_maker": 422, **SIGNED_OUT}}),
    ("pilots:end_mandate", with_one(in_force), REFUSED_POST),
    ("pilots:keep_commitment", with_one(lambda found, world: found.mandates.get().commitments.get()), REFUSED_POST),
    ("pilots:gates", pilot(), READ),
    ("pilots:decide", way("review", "go", "running"), REFUSED),
    ("pilots:decide", way("framing", "go", "draft"), {"GET": {"*": 403, "facilitator": 200, **SIGNED_OUT}}),
    ("pilots:decide", way("outcome", "stop", "review"), REFUSED),
    ("pilots:decide", way("framing", "go", "running"), HIDDEN),
    ("pilots:review", pilot(), READ),
    ("pilots:journal", pilot(), READ),
    ("pilots:decision", decision, READ),
    ("pilots:indicators", pilot(), READ),
    ("pilots:new_indicator", pilot(), REFUSED),
    ("pilots:indicator", with_one(indicator), READ),
    ("pilots:edit_indicator", with_one(indicator), REFUSED),
    ("pilots:target", with_one(indicator), REFUSED),
    ("pilots:measure", with_one(indicator), REFUSED),
    ("pilots:measure", with_one(indicator, led_by("agent")), {"GET": {"*": 403, "agent": 200, **SIGNED_OUT}}),
    ("pilots:paste", with_one(indicator), REFUSED),
    ("pilots:limits", with_one(indicator), REFUSED),
    ("pilots:measures_csv", with_one(indicator), READ),
    ("pilots:measures_csv", with_one(indicator, members_only), {"GET": {"*": 404, "agent": 200, **SIGNED_OUT}}),
    ("pilots:marks", pilot(), {"GET": {"*": 200, **SIGNED_OUT}, "POST": {"*": 403, **SIGNED_OUT}}),
    ("pilots:remove_mark", with_one(mark), REFUSED_POST),
    ("pilots:feedback", pilot(), READ),
    ("pilots:give_feedback", pilot(), {"GET": {"*": 200, **SIGNED_OUT}, "POST": {"*": 422, **SIGNED_OUT}}),
    ("pilots:give_feedback", members_only, {"GET": {"*": 404, "agent": 200, **SIGNED_OUT}}),
    ("pilots:feedback_board", pilot(), HIDDEN_READING),
    ("pilots:feedback_board", led_by("agent"), {"GET": {"*": 404, "agent": 200, **SIGNED_OUT}}),
    ("pilots:feedback_csv", pilot(), HIDDEN_READING),
    ("pilots:feedback_item", with_one(feedback_of_agent), AUTHOR_ONLY),
    ("pilots:triage", with_one(feedback_of_agent), {"POST": {"*": 404, "agent": 403, **SIGNED_OUT}}),
    ("pilots:merge", with_one(feedback_of_agent), {"POST": {"*": 404, "agent": 403, **SIGNED_OUT}}),
    ("pilots:separate", with_one(feedback_of_agent), {"POST": {"*": 404, "agent": 403, **SIGNED_OUT}}),
    ("pilots:reply", with_one(feedback_of_agent), {"POST": {"*": 404, "agent": 403, **SIGNED_OUT}}),
    ("pilots:reopen", with_one(feedback_of_agent), {"POST": {"*": 404, "agent": 403, **SIGNED_OUT}}),
    ("pilots:adjust", pilot(), REFUSED),
]
