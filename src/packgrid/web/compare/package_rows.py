"""The layout of a table with a row for each package, in groups by verdict."""

from collections.abc import Collection, Mapping, Sequence

import attrs
from django.utils.safestring import SafeString, mark_safe

from packgrid.comparison.fact_rows import AGE
from packgrid.comparison.feature_kinds import FeatureKind
from packgrid.comparison.models import Grid
from packgrid.comparison.table import OVER, FactRow, FeatureRow, Side, Verdict
from packgrid.comparison.table_selection import SORTS, SelectedTable
from packgrid.web.compare import table_html
from packgrid.web.compare.bars import is_number_row
from packgrid.web.compare.sort_links import (
    get_aria_sort,
    get_feature_aria_sort,
    make_feature_sort_address,
    make_sort_address,
)
from packgrid.web.compare.state import TableState
from packgrid.web.compare.table_html import Answers

FIRST = ("verdict", "support", "python", "released", "stars", "downloads", "commits", "score")
"""The facts before the features; all others come after them."""
ABOUT = "about"
GROUPS: Sequence[tuple[str, tuple[str, ...]]] = (
    ("Maintained", ("maintained",)),
    ("Finished: complete, and safe to use as it is", ("finished",)),
    ("Not enough known for a verdict", ("",)),
    ("Unmaintained", ("unmaintained",)),
    ("Ended: archived, deprecated, superseded or gone", OVER),
)
SHORT_TITLES: Mapping[str, str] = {
    "support": "Supported Django",
    "commits": "Commits, 52 weeks",
    "downloads": "Downloads, 30 days",
}


@attrs.frozen
class VerdictGroup:
    """Packages with one kind of verdict, by their places in the table. The title is "" if there are no groups."""

    title: str
    places: Sequence[int]


@attrs.frozen(kw_only=True)
class TableColumn:
    """A fact or feature: its head, and its cells, one for each package; `grid` is that of a feature."""

    title: str
    width: str
    cells: Sequence[str]
    sort_url: str = ""
    sorted_as: str = ""
    feature: FeatureRow | None = None
    grid: Grid | None = None

    def is_editable(self, *, may_moderate: bool) -> bool:
        """True if an editor may write into its cells."""
        return self.grid is not None and (may_moderate or not self.grid.is_locked)

    def render_editable_cell(self, at: int, side: Side) -> str:
        """A cell with a link to its form."""
        link = table_html.render_edit_link(self.grid, side, self.feature) if self.grid and self.feature else ""
        return table_html.add_to_cell(self.cells[at], link)


@attrs.frozen(kw_only=True)
class PackageRows:
    """The rows of a table, as HTML where a template asks for it.

    `about` is what stands below the names of packages, `links` are those beside them, both by place.
    """

    sides: Sequence[Side]
    columns: Sequence[TableColumn]
    groups: Sequence[VerdictGroup]
    about: Sequence[str]
    links: Sequence[str] = ()
    editable: Collection[int] = ()
    is_embedded: bool = False

    def embed(self) -> "PackageRows":
        """The rows without boxes to tick and links that sort."""
        return attrs.evolve(self, is_embedded=True)

    def add_links(self, links: Sequence[str]) -> "PackageRows":
        """The rows with links beside the names instead of boxes to tick."""
        return attrs.evolve(self, links=links)

    def add_edit_links(self, *, may_moderate: bool) -> "PackageRows":
        """The rows with links to the forms of cells that an editor may change."""
        columns = enumerate(self.columns)
        return attrs.evolve(self, editable={at for at, one in columns if one.is_editable(may_moderate=may_moderate)})

    @property
    def width(self) -> int:
        """The number of columns, with the one of packages."""
        return len(self.columns) + 1

    @property
    def explained(self) -> Sequence[FeatureRow]:
        """The features that have a description."""
        return [column.feature for column in self.columns if column.feature and column.feature.description]

    @property
    def heads(self) -> SafeString:
        """The heads of the columns, which sort by them."""
        heads = (render_column_head(column, is_sortable=not self.is_embedded) for column in self.columns)
        return mark_safe("".join(heads))  # noqa: S308 escaped where it is made

    def render_group(self, group: VerdictGroup) -> SafeString:
        """The rows of a group."""
        return mark_safe("".join([self.render_row(at) for at in group.places]))  # noqa: S308 escaped where it is made

    def render_row(self, at: int) -> str:
        """The row of a package."""
        side, links = self.sides[at], self.links[at] if self.links else ""
        is_selectable = not self.is_embedded and not links
        head = table_html.render_head(side, scope="row", more=links + self.about[at], is_selectable=is_selectable)
        cells = [
            column.render_editable_cell(at, side) if place in self.editable else column.cells[at]
            for place, column in enumerate(self.columns)
        ]
        return f"<tr>{head}{''.join(cells)}</tr>"


def make_package_rows(
    table: SelectedTable, facts: Sequence[FactRow], state: TableState, answers: Answers
) -> PackageRows:
    """The rows of a table; `facts` are those to show."""
    rows = {row.key: row for row in facts}
    first = [rows[key] for key in FIRST if key in rows and not (key == "verdict" and state.is_grouped)]
    others = [row for row in facts if row.key not in {*FIRST, ABOUT}]
    features = [(part.grid, row) for part in table.parts for row in part.features]
    return PackageRows(
        sides=table.sides,
        columns=[
            *(make_fact_column(row, state) for row in first),
            *(make_feature_column(grid, row, table.sides, state, answers) for grid, row in features),
            *(make_fact_column(row, state) for row in others),
        ],
        groups=group_by_verdict(table.sides) if state.is_grouped else [VerdictGroup("", range(len(table.sides)))],
        about=[describe_package(side, has_about=ABOUT in rows, is_grouped=state.is_grouped) for side in table.sides],
    )


def group_by_verdict(sides: Sequence[Side]) -> list[VerdictGroup]:
    """The groups that have packages, the best verdict first; packages keep their order."""
    found = (
        VerdictGroup(title, [at for at, side in enumerate(sides) if side.status in statuses])
        for title, statuses in GROUPS
    )
    return [group for group in found if group.places]


def describe_package(side: Side, *, has_about: bool, is_grouped: bool) -> str:
    """The text below the name of a package: what it is, or why it has ended where its group does not say that."""
    verdict, about = side.values.get("verdict"), side.values.get(ABOUT)
    if is_grouped and side.is_over and isinstance(verdict, Verdict) and verdict.sentence:
        return f"<p>{table_html.render_text(verdict.sentence)}</p>"
    return f"<p>{table_html.render_text(about)}</p>" if has_about and isinstance(about, str) else ""


def make_fact_column(row: FactRow, state: TableState) -> TableColumn:
    """A column of facts."""
    return TableColumn(
        title=SHORT_TITLES.get(row.key, row.title),
        width="number" if is_number_row(row.key) else row.key,
        cells=table_html.render_fact_cells(row, cooldown=state.cooldown if row.key == AGE else 0),
        sort_url=make_sort_address(row.key, state) if row.key in SORTS else "",
        sorted_as=get_aria_sort(row.key, state),
    )


def make_feature_column(
    grid: Grid, row: FeatureRow, sides: Sequence[Side], state: TableState, answers: Answers
) -> TableColumn:
    """A column of a feature."""
    return TableColumn(
        title=row.title,
        width="number" if row.kind == FeatureKind.NUMBER else "feature",
        cells=table_html.render_feature_cells(row, sides, answers),
        sort_url=make_feature_sort_address(row.key, state),
        sorted_as=get_feature_aria_sort(row.key, state),
        feature=row,
        grid=grid,
    )


def render_column_head(column: TableColumn, *, is_sortable: bool) -> str:
    """The head of a column, a link that sorts by it where there is an address for that."""
    start = f'<th scope="col" class="w-{column.width}"'
    return table_html.render_title_head(
        start, column.title, sort_url=column.sort_url if is_sortable else "", sorted_as=column.sorted_as
    )
