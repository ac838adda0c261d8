from uuid import uuid4

NOWHERE = {"public_id": uuid4()}
SHUT = {"*": 404, "anonymous": 302, "disabled": 302}
ROWS = [
    ("discussion:post", {"key": "nothing", **NOWHERE}, {"GET": SHUT, "POST": SHUT}),
    ("discussion:edit", NOWHERE, {"GET": SHUT, "POST": SHUT}),
    ("discussion:remove", NOWHERE, {"GET": SHUT, "POST": SHUT}),
]
