"""Every page opens for whoever may read it, in a constant number of queries, and for nobody else."""

import re

import pytest
from django.db import models
from django.urls import reverse

from ideas.models import Contest, ProblemEcho
from intranet.base.spreadsheets import CHUNK
from intranet.discussion.models import Comment
from intranet.roles import Role
from tests.factories import AgentFactory, unit
from tests.ideas import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    where = make.campaign("collect_problems", "user_view", "ideate")
    recurring = make.RecurringFactory(campaign=where)
    author = AgentFactory(unit=make.root())
    problem = make.ProblemFactory(campaign=where, author=author)
    membership = make.member(recurring, problem)
    make.UserViewFactory(recurring=recurring)
    ideating = make.campaign("ideate")
    idea = make.idea(author, in_campaign=ideating)
    contest = Contest.objects.create(membership=membership, agent=author, reason="Autre chose")
    return {
        "author": author,
        "campaign": where,
        "recurring": recurring,
        "problem": problem,
        "alone": make.ProblemFactory(author=author),
        "idea": idea,
        "contest": contest,
        "mandate": where.mandate,
        "rules": where.rules,
    }


def pages(world) -> dict[str, list]:
    idea, problem, recurring = world["idea"], world["problem"], world["recurring"]
    slug, rules = world["campaign"].slug, world["rules"].ruleset.slug
    everyone = [
        ("index",), ("ideas_csv",), ("idea_new",), ("idea", idea.public_id), ("idea_version", idea.public_id, 1),
        ("problems",), ("problems_csv",), ("problem_report",), ("near_reports",), ("moderation",), ("problem", problem.public_id),
        ("recurring_list",), ("recurring_csv",), ("recurring", recurring.public_id), ("recurring_view_new", recurring.public_id), ("contests",),
        ("campaigns",), ("campaign", slug), ("rules_list",), ("rules", rules), ("rules_version", rules, 1), ("mandates",), ("mandate", world["mandate"].public_id),
    ]  # fmt: skip
    authors = [
        ("problem_edit", world["alone"].public_id), ("problem_contest", problem.public_id), ("contest", world["contest"].public_id),
        ("idea_edit", idea.public_id), ("idea_authors", idea.public_id), ("idea_withdraw", idea.public_id), ("idea_join", idea.public_id),
        ("idea_view_new", idea.public_id),
    ]  # fmt: skip
    facilitators = [
        ("desk",), ("recurring_new",), ("recurring_edit", recurring.public_id), ("recurring_add", recurring.public_id), ("problem_hide", problem.public_id),
        ("campaign_new",), ("campaign_edit", slug), ("campaign_phases", slug), ("rules_draft", rules), ("idea_judge", idea.public_id),
        ("contest", world["contest"].public_id),
    ]  # fmt: skip
    return {"everyone": everyone, "authors": authors, "facilitators": facilitators}


def address(page) -> str:
    return reverse(f"ideas:{page[0]}", args=page[1:])


def test_pages_when_one_may_read_them_then_they_open(as_agent, world):
    sent = pages(world)
    people = {"everyone": AgentFactory(unit=unit()), "authors": world["author"], "facilitators": make.facilitator()}
    for who, agent in people.items():
        for page in sent["everyone"] + sent[who]:
            answer = as_agent(agent).get(address(page))
            assert answer.status_code == 200, (who, page)


def test_pages_when_one_may_not_then_they_stay_shut(as_agent, world):
    stranger = as_agent(AgentFactory(unit=unit()))
    for page in pages(world)["facilitators"] + pages(world)["authors"]:
        assert stranger.get(address(page)).status_code in {403, 404}, page


def test_pages_when_signed_out_then_they_lead_to_sign_in(browser, world):
    for group in pages(world).values():
        for page in group:
            assert browser.get(address(page)).status_code == 302, page


def test_htmx_when_a_list_is_filtered_then_only_the_list_comes(as_agent, world):
    client = as_agent(world["author"])
    part = client.get(reverse("ideas:problems"), headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert b"<html" not in part.content
    assert world["problem"].title.replace("’", "’") in part.content.decode()


@pytest.mark.parametrize(("name", "most"), [("problems", 9), ("recurring_list", 7), ("index", 14), ("campaigns", 6), ("recurring_new", 5)])
def test_lists_when_they_grow_then_the_queries_do_not(as_agent, name, most, django_assert_max_num_queries):
    agent = AgentFactory(unit=make.root(), roles=[Role.FACILITATOR])
    where = make.campaign("ideate")
    counts = []
    for size in (3, 20):
        for _n in range(size):
            recurring = make.RecurringFactory(campaign=where)
            problem = make.ProblemFactory(campaign=where)
            ProblemEcho.objects.create(problem=problem, agent=AgentFactory())
            make.member(recurring, problem)
            make.ProblemFactory()
            make.idea(AgentFactory(), AgentFactory(), in_campaign=where, recurring=recurring)
        client = as_agent(agent)
        client.get(reverse(f"ideas:{name}"))
        with django_assert_max_num_queries(most) as seen:
            client.get(reverse(f"ideas:{name}"))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_page_of_a_recurring_problem_when_it_holds_many_then_the_queries_do_not_grow(as_agent, django_assert_max_num_queries):
    recurring = make.RecurringFactory(campaign=make.campaign("ideate"))
    client = as_agent(AgentFactory(unit=make.root()))
    counts = []
    for size in (4, 40):
        for _n in range(size):
            make.member(recurring, make.ProblemFactory())
        client.get(recurring.get_absolute_url())
        with django_assert_max_num_queries(70) as seen:
            client.get(recurring.get_absolute_url())
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "query",
    [
        "?q=%00",
        "?category=%00&service=../x&state=zzz&sort=shared&page=9999999",
        "?status=x&who=y&campaign=%27%22",
        "?from=not-a-uuid&problem=%00&q=" + "a" * 3000,
    ],
)
def test_lists_when_the_address_is_forged_then_they_still_open(as_agent, query):
    client = as_agent(make.facilitator(unit=make.root()))
    for name in (
        "index",
        "problems",
        "recurring_list",
        "recurring_new",
        "idea_new",
        "near_reports",
        "problems_csv",
        "ideas_csv",
        "recurring_csv",
        "campaigns",
    ):
        assert client.get(reverse(f"ideas:{name}") + query).status_code == 200, name


def test_page_of_an_idea_when_nobody_or_three_hundred_commented_then_the_queries_do_not_grow(as_agent, django_assert_max_num_queries):
    author, named = AgentFactory(), AgentFactory()
    shown = make.idea(author, AgentFactory(), recurring=make.RecurringFactory())
    client = as_agent(AgentFactory(unit=make.root()))
    counts = []
    for size in (0, 30, 270):
        for n in range(size):
            said = Comment.objects.create(about=shown, author=[author, named][n % 2], body=f"Bravo @{named.slug}")
            said.mentions.set([named])
        client.get(shown.get_absolute_url())
        with django_assert_max_num_queries(19) as seen:
            client.get(shown.get_absolute_url())
        counts.append(len(seen))
    assert counts[0] <= counts[1] == counts[2], counts


@pytest.mark.parametrize("name", ["problems.csv", "recurring.csv", "ideas.csv", "duties/list.csv", "decisions/register.csv"])
def test_table_when_read_then_never_whole_in_memory(world, as_agent, monkeypatch, name):
    """Each row is read as the file is sent: no query keeps its result."""
    asked = []
    iterator = models.QuerySet.iterator
    monkeypatch.setattr(models.QuerySet, "iterator", lambda self, chunk_size=None: asked.append(chunk_size) or iterator(self, chunk_size))
    answer = as_agent(AgentFactory(language="en")).get(f"/ideas/{name}")
    assert asked.count(CHUNK) == 1
    assert re.search(r'filename="(problems|recurring-problems|ideas|answers|decisions)\.csv"', answer["Content-Disposition"])


def test_headings_when_a_page_is_read_then_none_says_twice_the_same(as_agent, world):
    make.UserViewFactory(recurring=world["recurring"])
    facilitator = as_agent(make.facilitator())
    shoes = facilitator.get(address(("recurring", world["recurring"].public_id))).content.decode()
    assert shoes.count("À la place de l’usager") == 1
    assert facilitator.get(address(("contest", world["contest"].public_id))).content.decode().count("Votre réponse") == 1
