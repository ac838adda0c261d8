"""How long a suggestion of skills takes over every name of the database at hand: `python -m bench.names`.

500 beginnings of names drawn with one seed, one in seven with two letters exchanged. Import ROME and ESCO first
(`manage.py import_rome PATH`, `import_esco PATH`) for the figures of docs/performance.md; `TRAVERSE_VAR` and `DATABASE_URL`
choose the database, as everywhere.
"""

import os
import random
import time
from statistics import median

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from bench.measure import p95  # noqa: E402
from skills.models import SkillLabel  # noqa: E402
from skills.search import names  # noqa: E402

ASKED = 500
MISTYPED = 0.15


def beginnings(seed: int = 5) -> list[str]:
    """What people type: the beginnings of names, from two letters to twenty."""
    chance = random.Random(seed)
    known = list(SkillLabel.objects.order_by("normalised", "pk").values_list("text", flat=True))
    asked = []
    for _each in range(ASKED):
        typed = chance.choice(known)[: chance.choice((2, 3, 4, 5, 6, 8, 12, 20))]
        if len(typed) > 5 and chance.random() < MISTYPED:
            at = chance.randrange(1, len(typed) - 2)
            typed = typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :]
        asked.append(typed)
    return asked


def main() -> None:
    took = []
    for typed in beginnings():
        began = time.perf_counter()
        names.suggest(typed)
        took.append(1000 * (time.perf_counter() - began))
    print(f"{SkillLabel.objects.count()} names: median {median(took):.1f} ms, p95 {p95(took):.1f} ms, longest {max(took):.0f} ms")


if __name__ == "__main__":
    main()
