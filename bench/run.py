"""Measure the main pages beside a bare one, at each size, in the same run: `make bench`.

    python bench/run.py                         6,000 and 100,000 agents
    python bench/run.py --agents 6000           one size
    python bench/run.py --agents 6000 --fresh   makes its data again

The data of a size is made once under `bench/out/<size>/` by `manage.py populate` (same seed, same data)
and kept. Each size is measured in a process of its own. Prints one table, writes `bench/results.json`.
Times are of Django's own handler, middleware included, signed in, warm; ratios to the bare page of the
same run are what repeats from one machine to another.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "bench" / "out"
RESULTS = ROOT / "bench" / "results.json"


def environment(size: int) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "ELASTICSEARCH_URL", "CELERY_BROKER_URL", "REDIS_URL"}}
    return kept | {"DJANGO_SETTINGS_MODULE": "bench.settings", "TRAVERSE_VAR": str(OUT / str(size)), "PYTHONPATH": str(ROOT)}


def prepare(size: int, *, fresh: bool) -> float | None:
    """Make the data of a size if it is not there. Returns the seconds that populate took, or None."""
    folder = OUT / str(size)
    done = folder / "populated"
    if fresh:
        for path in folder.glob("traverse.sqlite3*"):
            path.unlink()
        done.unlink(missing_ok=True)
    manage = [sys.executable, "manage.py"]
    if done.exists():
        subprocess.run([*manage, "migrate", "-v0"], cwd=ROOT, env=environment(size), check=True)
        return float(done.read_text())
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("traverse.sqlite3*"):
        path.unlink()
    subprocess.run([*manage, "migrate", "-v0"], cwd=ROOT, env=environment(size), check=True)
    started = time.perf_counter()
    subprocess.run([*manage, "populate", "--agents", str(size)], cwd=ROOT, env=environment(size), check=True)
    seconds = time.perf_counter() - started
    done.write_text(f"{seconds:.1f}")
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--agents", type=int, action="append", help="a size; may be given more than once")
    parser.add_argument("--rounds", type=int, default=40, help="measured requests for each page")
    parser.add_argument("--fresh", action="store_true", help="make the data again")
    options = parser.parse_args()
    results = {}
    for size in options.agents or [6_000, 100_000]:
        print(f"\n{size:,} agents", flush=True)
        seconds = prepare(size, fresh=options.fresh)
        command = [sys.executable, "-m", "bench.measure", str(size), str(options.rounds)]
        output = subprocess.run(command, cwd=ROOT, env=environment(size), check=True, stdout=subprocess.PIPE, text=True).stdout
        measured = json.loads(output.splitlines()[-1])
        show(measured, seconds)
        weights = weigh(size)
        show_weights(weights)
        results[str(size)] = {"populate_seconds": seconds, **measured, "weights": weights}
    RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    print(f"\nwritten: {RESULTS.relative_to(ROOT)}")


def chromium() -> str | None:
    """The path of a Chromium, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def weigh(size: int) -> list[dict]:
    """What each page weighs in a browser; nothing where there is no Chromium, and it is said."""
    if chromium() is None:
        print("\nweights: not measured, no Chromium was found")
        return []
    command = [sys.executable, "-m", "bench.weight"]
    output = subprocess.run(command, cwd=ROOT, env=environment(size), check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(output.stdout.splitlines()[-1])


def show_weights(weights: list[dict]) -> None:
    if not weights:
        return
    print(f"\n{'page, in a browser that comes first':<38}{'KB':>7}{'requests':>10}{'script KB':>11}{'elements':>10}{'EcoIndex':>10}")
    for row in weights:
        print(
            f"{row['page']:<38}{row['kilobytes']:>7.1f}{row['requests']:>10}{row['script']:>11.1f}{row['elements']:>10}{row['ecoindex']:>10.1f}"
            f"  {'ok' if row['holds'] else 'MISSED'}"
        )
    print("bars: 100 KB, 15 requests, 60 KB of script, 700 elements, EcoIndex 80")


def show(measured: dict, seconds: float | None) -> None:
    print(f"populate: {seconds:.0f} s" if seconds else "")
    print(f"{'page':<34}{'median ms':>10}{'p95 ms':>9}{'× bare':>8}{'SQL':>5}{'bare query ms':>15}{'KB':>7}{'bar':>16}  ")
    for row in measured["pages"]:
        query = f"{row['query_ms']:.2f}" if row["query_ms"] is not None else "–"
        bar = row["bar"]
        print(
            f"{row['page']:<34}{row['median_ms']:>10.1f}{row['p95_ms']:>9.1f}{row['times_bare']:>8.1f}{row['queries']:>5}{query:>15}"
            f"{row['bytes'] / 1024:>7.0f}{bar:>16}  {'ok' if row['holds'] else 'MISSED'}"
        )
    for line in measured["others"]:
        print(f"{line['what']}: {line['value']} (bar: {line['bar']})  {'ok' if line['holds'] else 'MISSED'}")


if __name__ == "__main__":
    main()
