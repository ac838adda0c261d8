"""Who gets which answer at the addresses of the messages."""

from intranet.notifications.mail import unsubscribe_url
from tests.notifications.factories import note

INSIDE = {"*": 200, "anonymous": 302, "disabled": 302}
ONLY_AGENT = {"*": 404, "agent": 302, "anonymous": 302, "disabled": 302}


def _note(world):
    return {"public_id": note(world.people["agent"]).public_id}


def _token(world):
    return {"token": unsubscribe_url(world.people["agent"], "tests.event").rstrip("/").rsplit("/", 1)[-1]}


ROWS = [
    ("notifications:inbox", {}, {"GET": INSIDE}),
    ("notifications:read_all", {}, {"GET": {"*": 405, "anonymous": 302, "disabled": 302}, "POST": {"*": 302}}),
    ("notifications:preferences", {}, {"GET": INSIDE}),
    ("notifications:open", _note, {"POST": ONLY_AGENT}),
    ("notifications:read", _note, {"POST": ONLY_AGENT}),
    ("notifications:unsubscribe", _token, {"GET": {"*": 200}, "POST": {"*": 200}}),
    ("notifications:unsubscribe", {"token": "forged"}, {"GET": {"*": 404}, "POST": {"*": 404}}),
]
