"""Eighteen skills for each agent of an organisation of any size: written as fast as the database takes them.

Some are of the person's trade, the others of the whole catalogue, a few of them very often (as Zipf's law has it).
The same seed gives the same rows.
"""

import random
import uuid
from collections.abc import Iterable, Iterator
from itertools import accumulate

from django.db import connection

from intranet.directory.models import Agent
from intranet.shell.demo import Demo
from skills.models import AgentSkill, Skill

FLATNESS = 0.9  # of Zipf's law: the tenth most usual skill is eight times rarer than the first
DRAWN = 4096  # ways of declaring, drawn once
COLUMNS = (
    "public_id", "agent_id", "skill_id", "level", "interest", "last_used", "origin", "sphere", "note", "visibility",
    "can_help", "can_train", "confirmed_at", "valid_from", "valid_to",
)  # fmt: skip


def declare_many(demo: Demo, agents: Iterable[Agent], skills: dict[str, Skill], *, each: int, usual, row) -> None:
    """Give `agents` skills until they have `each`: those that `usual(agent)` names, then others by how usual they are.

    `row(agent, skill)` draws how one is declared; it is asked a few times for each kind of skill, and its answers are dealt again.
    """
    chance = random.Random(demo.chance.random())
    agents = list(agents)
    order = sorted(skills)
    chance.shuffle(order)
    shares = list(accumulate(1 / (place + 1) ** FLATNESS for place in range(len(order))))
    ways = {
        slug: [_as_written(row(agents[chance.randrange(len(agents))], skills[slug])) for _ in range(max(8, DRAWN // len(order)))]
        for slug in order
    }

    def rows() -> Iterator[tuple]:
        for agent in agents:
            held = dict.fromkeys(usual(agent)[:each])
            while len(held) < min(each, len(order)):
                held.update(dict.fromkeys(chance.choices(order, cum_weights=shares, k=each - len(held))))
            for slug in held:
                yield _identifier(chance), agent.pk, skills[slug].pk, *chance.choice(ways[slug])

    _pour(AgentSkill._meta.db_table, rows())


def _as_written(declared: AgentSkill) -> tuple:
    """The columns after the skill, as the database takes them."""
    fields = [AgentSkill._meta.get_field(name) for name in COLUMNS[3:]]
    return tuple(field.get_db_prep_save(getattr(declared, field.attname), connection) for field in fields)


def _identifier(chance: random.Random) -> object:
    made = uuid.UUID(int=chance.getrandbits(128), version=4)
    return made if connection.features.has_native_uuid_field else made.hex


def _pour(table: str, rows: Iterator[tuple]) -> None:
    """Write rows without a model around each: COPY where there is one, else one prepared statement."""
    names = ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(COLUMNS))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608 - names of columns written here
