"""Who gets which answer at the addresses of the directory."""

INSIDE = {"*": 200, "anonymous": 302, "disabled": 302}
DONE = {"*": 302}

ROWS = [
    ("directory:people", {}, {"GET": INSIDE, "POST": {"*": 405, "anonymous": 302, "disabled": 302}}),
    ("directory:suggest", {}, {"GET": INSIDE}),
    ("directory:suggest_units", {}, {"GET": INSIDE, "POST": {"*": 405, "anonymous": 302, "disabled": 302}}),
    ("directory:chart", {}, {"GET": INSIDE}),
    ("directory:unit", lambda world: {"code": world.near.code}, {"GET": INSIDE}),
    ("directory:unit", {"code": "nowhere"}, {"GET": {"*": 404, "anonymous": 302, "disabled": 302}}),
    ("directory:profile", lambda world: {"slug": world.people["agent"].slug}, {"GET": INSIDE}),
    ("directory:profile", lambda world: {"slug": world.people["disabled"].slug}, {"GET": {"*": 404, "anonymous": 302, "disabled": 302}}),
    ("directory:me", {}, {"GET": DONE}),
    ("directory:edit", {}, {"GET": INSIDE, "POST": {"*": 422, "anonymous": 302, "disabled": 302}}),
    ("directory:confirm", {}, {"GET": {"*": 405, "anonymous": 302, "disabled": 302}, "POST": DONE}),
    ("directory:absence", {}, {"GET": INSIDE, "POST": {"*": 422, "anonymous": 302, "disabled": 302}}),
    ("directory:end_absence", {}, {"GET": {"*": 405, "anonymous": 302, "disabled": 302}, "POST": DONE}),
    ("directory:team", {}, {"GET": INSIDE}),
]
