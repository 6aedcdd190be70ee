"""What a page with a table shows, made from its rows and its address."""

from collections.abc import Sequence
from datetime import datetime
from types import MappingProxyType

import attrs
from django.utils.safestring import SafeString

from packgrid.assessment.rules.support_cells import SupportKind
from packgrid.comparison.models import Grid
from packgrid.comparison.table import FactRow, FeatureRow, Part, Side
from packgrid.comparison.table_selection import SORTS, SelectedTable, select_table
from packgrid.web.compare import drawing
from packgrid.web.compare.changes import Changes, changes
from packgrid.web.compare.drawing import Answers
from packgrid.web.compare.past import Past, past
from packgrid.web.compare.sentences import sentences
from packgrid.web.compare.state import State, address
from packgrid.web.compare.ways import Ways, ways
from packgrid.web.happenings import words


@attrs.frozen(kw_only=True)
class ShownCell:
    """A cell for those who may change it: which one it is, as it was written, as HTML."""

    feature_id: int
    package_id: int
    text: str
    html: SafeString


NO_ANSWERS: Answers = MappingProxyType({})


@attrs.frozen(kw_only=True)
class ShownRow:
    """A row: its cells as HTML, and the address that sorts by it ("" if nothing can be sorted by it)."""

    key: str
    title: str
    cells: SafeString
    description: str = ""
    sort_url: str = ""
    sorted_as: str = ""
    editable: Sequence[ShownCell] = ()


@attrs.frozen(kw_only=True)
class ShownPart:
    """The features of one grid."""

    grid: Grid
    rows: Sequence[ShownRow]


@attrs.frozen(kw_only=True)
class TablePage:
    """Everything that a page shows of a table."""

    state: State
    table: SelectedTable
    heads: SafeString
    facts: Sequence[ShownRow]
    parts: Sequence[ShownPart]
    sentences: Sequence[str]
    past: Past | None
    changes: Changes | None
    happened: Sequence[tuple[object, str]]
    ways: Ways
    let_in: int

    @property
    def plain_heads(self) -> SafeString:
        """The heads of the columns without boxes to tick."""
        return drawing.heads(self.table.sides, is_selectable=False)


def table_page(
    sides: Sequence[Side], parts: Sequence[Part], state: State, now: datetime, *, answers: Answers = NO_ANSWERS
) -> TablePage:
    """The page of these packages and features; six queries for the past, one for changes."""
    shown_sides, then = past(sides, state.at) if state.at else (sides, None)
    since = changes(sides, state.since) if state.since else None
    table = select_table(shown_sides, parts, state.selection)
    return TablePage(
        state=state,
        table=table,
        heads=drawing.heads(table.sides),
        facts=[fact_row(row, state) for row in table.facts],
        parts=[
            ShownPart(grid=part.grid, rows=[feature_row(row, table, state, answers) for row in part.features])
            for part in table.parts
        ],
        sentences=sentences(table, state.selection),
        past=then,
        changes=since,
        happened=[(change, words(change)) for change in since.rows] if since else (),
        ways=ways(parts, state, now),
        let_in=0 if state.selection.is_lenient else table.counts.stack[SupportKind.ALLOWED],
    )


def fact_row(row: FactRow, state: State) -> ShownRow:
    """A row of facts as it is drawn."""
    cells, url = drawing.fact_cells(row), turned(row.key, state) if row.key in SORTS else ""
    return ShownRow(key=row.key, title=row.title, cells=cells, sort_url=url, sorted_as=sorted_as(row.key, state))


def feature_row(row: FeatureRow, table: SelectedTable, state: State, answers: Answers) -> ShownRow:
    """A feature as it is drawn. What only editors see is made when their page asks for it."""
    return ShownRow(
        key=row.key,
        title=row.title,
        description=row.description,
        cells=drawing.feature_cells(row, table.sides, answers),
        sort_url=address(state, sort=row.key),
        sorted_as="descending" if state.selection.sort == row.key else "",
        editable=Editable(row, table.sides, answers),
    )


@attrs.frozen
class Editable(Sequence[ShownCell]):
    """The cells of a feature one by one, each made when it is read."""

    row: FeatureRow
    sides: Sequence[Side]
    answers: Answers

    def __len__(self) -> int:
        return len(self.sides)

    def __getitem__(self, at: int) -> ShownCell:  # type: ignore[override] # no page slices it
        text, side = self.row.texts.get(self.sides[at].package_id, ""), self.sides[at]
        html = drawing.cell_said(text, self.answers.get((self.row.feature_id, side.package_id), ()))
        return ShownCell(feature_id=self.row.feature_id, package_id=side.package_id, text=text, html=html)


def turned(key: str, state: State) -> str:
    """The address that sorts by a fact, highest first, or the other way round if it is sorted so already."""
    return address(state, sort=key if state.selection.sort == f"-{key}" else f"-{key}")


def sorted_as(key: str, state: State) -> str:
    """How the columns are sorted by this row, in ARIA's words; "" if they are not."""
    return {f"-{key}": "descending", key: "ascending"}.get(state.selection.sort, "")
