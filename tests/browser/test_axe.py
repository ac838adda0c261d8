"""axe on the pages of the product as each role that opens them, and no page wider than a small phone.

Each role follows the links of its own pages from the home page, the navigation and the site map: one page for each
address pattern. A page built of the same elements as one already judged in the same dress is not judged again.
"""

import re
from urllib.parse import urlsplit

import pytest

axe_module = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed: accessibility was not checked")

ROLES = ("lea", "paul", "nadia", "helene", "sofia", "ines", "admin")
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
STARTS = ("/", "/sitemap/", "/ideas/", "/pilots/sanu/", "/skills/", "/knowledge/", "/people/", "/search/?q=sanu")
# Wagtail's own screens, files, sign-out and what only answers a form: not pages of ours to judge.
NOT_PAGES = re.compile(r"^/(admin|backoffice|static|media|documents|health|i18n)/|/logout/|\.csv|\.zip|/pack/|/export/|/restore/|/recount/")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
SLUGS = (
    (re.compile(r"^/people/(?!(team|chart|units|absence|edit)/)[^/]+/"), "/people/:slug/"),
    (re.compile(r"^/people/units/[^/]+/"), "/people/units/:slug/"),
    (re.compile(r"^/pilots/(?!new/)[^/]+/"), "/pilots/:slug/"),
    (re.compile(r"^/ideas/campaigns/(?!new/)[^/]+/"), "/ideas/campaigns/:slug/"),
    (re.compile(r"^/ideas/rules/[^/]+/"), "/ideas/rules/:slug/"),
    (re.compile(r"^/skills/ask/[^/]+/[^/]+/"), "/skills/ask/:slug/"),
    (re.compile(r"^/skills/mine/[^/]+/"), "/skills/mine/:slug/"),
    (
        re.compile(r"^/skills/(?!(people|searches|catalogue|declare|mine|propose|proposals|recognition|help|ask|suggest)/)[^/]+/"),
        "/skills/:slug/",
    ),
    (re.compile(r"^/knowledge/(?!(browse|mine|pause|reviews|tips|questions|answers|pages|flags)/)[^/]+/"), "/knowledge/:slug/"),
    (re.compile(r"^/(news|actualites)/[^/]+/"), "/news/:slug/"),
)
LINKS = "[...new Set([...document.querySelectorAll('a[href]')].map(a => a.href))]"
ELEMENTS = """[...new Set([...document.querySelectorAll('body *:not(svg *)')].map(
    e => `${e.tagName}.${e.className}.${e.getAttribute('role') ?? ''}.${e.getAttribute('type') ?? ''}`))].sort().join()"""
MOST = 140


def pattern(path: str) -> str:
    """The address without what names one thing: one page of each is enough."""
    path = UUID.sub(":id", path)
    for form, name in SLUGS:
        path = form.sub(name, path)
    return re.sub(r"/\d+/", "/:n/", path)


def read(someone, judge, *, most=MOST) -> list[str]:
    """Follow the links of someone's pages, one page for each pattern, and call `judge(path)`; returns the dead links."""
    waiting, known, dead = [(path, "start") for path in STARTS], {pattern(urlsplit(path).path) for path in STARTS}, []
    read_pages = 0
    while waiting and read_pages < most:
        path, found_on = waiting.pop(0)
        answer = someone.page.goto(someone.server + path, wait_until="domcontentloaded")
        read_pages += 1
        if answer.status >= 400:
            dead.append(f"{path} (linked from {found_on}): {answer.status}")
            continue
        judge(path)
        for href in someone.page.evaluate(LINKS):
            address = urlsplit(href)
            if f"{address.scheme}://{address.netloc}" != someone.server or NOT_PAGES.search(address.path):
                continue
            if pattern(address.path) not in known:
                known.add(pattern(address.path))
                waiting.append((address.path + (f"?{address.query}" if address.query else ""), path))
    return dead


def violations(page) -> list[str]:
    found = axe_module.Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{v['id']} ({v['impact']}): {v['help']}: {'; '.join(n['html'][:160] for n in v['nodes'][:3])}" for v in found]


@pytest.fixture(scope="module")
def judged():
    """What was judged already: the elements of a page, in one dress."""
    return set()


@pytest.mark.parametrize("role", ROLES)
def test_no_fault_on_the_pages_of_each_role(person, judged, role):
    someone = person(role, width=1280)
    faults = []

    def judge(path):
        elements = someone.page.evaluate(ELEMENTS)
        if elements in judged:
            return
        judged.add(elements)
        faults.extend(f"{path} {fault}" for fault in violations(someone.page))
        someone.page.set_viewport_size({"width": 320, "height": 800})
        if (wider := someone.overflow()) > 0:
            faults.append(f"{path} is {wider} px wider than 320")
        someone.page.set_viewport_size({"width": 1280, "height": 800})

    dead = read(someone, judge)
    assert not dead, "\n".join(dead)
    assert not faults, "\n".join(faults)
    assert not someone.faults, "\n".join(someone.faults)


ELSEWHERE = (
    "/", "/skills/", "/skills/people/?q=langue", "/skills/people/?skill=tableur&skill=publipostage&skill=sst", "/skills/searches/", "/skills/declare/", "/ideas/", "/ideas/problems/new/", "/ideas/rounds/",
    "/ideas/decisions/", "/pilots/", "/pilots/sanu/", "/pilots/sanu/feedback/new/", "/knowledge/", "/knowledge/browse/",
    "/people/lea-martin/", "/search/?q=sanu", "/notifications/", "/my-data/",
)  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_fault_on_a_phone_by_day_and_by_night(person, scheme):
    someone = person("lea", width=360)
    someone.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    faults = []
    for path in ELSEWHERE:
        someone.open(path)
        faults.extend(f"{path} {fault}" for fault in violations(someone.page))
        if someone.overflow() > 0:
            faults.append(f"{path} is {someone.overflow()} px wider than 360")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/reset/", "/accessibility/", "/legal/", "/nowhere/"])
def test_no_fault_before_signing_in(person, path):
    nobody = person(None, width=360)
    nobody.page.goto(nobody.server + path)
    assert not violations(nobody.page)
    assert nobody.overflow() <= 0
