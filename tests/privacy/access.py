ROWS = [
    ("privacy:mine", {}, {"GET": {"*": 200, "anonymous": 302, "disabled": 302}, "POST": {"*": 405, "anonymous": 302, "disabled": 302}}),
    ("privacy:export", {}, {"GET": {"*": 405, "anonymous": 302, "disabled": 302}, "POST": {"*": 200, "anonymous": 302, "disabled": 302}}),
    ("privacy:register", {}, {"GET": {"*": 200, "anonymous": 302, "disabled": 302}}),
    ("privacy:erase", {}, {"GET": {"*": 200, "anonymous": 302, "disabled": 302}, "POST": {"*": 422, "anonymous": 302, "disabled": 302}}),
]
