"""A grid as a table: packages as columns, facts and features as rows; three queries, however large it is."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import attrs

from packgrid.catalogue import queries
from packgrid.catalogue.models import Facts, Package
from packgrid.comparison.models import Element, Feature, Grid
from packgrid.lib import classifiers
from packgrid.lib.markup import expand_emoji

GOOD = {"check", "yes", "good", "+", "+1"}
BAD = {"no", "bad", "negative", "evil", "sucks", "-", "-1"}
SIGNS = re.compile(r"(?P<signs>\++|-+)|(?P<sign>[+-])(?P<count>[0-9]+)")
MOST_MARKS = 3
ADDRESS = re.compile(r"(https?://[^\s<>\"]*[^\s<>\".,;:!?)])")
UNREAD = ("requires_dist", "vulnerabilities", "contributors", "topics")


@attrs.frozen
class Moment:
    """When something happened; `is_month` if only its month is known."""

    at: datetime
    is_month: bool = False


@attrs.frozen
class Weeks:
    """Commits a week, oldest first."""

    counts: tuple[int, ...]


@attrs.frozen
class Links:
    """Where to read on; "" is unknown."""

    repo_url: str
    documentation_url: str
    pypi_name: str


type Fact = str | int | Moment | Weeks | Links | tuple[str, ...] | None
"""One value of a package, of a type that says how to show it; None is unknown."""


@attrs.frozen
class Column:
    """A package at the head of its column."""

    slug: str
    title: str
    is_deprecated: bool


@attrs.frozen
class FactRow:
    """What sources say, one value a column."""

    title: str
    values: tuple[Fact, ...]


@attrs.frozen
class Cell:
    """What people say: `marks` ticks (above 0) or crosses (below), or text in pieces, or neither where nobody said.

    Each piece is a text and whether it is an address. The ids say where the cell is filled; 0 outside of a grid.
    """

    marks: int = 0
    pieces: tuple[tuple[str, bool], ...] = ()
    package_id: int = 0
    feature_id: int = 0


@attrs.frozen
class FeatureRow:
    """A feature with one cell a column."""

    title: str
    description: str
    cells: tuple[Cell, ...]


@attrs.frozen
class Table:
    """The packages of a grid, most starred first, with their facts and features."""

    columns: tuple[Column, ...]
    facts: tuple[FactRow, ...]
    features: tuple[FeatureRow, ...]


def grid_table(grid: Grid) -> Table:
    """Everything that a grid sets side by side: each of its packages, but for hidden ones."""
    rows = queries.visible().filter(columns__grid=grid).select_related("facts", "category")
    packages = list(queries.in_order(rows.defer(*(f"facts__{name}" for name in UNREAD)), "-stars"))
    elements = Element.objects.filter(feature__grid=grid).values_list("feature_id", "column__package_id", "text")
    texts = {(feature, package): text for feature, package, text in elements}
    return Table(
        tuple(Column(package.slug, package.title, bool(package.deprecated_at)) for package in packages),
        tuple(fact_rows(packages)),
        tuple(feature_rows(Feature.objects.filter(grid=grid), packages, texts)),
    )


def fact_rows(packages: Sequence[Package]) -> Iterator[FactRow]:
    """A row for each fact that can be compared."""
    pairs = [(package, queries.facts_of(package)) for package in packages]
    for title, read in FACTS:
        yield FactRow(title, tuple(read(package, facts) for package, facts in pairs))


def released(_package: Package, facts: Facts) -> Moment | None:
    """When its newest release came."""
    return Moment(facts.released_at, facts.released_to_the_month) if facts.released_at else None


def links(package: Package, facts: Facts) -> Links:
    """Its addresses; what people entered goes before what the project says."""
    said = facts.links or {}
    return Links(package.repo_url, package.documentation_url or said.get("documentation", ""), package.pypi_name)


# The rows in order: each with the way to read it from a package and its facts.
FACTS: tuple[tuple[str, Callable[[Package, Facts], Fact]], ...] = (
    ("What it is", lambda _, facts: expand_emoji(facts.repo_description or facts.summary or "")),
    ("Category", lambda package, _: package.category.title),
    ("Version", lambda _, facts: facts.version),
    ("Released", released),
    ("Status", lambda _, facts: classifiers.development_status(facts.classifiers or ())),
    ("Licence", lambda _, facts: facts.license),
    ("Python", lambda _, facts: classifiers.python_versions(facts.classifiers or ()) or facts.requires_python),
    ("Django", lambda _, facts: classifiers.django_versions(facts.classifiers or ())),
    ("Stars", lambda _, facts: facts.stars),
    ("Forks", lambda _, facts: facts.forks),
    ("Commits, 52 weeks", lambda _, facts: Weeks(tuple(facts.weekly_commits)) if facts.weekly_commits else None),
    ("Last commit", lambda _, facts: Moment(facts.last_commit_at) if facts.last_commit_at else None),
    ("Links", links),
)


def feature_rows(
    features: Iterable[Feature], packages: Sequence[Package], texts: Mapping[tuple[int, int], str]
) -> Iterator[FeatureRow]:
    """The features in order, each with a cell a column."""
    for feature in features:
        cells = tuple(
            attrs.evolve(cell(texts.get((feature.pk, package.pk), "")), package_id=package.pk, feature_id=feature.pk)
            for package in packages
        )
        yield FeatureRow(feature.title, feature.description, cells)


def cell(text: str) -> Cell:
    """What a text means: the words and signs that have always stood for ticks and crosses, else the text itself.

    Only the whole text counts, in any case: "no" is a cross, "no idea" is a text.
    """
    said = text.strip()
    if marks := marks_of(said.lower()):
        return Cell(marks=marks)
    return Cell(pieces=tuple((piece, bool(ADDRESS.fullmatch(piece))) for piece in ADDRESS.split(said) if piece))


def marks_of(said: str) -> int:
    """How many ticks (above 0) or crosses (below) a text stands for, three at most; 0 if it is any other text."""
    if said in GOOD or said in BAD:
        return 1 if said in GOOD else -1
    found = SIGNS.fullmatch(said)
    if not found:
        return 0
    count = int(found["count"][:3]) if found["count"] else len(said)
    return min(count, MOST_MARKS) * (1 if said[0] == "+" else -1)
