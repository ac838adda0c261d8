"""What a page weighs in a browser that comes for the first time: bar 11. Called by `bench/run.py` where Chromium is found.

Bytes are those on the wire, compressed, with an empty cache. EcoIndex is that of the collective Conception
numérique responsable (https://www.ecoindex.fr/comment-ca-marche/): each of the three counts is placed among the
twentieths of 500,000 sites, weighted 3 (elements), 2 (requests), 1 (kilobytes); the inside of a drawing is not counted.
"""

import json
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from itertools import pairwise

import django

django.setup()

from django.urls import reverse  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from bench import scenes  # noqa: E402
from bench.run import chromium  # noqa: E402
from intranet.accounts.backends import DEMO_PASSWORD  # noqa: E402

# fmt: off
ELEMENTS = (0, 47, 75, 159, 233, 298, 358, 417, 476, 537, 603, 674, 753, 843, 949, 1076, 1237, 1459, 1801, 2479, 594601)
REQUESTS = (0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78, 86, 95, 105, 117, 130, 147, 170, 205, 281, 3920)
KILOBYTES = (0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47, 1448.32, 1648.27, 1876.08, 2142.06, 2465.37,
             2866.31, 3401.59, 4155.73, 5400.08, 8037.54, 223212.26)
# fmt: on
MOST = {"kilobytes": 100, "requests": 15, "script": 60, "elements": 700}
LEAST_ECOINDEX = 80
COUNT = """() => [document.querySelectorAll('*').length, document.querySelectorAll('svg *').length]"""


def place(steps: tuple[float, ...], value: float) -> float:
    """How many of `steps` lie under `value`, with the share of the last one: from 0 to 20."""
    for number, (low, high) in enumerate(pairwise(steps)):
        if value < high:
            return number + (value - low) / (high - low)
    return len(steps) - 1


def ecoindex(*, elements: int, requests: int, kilobytes: float) -> float:
    """From 100 (light) down to 0."""
    return 100 - 5 * (3 * place(ELEMENTS, elements) + 2 * place(REQUESTS, requests) + place(KILOBYTES, kilobytes)) / 6


@contextmanager
def served():
    """The product on a free port, without its jobs: yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "intranet.config.wsgi:application", "-b", f"127.0.0.1:{port}", "--threads", "4"]
    server = subprocess.Popen([*command, "--log-level", "error"])
    try:
        for _ in range(100):
            with socket.socket() as door:
                if door.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def signed_in(browser: Browser, address: str, sign_in: str) -> dict:
    """The cookies of `lea`, to be given to browsers that come with an empty cache."""
    page = browser.new_page()
    page.goto(f"{address}{sign_in}")
    page.fill("[name=login]", "lea")
    page.fill("[name=password]", DEMO_PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{address}/")
    return page.context.storage_state()


def weigh(browser: Browser, address: str, cookies: dict, scene: scenes.Scene) -> dict:
    """Open one page with an empty cache, and count."""
    context = browser.new_context(storage_state=cookies, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    kinds: dict[str, str] = {}
    sizes: dict[str, int] = {}
    network.on("Network.responseReceived", lambda event: kinds.__setitem__(event["requestId"], event["type"]))
    network.on("Network.loadingFinished", lambda event: sizes.__setitem__(event["requestId"], event["encodedDataLength"]))
    page.goto(f"{address}{scene.path}")
    page.wait_for_load_state("networkidle")
    everything, drawn = page.evaluate(COUNT)
    context.close()
    found = {
        "kilobytes": round(sum(sizes.values()) / 1024, 1),
        "requests": len(sizes),
        "script": round(sum(size for request, size in sizes.items() if kinds[request] == "Script") / 1024, 1),
        "elements": everything,
    }
    score = ecoindex(elements=everything - drawn, requests=len(sizes), kilobytes=found["kilobytes"])
    holds = score >= LEAST_ECOINDEX and all(found[name] <= most for name, most in MOST.items())
    return {"page": scene.name, "path": scene.path, **found, "ecoindex": round(score, 1), "holds": holds}


def main() -> None:
    opened, sign_in = scenes.pages(), reverse("account_login")  # before the browser, beside whose loop the ORM refuses to work
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox"],
        )
        cookies = signed_in(browser, address, sign_in)
        weights = [weigh(browser, address, cookies, scene) for scene in opened]
        browser.close()
    sys.stdout.write(json.dumps(weights) + "\n")


if __name__ == "__main__":
    main()
