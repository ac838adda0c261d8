"""Who may open what in search: every agent, and nobody else."""

ROWS = [
    ("search:results", {}, {"GET": {"*": 200, "anonymous": 302, "disabled": 302}, "POST": {"*": 405, "anonymous": 302, "disabled": 302}}),
    ("search:suggest", {}, {"GET": {"*": 200, "anonymous": 302, "disabled": 302}, "POST": {"*": 405, "anonymous": 302, "disabled": 302}}),
]
