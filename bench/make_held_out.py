"""Makes the questions that nobody tunes for, by rule, from the real catalogue: tests/search/judged/held_out.toml.

`python -m bench.make_held_out` writes the file again; the seed is fixed, so it changes only with the catalogue. If an
answer looks wrong, change a rule, never a line of what it made.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import attrs

from bench.real_catalogue import real_catalogue
from search.judging import HELD_OUT

SEED = 20
GRIDS, DESCRIPTIONS, NAMES = 40, 30, 30
SMALLEST_GRID, BEST_KNOWN = 4, 3
RARE = range(3, 31)  # in so many packages: a word that others use too, so that it takes all of them
MOST_WORDS, MOST_ALIKE = 3, 3
KNOWN_STARS, SHORTEST_NAME = 100, 6
WORD = re.compile(r"[a-z]{4,}")
SEPARATORS = re.compile(r"[^a-z0-9]+")
PREFIX = re.compile(r"^(django|djangorestframework|drf|dj|wagtail)[-_]")
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
NEIGHBOURS = {key: other for row in KEYS for key, other in zip(row, row[1:] + row[-2], strict=True)}
HEAD = f"""\
# What nobody tunes search for. bench/make_held_out.py made these questions by rule (seed {SEED}); it and nothing else
# changes this file. Grades are meant as tuned.toml says.
#
# grid_title: the title of a grid; right are the grid itself and its {BEST_KNOWN} members with most stars.
#   Titles that are also the name of a package, and grids with fewer than {SMALLEST_GRID} members, are left out.
# rare_words: the {MOST_WORDS} rarest words, in their order, of a description; right is every package that has all.
# typo: the name of a package with at least {KNOWN_STARS} stars, without its "django-", one letter swapped, missing,
#   doubled or replaced by its neighbour on the keyboard; right is every package of that name.
"""

type Judged = tuple[str, Sequence[str]]


@attrs.frozen
class Known:
    """What the rules look at of a package."""

    slug: str
    title: str
    description: str
    stars: int

    @property
    def short_name(self) -> str:
        """Its slug without "django-" and the like."""
        return PREFIX.sub("", self.slug)

    @property
    def words(self) -> frozenset[str]:
        """Every longer word of its names and of what is said of it."""
        return frozenset(WORD.findall(f"{self.slug} {self.title} {self.description}".lower()))


def main() -> None:
    """Write the file."""
    with real_catalogue():
        packages, grids = known_packages(), known_grids()
    chance = random.Random(SEED)  # noqa: S311 no secret
    tables = {
        "grid_title": islice(of_grids(grids, packages, chance), GRIDS),
        "rare_words": islice(of_descriptions(packages, chance), DESCRIPTIONS),
        "typo": islice(of_names(packages, chance), NAMES),
    }
    HELD_OUT.write_text(HEAD + "".join(table(kind, judged) for kind, judged in tables.items()))


def known_packages() -> list[Known]:
    """Every package of the catalogue, by slug."""
    from packgrid.search.models import Entry  # noqa: PLC0415 models exist only once apps are ready

    columns = ("slug", "title", "description", "package__facts__stars")
    rows = Entry.objects.filter(grid=None).order_by("slug").values_list(*columns)
    return [Known(slug, title, description, stars or 0) for slug, title, description, stars in rows]


def known_grids() -> list[tuple[str, str, set[str]]]:
    """Slug, title and members of every grid, by slug."""
    from packgrid.comparison.models import Grid  # noqa: PLC0415 likewise

    grids = Grid.objects.order_by("slug").prefetch_related("packages")
    return [(grid.slug, grid.title, {package.slug for package in grid.packages.all()}) for grid in grids]


def of_grids(
    grids: list[tuple[str, str, set[str]]], packages: Sequence[Known], chance: random.Random
) -> Iterator[Judged]:
    """Titles of grids: the grid, and its best known members."""
    names = all_names(packages)
    for slug, title, members in chance.sample(grids, len(grids)):
        if len(members) >= SMALLEST_GRID and key(title) not in names:
            inside = sorted((p for p in packages if p.slug in members), key=lambda p: -p.stars)
            yield title, [f"grid:{slug}", *(package.slug for package in inside[:BEST_KNOWN])]


def of_descriptions(packages: Sequence[Known], chance: random.Random) -> Iterator[Judged]:
    """The rarest words of descriptions: every package that has them."""
    counts = Counter(word for package in packages for word in package.words)
    for package in chance.sample(packages, len(packages)):
        said = dict.fromkeys(WORD.findall(package.description.lower()))
        rare = sorted((word for word in said if counts[word] in RARE), key=lambda word: (counts[word], word))
        asked = [word for word in said if word in rare[:MOST_WORDS]]
        alike = [other.slug for other in packages if other.words.issuperset(asked)]
        if len(asked) == MOST_WORDS and len(alike) <= MOST_ALIKE:
            yield " ".join(asked), alike


def of_names(packages: Sequence[Known], chance: random.Random) -> Iterator[Judged]:
    """Names of known packages with one slip: every package of that name."""
    names = all_names(packages)
    known = [p for p in packages if p.stars >= KNOWN_STARS and len(p.short_name) >= SHORTEST_NAME]
    for package in chance.sample(known, len(known)):
        typed = slip(package.short_name, chance)
        if key(typed) not in names:
            yield typed, [other.slug for other in packages if key(other.short_name) == key(package.short_name)]


def slip(name: str, chance: random.Random) -> str:
    """A name with one slip, never in its first letter."""
    at = chance.choice([place for place in range(1, len(name) - 1) if name[place] in NEIGHBOURS])
    before, letter, after = name[:at], name[at], name[at + 1 :]
    slips = (f"{after[0]}{letter}{after[1:]}", after, f"{letter}{letter}{after}", f"{NEIGHBOURS[letter]}{after}")
    return before + chance.choice(slips)


def all_names(packages: Iterable[Known]) -> set[str]:
    """Every name that a package has."""
    return {key(name) for package in packages for name in (package.slug, package.title, package.short_name)}


def key(name: str) -> str:
    """A name without capitals and separators."""
    return SEPARATORS.sub("", name.lower())


def table(kind: str, judged: Iterable[Judged]) -> str:
    """A table of the file; JSON's texts are TOML's too."""
    lines = (f"{json.dumps(text)} = {{ first = {json.dumps(answers)} }}\n" for text, answers in judged)
    return f"\n[{kind}]\n{''.join(lines)}"


if __name__ == "__main__":
    main()
