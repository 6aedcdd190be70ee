"""Search as you type: how long a keystroke takes, of a catalogue of any size, beside the plain LIKE of the ORM.

    python -m bench.search_speed --count 5000
    python -m bench.search_speed --count 886000 --names FILE

FILE has a name in the first column of each line, and maybe a summary in the last, between tabs; else names are made up.
The catalogue is made in a temporary folder, or kept in --data and used again. Queries are beginnings of names and words
that a random sample of the entries has, some of them mistyped; nobody tuned for them. Each is asked in three rounds,
all ways in turns, and its best round counts, so that what else runs on the machine matters less.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import batched, islice
from pathlib import Path

SEED = 7
FEWEST, MOST_WORDS = 3, 9
ROUNDS = 3
SLOW = "LIKE by the ORM"
STEMS = ("auto", "rest", "form", "grid", "cache", "queue", "admin", "auth", "token", "graph", "image", "table", "chart")
ENDS = ("ly", "kit", "hub", "io", "lib", "tools", "flow", "ware", "able", "ify", "box", "lab", "deck", "port", "cast")


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
    return parser.parse_args()


def run(asked: argparse.Namespace) -> None:
    """Measure and print."""
    from packgrid.catalogue.models import Package  # noqa: PLC0415 likewise
    from packgrid.ops import preparing  # noqa: PLC0415
    from packgrid.search.rebuilding import reindex  # noqa: PLC0415

    preparing.data_folder()
    preparing.database()
    if Package.objects.count() < asked.count:
        say("packages", timed(lambda: fill(asked)))
    say("index", timed(reindex))
    measure(queries(asked.queries))


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


def names(file: Path | None, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Names that could be slugs, each once, with a sentence."""
    seen: set[str] = set()
    for name, text in from_file(file, chance) if file else made_up(chance):
        slug = name.lower().replace(".", "-").replace("_", "-")[:100]
        if slug and slug not in seen:
            seen.add(slug)
            yield slug, text or sentence(chance)


def from_file(file: Path, chance: random.Random) -> Iterator[tuple[str, str]]:
    """The lines of a file in another order, so that a part of them is no beginning of the alphabet."""
    lines = file.read_text().splitlines()[1:]
    chance.shuffle(lines)
    for line in lines:
        columns = line.split("\t")
        yield columns[0], columns[-1] if len(columns) > 1 else ""


def made_up(chance: random.Random) -> Iterator[tuple[str, str]]:
    """Names without end."""
    number = 0
    while True:
        number += 1
        parts = [chance.choice(STEMS) + chance.choice(["", *ENDS]) for _ in range(chance.randint(1, 3))]
        prefix = ["django"] if chance.random() < 0.4 else []  # noqa: PLR2004 as in the real catalogue
        yield "-".join([*prefix, *parts, *([str(number)] if number > len(STEMS) ** 2 else [])]), sentence(chance)


def sentence(chance: random.Random) -> str:
    """A description of the usual length."""
    count = chance.randint(FEWEST, MOST_WORDS)
    return "A " + " ".join(chance.choice(STEMS) + chance.choice(["", *ENDS]) for _ in range(count)) + " for Django"


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


def measure(texts: Sequence[str]) -> None:
    """Ask everything once to warm up, then in turns: ours, the page of results, the ORM's LIKE (one in 20)."""
    from datetime import UTC, datetime  # noqa: PLC0415

    from packgrid.search.language import parse  # noqa: PLC0415
    from packgrid.search.query import search, suggest  # noqa: PLC0415

    now = datetime.now(UTC)
    ways: dict[str, Callable[[str], object]] = {
        "suggest": lambda text: suggest(text, limit=10),
        "search": lambda text: search(parse(text), limit=20, now=now),
        SLOW: like,
    }
    best: dict[str, dict[str, float]] = {name: {} for name in ways}
    for _round in range(ROUNDS):
        for number, text in enumerate(texts):
            for name, way in ways.items():
                if name != SLOW or number % 20 == 0:
                    took = timed(lambda way=way, text=text: way(text)) * 1000  # type: ignore[misc]
                    best[name][text] = min(took, best[name].get(text, took))
    table({name: [(took, text) for text, took in found.items()] for name, found in best.items()})


def like(text: str) -> object:
    """The ordinary way: every word somewhere, the most starred first."""
    from django.db.models import Q  # noqa: PLC0415

    from packgrid.catalogue.models import Package  # noqa: PLC0415

    rows = Package.objects.select_related("facts").filter(is_hidden=False)
    for word in text.split():
        rows = rows.filter(Q(title__icontains=word) | Q(slug__icontains=word) | Q(facts__summary__icontains=word))
    return list(rows.order_by("-facts__stars")[:20])


def table(times: dict[str, list[tuple[float, str]]]) -> None:
    """Print the figures."""
    print("| way | queries | median ms | p90 ms | p99 ms | worst ms | worst query |\n|---|---|---|---|---|---|---|")
    for name, found in times.items():
        values = sorted(value for value, _ in found)
        worst = max(found)
        at = {part: values[min(len(values) - 1, int(len(values) * part))] for part in (0.9, 0.99)}
        print(
            f"| {name} | {len(values)} | {statistics.median(values):.2f} | {at[0.9]:.2f} | {at[0.99]:.2f} "
            f"| {worst[0]:.2f} | {worst[1]!r} |"
        )


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
