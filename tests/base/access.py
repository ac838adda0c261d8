ROWS = [("health", {}, {"GET": {"*": 200}, "POST": {"*": 405}})]
