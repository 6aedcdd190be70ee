"""The page of a table, with its heads and rows as HTML."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from types import MappingProxyType

import attrs
from django.utils.safestring import SafeString, mark_safe

from packgrid.assessment.rules.support_cells import SupportKind
from packgrid.catalogue.missing_values import MissingValue
from packgrid.comparison.fact_rows import AGE
from packgrid.comparison.models import Grid
from packgrid.comparison.table import FactRow, FeatureRow, Part, Side
from packgrid.comparison.table_selection import SORTS, SelectedTable, select_table
from packgrid.web.change_sentences import describe_change
from packgrid.web.compare import table_html
from packgrid.web.compare.changes import Changes, read_changes
from packgrid.web.compare.leading_packages import LeadingPackage, find_leading_packages
from packgrid.web.compare.package_rows import PackageRows, make_package_rows
from packgrid.web.compare.past import Past, read_past
from packgrid.web.compare.sentences import describe_table
from packgrid.web.compare.sort_links import (
    get_aria_sort,
    get_feature_aria_sort,
    make_feature_sort_address,
    make_sort_address,
)
from packgrid.web.compare.state import TableState
from packgrid.web.compare.table_form import TableForm, make_table_form
from packgrid.web.compare.table_html import Answers
from packgrid.web.missing_words import describe_missing

NO_ANSWERS: Answers = MappingProxyType({})


@attrs.frozen(kw_only=True)
class ShownRow:
    """A fact or feature: its cells as HTML, and the address that sorts by it ("" if it cannot be sorted by)."""

    title: str
    cell_list: Sequence[str]
    description: str = ""
    sort_url: str = ""
    sorted_as: str = ""
    sides: Sequence[Side] = ()
    feature: FeatureRow | None = None

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

    @property
    def cells(self) -> SafeString:
        """The cells of the row."""
        return mark_safe("".join(self.cell_list))  # noqa: S308 escaped where it is made

    def render_editable_cells(self, grid: Grid) -> SafeString:
        """The cells of a feature of a grid with links to their forms."""
        links = [table_html.render_edit_link(grid, side, self.feature) for side in self.sides if self.feature]
        return mark_safe("".join(map(table_html.add_to_cell, self.cell_list, links)))  # noqa: S308 escaped where it is made


@attrs.frozen(kw_only=True)
class ShownPart:
    """The features of one grid."""

    grid: Grid
    rows: Sequence[ShownRow]


@attrs.frozen(kw_only=True)
class TablePage:
    """Everything that a page shows of a table.

    `rows` is there if each package is a row, else `facts` and `parts`. `missing_rows` are those in which no package has
    a value: why, such as "not checked", and their titles as one text.
    """

    state: TableState
    table: SelectedTable
    facts: Sequence[ShownRow]
    missing_rows: Sequence[tuple[str, str]]
    parts: Sequence[ShownPart]
    rows: PackageRows | None
    sentences: Sequence[str]
    past: Past | None
    changes: Changes | None
    change_sentences: Sequence[tuple[object, str]]
    form: TableForm
    lenient_count: int

    @property
    def heads(self) -> SafeString:
        """The heads of the columns."""
        return table_html.render_heads(self.table.sides)

    def find_leading_packages(self) -> list[LeadingPackage]:
        """The packages to start with; none for a past day, of which too little is known."""
        return [] if self.past else find_leading_packages(self.table.sides)

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
    facts = [row for row in table.facts if not is_missing_row(row)]
    has_rows = state.has_package_rows(len(sides))
    return TablePage(
        state=state,
        table=table,
        facts=[] if has_rows else [make_fact_row(row, state) for row in facts],
        missing_rows=describe_missing_rows(table.facts),
        parts=[] if has_rows else make_shown_parts(table, state, answers),
        rows=make_package_rows(table, facts, state, answers) if has_rows else None,
        sentences=describe_table(table, state.selection),
        past=then,
        changes=since,
        change_sentences=[(change, describe_change(change)) for change in since.rows] if since else (),
        form=make_table_form(shown_sides, parts, state, now),
        lenient_count=0 if state.selection.is_lenient else table.counts.stack[SupportKind.ALLOWED],
    )


def make_shown_parts(table: SelectedTable, state: TableState, answers: Answers) -> list[ShownPart]:
    """The features of each grid as rows."""
    return [
        ShownPart(grid=part.grid, rows=[make_feature_row(row, table, state, answers) for row in part.features])
        for part in table.parts
    ]


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
    return ShownRow(title=row.title, cell_list=cells, sort_url=url, sorted_as=get_aria_sort(row.key, state))


def make_feature_row(row: FeatureRow, table: SelectedTable, state: TableState, answers: Answers) -> ShownRow:
    """A feature with its cells as HTML."""
    return ShownRow(
        title=row.title,
        description=row.description,
        cell_list=table_html.render_feature_cells(row, table.sides, answers),
        sort_url=make_feature_sort_address(row.key, state),
        sorted_as=get_feature_aria_sort(row.key, state),
        sides=table.sides,
        feature=row,
    )
