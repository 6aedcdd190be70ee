"""Search as you type: how long a keystroke takes, of a catalogue of any size, beside the plain LIKE of the ORM.

    python -m bench.search_speed --count 5000
    python -m bench.search_speed --count 886000 --names FILE

FILE has a name in the first column of each line, and maybe a summary in the last, between tabs; else names are made up.
The catalogue is made in a temporary folder, or kept in --data and used again. Queries are beginnings of names and words
that a random sample of the entries has, some of them mistyped; nobody tuned for them. Each is asked in three rounds,
all ways in turns, and its best round counts, so that what else runs on the machine matters less.
"""

import argparse
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import batched, islice
from pathlib import Path

from bench.made_up import SEED, names

ROUNDS = 3
SLOW, SLOW_EVERY = "LIKE by the ORM", 50


def main() -> None:
    """Make the catalogue, index it, ask, and print a table."""
    asked = arguments()
    with tempfile.TemporaryDirectory(prefix="packgrid-search-") as made:
        os.environ.update(PACKGRID_DATA=asked.data or made, PACKGRID_REFRESH="off")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "packgrid.config.settings")
        import django  # noqa: PLC0415 the data folder has to be known first

        django.setup()
        run(asked)


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--names", type=Path)
    parser.add_argument("--data", help="A folder in which the catalogue is kept.")
    parser.add_argument("--queries", type=int, default=400)
    parser.add_argument("--json", action="store_true", help="Print the figures as JSON, not as a table.")
    return parser.parse_args()


def run(asked: argparse.Namespace) -> None:
    """Measure and print."""
    from packgrid.catalogue.models import Package  # noqa: PLC0415 settings come first
    from packgrid.ops.data_folder import prepare_data_folder  # noqa: PLC0415 settings come first
    from packgrid.ops.database import prepare_database  # noqa: PLC0415 settings come first
    from packgrid.search.full_reindex import reindex_everything  # noqa: PLC0415

    prepare_data_folder()
    prepare_database()
    if Package.objects.count() < asked.count:
        say("packages", timed(lambda: fill(asked)))
        say("index", timed(reindex_everything))
    found = {way: figures(times) for way, times in measure(queries(asked.queries)).items()}
    if asked.json:
        print(json.dumps(found))
    else:
        table(found)


def fill(asked: argparse.Namespace) -> None:
    """Write the packages, with facts of the usual spread, without any event."""
    from packgrid.catalogue.models import Category, Facts, Package  # noqa: PLC0415

    chance = random.Random(SEED)  # noqa: S311 no secret
    category, _ = Category.objects.get_or_create(slug="apps", defaults={"title": "App"})
    for batch in batched(islice(names(asked.names, chance), asked.count), 2000):
        rows = [Package(slug=name, title=name, pypi_name=name, category=category) for name, _ in batch]
        Package.objects.bulk_create(rows)
        Facts.objects.bulk_create(
            Facts(package=row, summary=text, stars=int(chance.paretovariate(0.5)) - 1)
            for row, (_, text) in zip(rows, batch, strict=True)
        )


def queries(count: int) -> list[str]:
    """What people type: the keys of a name one by one, words of a text, with a mistake in each tenth."""
    from packgrid.search.models import Entry  # noqa: PLC0415

    chance = random.Random(SEED + 1)  # noqa: S311 no secret
    ids = list(Entry.objects.values_list("pk", flat=True))
    sample = Entry.objects.filter(pk__in=chance.sample(ids, min(len(ids), count))).values_list("slug", "description")
    found = []
    for slug, description in sample:
        text = slug if chance.random() < 0.6 else " ".join(description.split()[:3])  # noqa: PLR2004 more names than words
        typed = text[: chance.randint(2, max(2, len(text)))]
        found.append(mistyped(typed, chance) if chance.random() < 0.1 else typed)  # noqa: PLR2004 one in ten
    return [text for text in found if len(text.strip()) > 1]


def mistyped(text: str, chance: random.Random) -> str:
    """The text with two neighbours swapped."""
    at = chance.randrange(max(1, len(text) - 1))
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


def measure(texts: Sequence[str]) -> Mapping[str, Mapping[str, float]]:
    """The best time (ms) of each text by way, asked in turns: ours, the page of results, the ORM's LIKE (one in 50)."""
    from datetime import UTC, datetime  # noqa: PLC0415

    from packgrid.search.query import search, suggest  # noqa: PLC0415
    from packgrid.search.query_language import parse_query  # noqa: PLC0415

    now = datetime.now(UTC)
    ways: dict[str, Callable[[str], object]] = {
        "suggest": lambda text: suggest(text, limit=10),
        "search": lambda text: search(parse_query(text), limit=20, now=now),
        SLOW: like,
    }
    best: dict[str, dict[str, float]] = {name: {} for name in ways}
    for _round in range(ROUNDS):
        for number, text in enumerate(texts):
            for name, way in ways.items():
                if name != SLOW or number % SLOW_EVERY == 0:
                    took = timed(lambda way=way, text=text: way(text)) * 1000  # type: ignore[misc]
                    best[name][text] = min(took, best[name].get(text, took))
    return best


def like(text: str) -> object:
    """The ordinary way: every word somewhere, the most starred first."""
    from django.db.models import Q  # noqa: PLC0415

    from packgrid.catalogue.models import Package  # noqa: PLC0415

    rows = Package.objects.select_related("facts").filter(is_hidden=False)
    for word in text.split():
        rows = rows.filter(Q(title__icontains=word) | Q(slug__icontains=word) | Q(facts__summary__icontains=word))
    return list(rows.order_by("-facts__stars")[:20])


def figures(times: Mapping[str, float]) -> Mapping[str, float | str]:
    """Milliseconds: the median, the slowest of so many of a hundred, the worst of all and what was asked there."""
    values, worst = sorted(times.values()), max(times, key=lambda text: times[text])
    at = {f"p{part}": values[min(len(values) - 1, len(values) * part // 100)] for part in (90, 99)}
    return {"queries": len(values), "median": statistics.median(values), **at, "worst": times[worst], "asked": worst}


def table(found: Mapping[str, Mapping[str, float | str]]) -> None:
    """Print the figures."""
    print("| way | queries | median ms | p90 ms | p99 ms | worst ms | worst query |\n|---|---|---|---|---|---|---|")
    for name, of in found.items():
        times = " | ".join(f"{of[column]:.2f}" for column in ("median", "p90", "p99", "worst"))
        print(f"| {name} | {of['queries']} | {times} | {of['asked']!r} |")


def timed(work: Callable[[], object]) -> float:
    """How long it takes, in seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def say(step: str, seconds: float) -> None:
    """One line."""
    print(f"{step}: {seconds:.1f} s", flush=True)


if __name__ == "__main__":
    main()
