"""Made-up catalogues of any size: names that people could have given, with facts of the usual spread.

Names come from a file (the first column of each line, maybe a summary in the last, between tabs), and when it has no
more, without end from parts. The same seed gives the same catalogue.
"""

import csv
import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import batched, chain, islice
from pathlib import Path

SEED = 7
FEWEST, MOST_WORDS = 3, 9
WITH_DJANGO, WITH_REPO, ALIVE = 0.4, 0.8, 0.3  # shares as in the real catalogue
MOST_CONTRIBUTORS, WEEKS = 12, 52
LONGEST_SLUG, SLUG = 100, re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
STEMS = ("auto", "rest", "form", "grid", "cache", "queue", "admin", "auth", "token", "graph", "image", "table", "chart")
ENDS = ("ly", "kit", "hub", "io", "lib", "tools", "flow", "ware", "able", "ify", "box", "lab", "deck", "port", "cast")
PEOPLE = (
    "ada",
    "alan",
    "barbara",
    "edsger",
    "frances",
    "grace",
    "ken",
    "margaret",
    "niklaus",
    "radia",
    "sophie",
    "tim",
)
GRIDS, COLUMNS, FEATURES = 50, 12, 20
CELLS = ("yes", "no", "since 2.0", "by a plugin", "partly", "+++", "")
LITTLE = ("slug", "category", "pypi_name", "repo_url", "stars", "summary")
FIRST_LINE = {"type": "category", "slug": "apps", "title": "App", "title_plural": "Apps"}


def catalogue(path: Path, count: int, names_in: Path | None = None) -> Path:
    """Write a catalogue of so many packages as NDJSON, to be loaded; gives the path back."""
    chance = random.Random(SEED)  # noqa: S311 no secret
    members: list[str] = []
    with path.open("w") as lines:
        lines.write(json.dumps(FIRST_LINE) + "\n")
        for slug, summary in islice(names(names_in, chance), count):
            lines.write(json.dumps(package(slug, summary, chance)) + "\n")
            if len(members) < GRIDS * COLUMNS:
                members.append(slug)
        lines.writelines(json.dumps(line) + "\n" for line in grids(members, chance))
    return path


def names_alone(path: Path, count: int, names_in: Path | None = None) -> list[Path]:
    """Write so many packages of which little is known, as CSV, and their category; gives both files, to be loaded."""
    chance = random.Random(SEED)  # noqa: S311 no secret
    category = path.with_suffix(".category.ndjson")
    category.write_text(json.dumps(FIRST_LINE))
    with path.open("w", newline="") as lines:
        writer = csv.DictWriter(lines, LITTLE, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(package(*said, chance) for said in islice(names(names_in, chance), count))
    return [category, path]


def grids(members: Sequence[str], chance: random.Random) -> Iterator[Mapping[str, object]]:
    """The first packages twelve by twelve, compared by twenty features."""
    for number, slugs in enumerate(batched(members, COLUMNS)):
        features = [
            {
                "title": f"{sentence(chance)[:60]} {row}",
                "elements": {slug: text for slug in slugs if (text := chance.choice(CELLS))},
            }
            for row in range(FEATURES)
        ]
        yield {"type": "grid", "slug": f"grid-{number}", "packages": slugs, "feature": features}


def package(slug: str, summary: str, chance: random.Random) -> Mapping[str, object]:
    """A package as the format of catalogues wants it (docs/catalogue-format.md)."""
    said: dict[str, object] = {
        "type": "package",
        "slug": slug,
        "category": "apps",
        "pypi_name": slug,
        "pypi_version": f"{chance.randrange(6)}.{chance.randrange(20)}.{chance.randrange(9)}",
        "pypi_released_month": f"{chance.randint(2010, 2025)}-{chance.randint(1, 12):02}",
        "summary": summary,
    }
    return said | (repo(slug, chance) if chance.random() < WITH_REPO else {})


def repo(slug: str, chance: random.Random) -> dict[str, object]:
    """What is known of its repository; most sleep."""
    stars = min(int(chance.paretovariate(0.5)) - 1, 90_000)
    is_alive = chance.random() < ALIVE
    year = 2026 if is_alive else chance.randint(2009, 2025)
    return {
        "repo_url": f"https://github.com/{chance.choice(PEOPLE)}/{slug}",
        "stars": stars,
        "forks": stars // 5,
        "open_issues": stars // 20,
        "commit_count": chance.randint(5, 900),
        "last_commit_at": f"{year}-{chance.randint(1, 11):02}-{chance.randint(1, 28):02}T12:00:00Z",
        "weekly_commits": [chance.randrange(9) for _ in range(WEEKS)] if is_alive else [0] * WEEKS,
        "contributors": list(PEOPLE[: chance.randint(1, MOST_CONTRIBUTORS)]),
        "repo_description": sentence(chance),
    }


def names(file: Path | None, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Names that could be slugs, each once, with a sentence."""
    seen: set[str] = set()
    for name, text in chain(from_file(file, chance) if file else (), from_parts(chance)):
        slug = name.lower().replace(".", "-").replace("_", "-")[:LONGEST_SLUG]
        if SLUG.fullmatch(slug) and slug not in seen:
            seen.add(slug)
            yield slug, text or sentence(chance)


def from_file(file: Path, chance: random.Random) -> Iterator[tuple[str, str]]:
    """The lines of a file in another order, so that a part of them is no beginning of the alphabet."""
    lines = file.read_text().splitlines()
    chance.shuffle(lines)
    for line in lines:
        columns = line.split("\t")
        yield columns[0], columns[-1] if len(columns) > 1 else ""


def from_parts(chance: random.Random) -> Iterator[tuple[str, str]]:
    """Names without end."""
    number = 0
    while True:
        number += 1
        parts = [chance.choice(STEMS) + chance.choice(["", *ENDS]) for _ in range(chance.randint(1, 3))]
        prefix = ["django"] if chance.random() < WITH_DJANGO else []
        yield "-".join([*prefix, *parts, *([str(number)] if number > len(STEMS) ** 2 else [])]), sentence(chance)


def sentence(chance: random.Random) -> str:
    """A description of the usual length."""
    count = chance.randint(FEWEST, MOST_WORDS)
    return "A " + " ".join(chance.choice(STEMS) + chance.choice(["", *ENDS]) for _ in range(count)) + " for Django"
