"""A grid as a table: packages as columns, features as rows; three queries, however large it is."""

import re
from collections.abc import Iterable, Iterator, Sequence

import attrs

from packgrid.catalogue import queries
from packgrid.catalogue.models import Package
from packgrid.comparison.models import Element, Feature, Grid

GOOD = {"check", "yes", "good", "+", "+1"}
BAD = {"no", "bad", "negative", "evil", "sucks", "-", "-1"}
SIGNS = re.compile(r"(?P<signs>\++|-+)|(?P<sign>[+-])(?P<count>\d+)")
MOST_MARKS = 3
ADDRESS = re.compile(r"(https?://[^\s<>\"]+[^\s<>\".,;:!?)])")


@attrs.frozen
class Cell:
    """What a cell shows: `marks` ticks (above 0) or crosses (below), or pieces of text, or neither if it is empty."""

    marks: int = 0
    pieces: tuple[tuple[str, bool], ...] = ()

    @property
    def says(self) -> str:
        """The marks in words."""
        word = "yes" if self.marks > 0 else "no"
        return word if abs(self.marks) == 1 else f"{word}, {abs(self.marks)} of {MOST_MARKS}"

    @property
    def count(self) -> range:
        """As many as there are marks, for the template to repeat."""
        return range(abs(self.marks))


EMPTY = Cell()


@attrs.frozen
class FeatureRow:
    """A feature with one cell for each column."""

    title: str
    description: str
    cells: tuple[Cell, ...]


@attrs.frozen
class Table:
    """The packages of a grid, most starred first, and its features."""

    columns: tuple[Package, ...]
    features: tuple[FeatureRow, ...]


def grid_table(grid: Grid) -> Table:
    """Everything the page of a grid shows side by side."""
    rows = queries.in_order(queries.listed().filter(columns__grid=grid), "-stars")
    columns = tuple(rows.defer(None).defer("facts__requires_dist", "facts__vulnerabilities", "facts__contributors"))
    elements = Element.objects.filter(feature__grid=grid).values_list("feature_id", "column__package_id", "text")
    texts = {(feature, package): text for feature, package, text in elements}
    return Table(columns, tuple(feature_rows(Feature.objects.filter(grid=grid), columns, texts)))


def feature_rows(
    features: Iterable[Feature], columns: Sequence[Package], texts: dict[tuple[int, int], str]
) -> Iterator[FeatureRow]:
    """The features in order, each with a cell a column."""
    for feature in features:
        cells = tuple(cell(texts.get((feature.pk, column.pk), "")) for column in columns)
        yield FeatureRow(feature.title, feature.description, cells)


def cell(text: str) -> Cell:
    """What a text means: the words and signs that have always stood for ticks and crosses, else the text itself.

    Only the whole text counts, in any case: "no" is a cross, "no idea" is a text.
    """
    said = text.strip().lower()
    if not said:
        return EMPTY
    if said in GOOD or said in BAD:
        return Cell(marks=1 if said in GOOD else -1)
    if found := SIGNS.fullmatch(said):
        sign = said[0]
        count = int(found["count"][:3]) if found["count"] else len(said)
        if count:
            return Cell(marks=min(count, MOST_MARKS) * (1 if sign == "+" else -1))
    return Cell(pieces=tuple((piece, bool(ADDRESS.fullmatch(piece))) for piece in ADDRESS.split(text.strip()) if piece))
