"""How well sixty judged questions are answered, on each engine: nDCG@10 has a floor.

`judged.toml` was written before any tuning. `pytest tests/skills/relevance -s` prints the figure of each question;
SQLite by default, PostgreSQL when DATABASE_URL says so, Elasticsearch where TRAVERSE_TEST_ELASTICSEARCH says one is.
"""

import math
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest
from django.db import connection
from django.utils import translation

from intranet.base import text
from intranet.directory.models import Agent
from intranet.search import index
from intranet.search.engines import elasticsearch
from skills.models import Fact, Skill
from skills.search import names
from skills.search.people import find
from skills.search.requirements import Criteria

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

DEPTH = 10
FLOORS = {"database": 0.70, "elasticsearch": 0.80}  # 0.437 and 0.442 before any tuning
JUDGED = tomllib.loads(Path(__file__).with_name("judged.toml").read_text())["question"]


def ndcg(grades: list[int], ideal: list[int]) -> float:
    """Of the grades of what was answered, in order, against those of the best answer there could be."""

    def gain(found: list[int]) -> float:
        return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(found[:DEPTH]))

    return gain(grades) / gain(sorted(ideal, reverse=True))


def of_skills(question: dict) -> float:
    grades = question["skills"]
    found = [named.skill.slug for named in names.suggest(question["typed"], limit=DEPTH)]
    return ndcg([grades.get(slug, 0) for slug in found], list(grades.values()))


def of_people(question: dict, reader: Agent) -> float:
    """A person is judged by the best skill they share with the reader, or by doing that very work."""
    held: dict[int, int] = defaultdict(int)
    for agent, slug in Fact.objects.visible_to(reader).filter(skill__slug__in=question["skills"]).values_list("agent", "skill__slug"):
        held[agent] = max(held[agent], question["skills"][slug])
    for agent, position in Agent.objects.visible_to(reader).values_list("pk", "position_title") if "position" in question else ():
        if any(f" {words} " in f" {' '.join(text.words(position))} " for words in question["position"]):
            held[agent] = 3
    found = find(reader, Criteria(words=question["typed"]))
    answered = [*found.exact[:DEPTH], *found.near[:DEPTH]]
    return ndcg([held[agent] for agent in answered], list(held.values()))


def test_judgements_are_of_skills_that_the_catalogue_has(story):
    assert len(JUDGED) == 60
    judged = {slug for question in JUDGED for slug in question["skills"]}
    assert judged <= set(Skill.objects.matchable().values_list("slug", flat=True))


def test_judged_questions_are_answered_above_the_floor(story, engine):
    for _kind in index.rebuild():
        pass
    if engine == "elasticsearch":
        elasticsearch.rebuild()
    reader = story.people["lea"]
    with translation.override("fr"):
        scores = [of_skills(each) if each["wants"] == "skill" else of_people(each, reader) for each in JUDGED]
    for score, question in sorted(zip(scores, JUDGED, strict=True), key=lambda pair: pair[0]):
        sys.stdout.write(f"{score:.2f}  {question['wants']:<7}{question['about']:<9}{question['typed']}\n")
    for wants in ("skill", "people"):
        of_kind = [score for score, question in zip(scores, JUDGED, strict=True) if question["wants"] == wants]
        sys.stdout.write(f"nDCG@10, {wants}: {sum(of_kind) / len(of_kind):.3f}\n")
    name = connection.vendor if engine == "database" else engine
    mean = sum(scores) / len(scores)
    sys.stdout.write(f"nDCG@10, {name}: {mean:.3f}\n")
    assert mean >= FLOORS[engine]
