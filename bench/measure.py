"""Measure one size, in this process: called by `bench/run.py` with the size's database in the environment."""

import json
import multiprocessing
import os
import statistics
import sys
import threading
import time

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench import scenes  # noqa: E402

settings.ALLOWED_HOSTS = ["testserver", "localhost"]


def signed_in(agent) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(agent, backend="intranet.accounts.backends.AgentBackend")
    return client


def timed(call, rounds: int) -> list[float]:
    """Milliseconds of each of `rounds` calls, after three that warm up."""
    for _ in range(3):
        call()
    spent = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        spent.append((time.perf_counter() - start) * 1000)
    return spent


def p95(values: list[float]) -> float:
    return sorted(values)[max(0, int(len(values) * 0.95) - 1)]


def bare_query(sql: str | None, params: tuple, rounds: int) -> float | None:
    """The median milliseconds of the plain query under a page."""
    if sql is None:
        return None

    def ask():
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            cursor.fetchall()

    return statistics.median(timed(ask, rounds))


def measure_pages(rounds: int) -> list[dict]:
    lea = scenes.person("lea")
    client = signed_in(lea)
    found = []
    bare = statistics.median(timed(lambda: client.get("/bench/bare/"), rounds))
    for scene in [scenes.Scene("bare page", "/bench/bare/", None, None), *scenes.pages()]:
        answer = client.get(scene.path)
        assert answer.status_code == 200, (scene.path, answer.status_code)
        with CaptureQueriesContext(connection) as captured:
            client.get(scene.path)
        queries = len(captured)  # at once: the next request empties the log
        spent = timed(lambda scene=scene: client.get(scene.path), rounds)
        median = statistics.median(spent)
        ratio = median / bare
        holds = (scene.most_times is None or ratio <= scene.most_times) and (scene.most_queries is None or queries <= scene.most_queries)
        bars = [f"≤ {scene.most_times} ×" if scene.most_times else "", f"≤ {scene.most_queries} SQL" if scene.most_queries else ""]
        found.append(
            {
                "page": scene.name,
                "path": scene.path,
                "median_ms": round(median, 2),
                "p95_ms": round(p95(spent), 2),
                "times_bare": round(ratio, 2),
                "queries": queries,
                "query_ms": bare_query(scene.sql, scene.params, rounds),
                "bytes": len(answer.content),
                "bar": ", ".join(filter(None, bars)) or "–",
                "holds": holds,
            }
        )
    return found


def measure_ballots(rounds: int) -> list[dict]:
    """Bar 6: a ballot takes at most ten queries; its p95 with eight voters is at most five times that of one."""
    vote, voters = scenes.open_vote(8 * rounds + rounds + 1)
    with CaptureQueriesContext(connection) as captured:
        scenes.cast(vote, voters[0], 0)
    queries = len(captured)
    alone = timed_each([lambda v=v, i=i: scenes.cast(vote, v, i) for i, v in enumerate(voters[1 : rounds + 1])])
    crowd: list[float] = []

    def voter(part):
        crowd.extend(timed_each([lambda v=v, i=i: scenes.cast(vote, v, i) for i, v in enumerate(part)]))
        connections.close_all()

    rest = voters[rounds + 1 :]
    threads = [threading.Thread(target=voter, args=(rest[n::8],)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ratio = p95(crowd) / p95(alone)
    return [
        {"what": "ballot, queries", "value": queries, "bar": "≤ 10", "holds": queries <= 10},
        {
            "what": "ballot, p95 of 8 voters at once against 1",
            "value": f"{p95(crowd):.1f} ms / {p95(alone):.1f} ms = {ratio:.1f} ×",
            "bar": "≤ 5 ×",
            "holds": ratio <= 5,
        },
    ]


def timed_each(calls) -> list[float]:
    spent = []
    for call in calls:
        start = time.perf_counter()
        call()
        spent.append((time.perf_counter() - start) * 1000)
    return spent


def _writer(numbers: list[int], waits) -> None:
    connections.close_all()
    vote, voters = scenes.open_vote(max(numbers) + 1)
    worst, locked = 0.0, 0
    for number in numbers:
        start = time.perf_counter()
        try:
            scenes.cast(vote, voters[number], number)
        except django.db.OperationalError:
            locked += 1
        worst = max(worst, time.perf_counter() - start)
    waits.put((worst, locked))


def measure_writers() -> list[dict]:
    """Bar 7: eight processes write to the same SQLite file; none is told that it is locked, none waits two seconds."""
    if connection.vendor != "sqlite":
        return []
    connections.close_all()
    context = multiprocessing.get_context("fork")
    waits = context.Queue()
    writers = [context.Process(target=_writer, args=(list(range(n, 400, 8)), waits)) for n in range(8)]
    for writer in writers:
        writer.start()
    answers = [waits.get(timeout=180) for _ in writers]
    for writer in writers:
        writer.join()
    locked, worst = sum(a[1] for a in answers), max(a[0] for a in answers)
    return [
        {"what": "8 writers on SQLite, “database is locked”", "value": locked, "bar": "0", "holds": locked == 0},
        {"what": "8 writers on SQLite, longest wait", "value": f"{worst * 1000:.0f} ms", "bar": "≤ 2 s", "holds": worst <= 2},
    ]


def main() -> None:
    rounds = int(sys.argv[2])
    pages = measure_pages(rounds)
    others = [*measure_ballots(rounds), *measure_writers()]
    sys.stdout.write(json.dumps({"agents": int(sys.argv[1]), "cores": os.cpu_count(), "pages": pages, "others": others}) + "\n")


if __name__ == "__main__":
    main()
