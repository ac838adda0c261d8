"""Who gets which answer at the addresses of the shell."""

ALL = {"*": 200, "anonymous": 302, "disabled": 302}
OPEN = {"*": 200}
REFUSED = {"*": 405}

ROWS = [
    ("shell:home", {}, {"GET": ALL, "POST": {"*": 405, "anonymous": 302, "disabled": 302}}),
    ("shell:language", {}, {"GET": REFUSED, "POST": {"*": 302}}),
    ("shell:todo", {}, {"GET": ALL}),
    ("shell:activity", {}, {"GET": ALL}),
    ("shell:activity_csv", {}, {"GET": ALL}),
    ("shell:sitemap", {}, {"GET": ALL}),
    ("shell:accessibility", {}, {"GET": OPEN}),
    ("shell:legal", {}, {"GET": OPEN}),
    ("shell:personal_data", {}, {"GET": OPEN}),
    ("shell:theme", {"hue": 140}, {"GET": OPEN, "POST": REFUSED}),
    ("shell:robots", {}, {"GET": OPEN}),
    ("shell:favicon", {}, {"GET": {"*": 302}}),
    ("back_office_sign_in", {}, {"GET": {"*": 403, "anonymous": 302, "disabled": 302}}),
]
