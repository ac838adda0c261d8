"""Measure one size, in this process: called by `bench/run.py` with the size's database in the environment."""

import json
import multiprocessing
import os
import random
import statistics
import sys
import time

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench import scenes  # noqa: E402

settings.ALLOWED_HOSTS = ["testserver", "localhost"]
VOTERS = 8
WARM = 3  # calls that warm up, not told


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


def in_turn(one, other, rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each of two calls, made in turn `rounds` times, after three that warm up."""
    timed_each([one, other] * WARM)
    spent = timed_each([one, other] * rounds)
    return spent[::2], spent[1::2]


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
    """Each page in turn with the bare page, so that both meet the same machine."""
    clients = {"lea": signed_in(scenes.person("lea")), "anybody": signed_in(scenes.anybody())}
    found = []
    for scene in [scenes.Scene("bare page", "/bench/bare/", None, None), *scenes.pages()]:
        client = clients[scene.by]
        answer = client.get(scene.path)
        assert answer.status_code == 200, (scene.path, answer.status_code)
        with CaptureQueriesContext(connection) as captured:
            client.get(scene.path)
        queries = len(captured)  # at once: the next request empties the log
        bare, spent = in_turn(
            lambda client=client: client.get("/bench/bare/"), lambda client=client, scene=scene: client.get(scene.path), rounds
        )
        median = statistics.median(spent)
        ratio = median / statistics.median(bare)
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
    """Bar 6: a ballot sent takes at most ten queries; its p95 with eight voters at once is at most five times that of one.

    A ballot is the whole request, as a browser sends it. Eight voters are eight processes that send theirs at
    the same instant, ballot after ballot: threads of one process would wait for Python's own lock. Beside it,
    what eight processes cost each other when they compute as long and write nothing: what the cores take,
    whatever the database does.
    """
    vote, voters = scenes.open_vote(VOTERS * (rounds + WARM))
    browsers = [signed_in(voter) for voter in voters]
    scenes.post_ballot(browsers[0], vote, 1)
    with CaptureQueriesContext(connection) as captured:
        scenes.post_ballot(browsers[0], vote, 0)
    queries = len(captured)
    parts = [browsers[n::VOTERS] for n in range(VOTERS)]

    def ballots(part):
        first = random.randrange(1000)  # other choices than those of a run before, which would write nothing
        return [lambda browser=browser, i=i: scenes.post_ballot(browser, vote, first + i) for i, browser in enumerate(part)]

    alone = at_once([ballots(parts[0])])
    crowd = at_once([ballots(part) for part in parts])
    usual = statistics.median(alone)
    computed = at_once([[lambda: _compute(usual)] * len(part) for part in parts])
    holds = p95(crowd) <= 5 * p95(alone)
    return [
        {"what": "ballot, queries", "value": queries, "bar": "≤ 10", "holds": queries <= 10},
        {"what": "ballot, p95 of 8 voters at once against 1", "value": _against(alone, crowd), "bar": "≤ 5 ×", "holds": holds},
        {"what": "8 processes that compute as long, without a database", "value": _against(alone, computed), "bar": "–", "holds": True},
    ]


def _against(alone: list[float], crowd: list[float]) -> str:
    return f"{p95(crowd):.1f} ms / {p95(alone):.1f} ms = {p95(crowd) / p95(alone):.1f} ×"


def at_once(work: list[list]) -> list[float]:
    """Each list of calls in a process of its own, each call started at the same instant in all; their milliseconds."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    spent, start = context.Queue(), context.Barrier(len(work))
    processes = [context.Process(target=_press, args=(calls, start, spent)) for calls in work]
    for process in processes:
        process.start()
    told = [each for _process in processes for each in spent.get(timeout=180)]
    for process in processes:
        process.join()
    return told


def _press(calls, start, spent) -> None:
    found = []
    for call in calls:
        start.wait(60)
        found += timed_each([call])
    spent.put(found[WARM:])


def _compute(milliseconds: float) -> None:
    begin = time.process_time()
    while (time.process_time() - begin) * 1000 < milliseconds:
        pass


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
            scenes.write_ballot(vote, voters[number], number)
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
    others = [*measure_ballots(3 * rounds), *measure_writers()]
    sys.stdout.write(json.dumps({"agents": int(sys.argv[1]), "cores": os.cpu_count(), "pages": pages, "others": others}) + "\n")


if __name__ == "__main__":
    main()
