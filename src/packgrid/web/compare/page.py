"""The page of a table, with its heads and rows as HTML."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from types import MappingProxyType

import attrs
from django.utils.safestring import SafeString

from packgrid.assessment.rules.support_cells import SupportKind
from packgrid.catalogue.fact_table import BY_KEY, Direction
from packgrid.catalogue.missing_values import MissingValue
from packgrid.comparison.fact_rows import AGE
from packgrid.comparison.models import Grid
from packgrid.comparison.table import FactRow, FeatureRow, Part, Side
from packgrid.comparison.table_selection import SORTS, SelectedTable, select_table
from packgrid.web.change_sentences import describe_change
from packgrid.web.compare import table_html
from packgrid.web.compare.changes import Changes, read_changes
from packgrid.web.compare.past import Past, read_past
from packgrid.web.compare.sentences import describe_table
from packgrid.web.compare.state import TableState, make_address
from packgrid.web.compare.table_form import TableForm, make_table_form
from packgrid.web.compare.table_html import Answers
from packgrid.web.missing_words import describe_missing


@attrs.frozen(kw_only=True)
class ShownCell:
    """A cell for editors: its ids, its text, and its HTML."""

    feature_id: int
    package_id: int
    text: str
    html: SafeString


NO_ANSWERS: Answers = MappingProxyType({})


@attrs.frozen(kw_only=True)
class ShownRow:
    """A row: its cells as HTML, and the address that sorts by it ("" if it cannot be sorted by)."""

    key: str
    title: str
    cells: SafeString
    description: str = ""
    sort_url: str = ""
    sorted_as: str = ""
    editable: Sequence[ShownCell] = ()

    @property
    def head(self) -> SafeString:
        """The head of the row."""
        return self.render_head(self.sort_url)

    @property
    def plain_head(self) -> SafeString:
        """The head of the row without a link that sorts."""
        return self.render_head("")

    def render_head(self, sort_url: str) -> SafeString:
        return table_html.render_row_head(
            self.title, description=self.description, sort_url=sort_url, sorted_as=self.sorted_as
        )


@attrs.frozen(kw_only=True)
class ShownPart:
    """The features of one grid."""

    grid: Grid
    rows: Sequence[ShownRow]


@attrs.frozen(kw_only=True)
class TablePage:
    """Everything that a page shows of a table.

    `missing_rows` are those in which no package has a value: why, such as "not checked", and their titles as one text.
    """

    state: TableState
    table: SelectedTable
    heads: SafeString
    facts: Sequence[ShownRow]
    missing_rows: Sequence[tuple[str, str]]
    parts: Sequence[ShownPart]
    sentences: Sequence[str]
    past: Past | None
    changes: Changes | None
    change_sentences: Sequence[tuple[object, str]]
    form: TableForm
    lenient_count: int

    @property
    def plain_heads(self) -> SafeString:
        """The heads of the columns without boxes to tick."""
        return table_html.render_heads(self.table.sides, is_selectable=False)


def make_table_page(
    sides: Sequence[Side], parts: Sequence[Part], state: TableState, now: datetime, *, answers: Answers = NO_ANSWERS
) -> TablePage:
    """The page of these packages and features; six queries for the past, one for changes."""
    shown_sides, then = read_past(sides, state.at) if state.at else (sides, None)
    since = read_changes(sides, state.since) if state.since else None
    table = select_table(shown_sides, parts, state.selection)
    return TablePage(
        state=state,
        table=table,
        heads=table_html.render_heads(table.sides),
        facts=[make_fact_row(row, state) for row in table.facts if not is_missing_row(row)],
        missing_rows=describe_missing_rows(table.facts),
        parts=[
            ShownPart(grid=part.grid, rows=[make_feature_row(row, table, state, answers) for row in part.features])
            for part in table.parts
        ],
        sentences=describe_table(table, state.selection),
        past=then,
        changes=since,
        change_sentences=[(change, describe_change(change)) for change in since.rows] if since else (),
        form=make_table_form(shown_sides, parts, state, now),
        lenient_count=0 if state.selection.is_lenient else table.counts.stack[SupportKind.ALLOWED],
    )


def is_missing_row(row: FactRow) -> bool:
    """True if no package has a value for this row, and it is known why."""
    return bool(row.values) and all(isinstance(value, MissingValue) for value in row.values)


def describe_missing_rows(rows: Sequence[FactRow]) -> list[tuple[str, str]]:
    """Why rows have no value for any package, for most of these at least, and the titles of these rows as one text."""
    titles: dict[MissingValue, list[str]] = {}
    for row in rows:
        if is_missing_row(row):
            reasons = Counter(value for value in row.values if isinstance(value, MissingValue))
            titles.setdefault(reasons.most_common(1)[0][0], []).append(row.title)
    return [(describe_missing(reason), "; ".join(names)) for reason, names in titles.items()]


def make_fact_row(row: FactRow, state: TableState) -> ShownRow:
    """A row of facts with its cells as HTML."""
    cells = table_html.render_fact_cells(row, cooldown=state.cooldown if row.key == AGE else 0)
    url = make_sort_address(row.key, state) if row.key in SORTS else ""
    return ShownRow(key=row.key, title=row.title, cells=cells, sort_url=url, sorted_as=get_aria_sort(row.key, state))


def make_feature_row(row: FeatureRow, table: SelectedTable, state: TableState, answers: Answers) -> ShownRow:
    """A feature with its cells as HTML. The cells for editors are made when a template reads them."""
    return ShownRow(
        key=row.key,
        title=row.title,
        description=row.description,
        cells=table_html.render_feature_cells(row, table.sides, answers),
        sort_url=make_address(state, sort=row.key),
        sorted_as="descending" if state.selection.sort == row.key else "",
        editable=EditableCells(row, table.sides, answers),
    )


@attrs.frozen
class EditableCells(Sequence[ShownCell]):
    """The cells of a feature one by one, each made when it is read."""

    row: FeatureRow
    sides: Sequence[Side]
    answers: Answers

    def __len__(self) -> int:
        return len(self.sides)

    def __getitem__(self, at: int) -> ShownCell:  # type: ignore[override] # no page slices it
        text, side = self.row.texts.get(self.sides[at].package_id, ""), self.sides[at]
        html = table_html.render_cell(text, self.answers.get((self.row.feature_id, side.package_id), ()))
        return ShownCell(feature_id=self.row.feature_id, package_id=side.package_id, text=text, html=html)


def make_sort_address(key: str, state: TableState) -> str:
    """The address that sorts by a fact in its usual direction; in the other one where it is sorted so already."""
    usual, other = (f"-{key}", key) if BY_KEY[key].direction == Direction.HIGHEST_FIRST else (key, f"-{key}")
    return make_address(state, sort=other if state.selection.sort == usual else usual)


def get_aria_sort(key: str, state: TableState) -> str:
    """The value of aria-sort for a row; "" where the table is not sorted by it."""
    return {f"-{key}": "descending", key: "ascending"}.get(state.selection.sort, "")
