"""What a page with a table shows, made from its rows and its address."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import attrs
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from packgrid.catalogue.judgement.cells import Kind
from packgrid.comparison.choosing import SORTS, Table, Wish, chosen
from packgrid.comparison.facts import TITLES
from packgrid.comparison.models import Grid
from packgrid.comparison.table import FactRow, FeatureRow, Part, Side
from packgrid.web.compare import drawing
from packgrid.web.compare.changes import Changes, changes, words
from packgrid.web.compare.past import Past, past
from packgrid.web.compare.sentences import sentences, sort_title
from packgrid.web.compare.state import FORMS, SERIES, State, address, pairs

OFFERED = 9
"""How many series of Django and Python the form offers, the newest first."""


@attrs.frozen(kw_only=True)
class ShownCell:
    """A cell for those who may change it: which one it is, as it was written, as HTML."""

    feature_id: int
    package_id: int
    text: str
    html: SafeString


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


@attrs.frozen
class Choice:
    """Something to choose in a form or by a link."""

    value: str
    title: str
    is_chosen: bool = False


@attrs.frozen(kw_only=True)
class TablePage:
    """Everything that a page shows of a table."""

    state: State
    table: Table
    heads: SafeString
    facts: Sequence[ShownRow]
    parts: Sequence[ShownPart]
    sentences: Sequence[str]
    past: Past | None
    changes: Changes | None
    happened: Sequence[tuple[object, str]]
    orders: Sequence[Choice]
    rows: Sequence[Choice]
    stacks: Sequence[tuple[str, str, Sequence[Choice]]]
    kept: Sequence[tuple[str, str]]
    exports: Sequence[Choice]
    spans: Sequence[Choice]
    own_url: str
    visit_url: str
    let_in: int
    lenient_url: str
    whole_url: str
    today_url: str

    @property
    def plain_heads(self) -> SafeString:
        """The heads of the columns without boxes to tick."""
        return drawing.heads(self.table.sides, is_selectable=False)


def table_page(sides: Sequence[Side], parts: Sequence[Part], state: State, now: datetime) -> TablePage:
    """The page of these packages and features; six queries for the past, one for changes."""
    shown_sides, then = past(sides, state.at) if state.at else (sides, None)
    since = changes(sides, state.since) if state.since else None
    table = chosen(shown_sides, parts, state.wish)
    is_own_order = bool(state.named)
    return TablePage(
        state=state,
        table=table,
        heads=drawing.heads(table.sides),
        facts=[fact_row(row, state) for row in table.facts],
        parts=[
            ShownPart(grid=part.grid, rows=[feature_row(row, table, state) for row in part.features])
            for part in table.parts
        ],
        sentences=sentences(table, state.wish),
        past=then,
        changes=since,
        happened=[(change, words(change)) for change in since.rows] if since else (),
        orders=list(orders(parts, state, is_own_order=is_own_order)),
        rows=list(row_choices(parts, state)),
        stacks=[(name, name.capitalize(), list(series_choices(name, state))) for name in SERIES],
        kept=[pair for pair in pairs(state) if pair[0] != "p"],
        exports=[Choice(address(state, form=form), title) for form, title in FORMS.items()],
        spans=list(spans(state, now)),
        own_url=address(state).rstrip("?"),
        visit_url=visit(state),
        let_in=0 if state.wish.is_lenient else table.tally.stack[Kind.ALLOWED],
        lenient_url=address(state, is_lenient=True),
        whole_url=address(State(wish=Wish(sort=state.wish.sort), named=state.named, per=state.per)),
        today_url=address(state, at=None),
    )


def spans(state: State, now: datetime) -> Iterator[Choice]:
    """How far back to look for changes."""
    for title, days in ((_("a week ago"), 7), (_("a month ago"), 30), (_("a year ago"), 365)):
        yield Choice(address(state, since=now.date() - timedelta(days=days)), title)


def visit(state: State) -> str:
    """The address of what changed since the last visit; the browser alone knows when that was and puts the day in."""
    url = address(state, since=None)
    return f"{url}{'&' if url != '?' else ''}since=last"


def fact_row(row: FactRow, state: State) -> ShownRow:
    """A row of facts as it is drawn."""
    cells, url = drawing.fact_cells(row), turned(row.key, state) if row.key in SORTS else ""
    return ShownRow(key=row.key, title=row.title, cells=cells, sort_url=url, sorted_as=sorted_as(row.key, state))


def feature_row(row: FeatureRow, table: Table, state: State) -> ShownRow:
    """A feature as it is drawn. What only editors see is made when their page asks for it."""
    return ShownRow(
        key=row.key,
        title=row.title,
        description=row.description,
        cells=drawing.feature_cells(row, table.sides),
        sort_url=address(state, sort=row.key),
        sorted_as="descending" if state.wish.sort == row.key else "",
        editable=Editable(row, table.sides),
    )


@attrs.frozen
class Editable(Sequence[ShownCell]):
    """The cells of a feature one by one, each made when it is read."""

    row: FeatureRow
    sides: Sequence[Side]

    def __len__(self) -> int:
        return len(self.sides)

    def __getitem__(self, at: int) -> ShownCell:  # type: ignore[override] # no page slices it
        text, side = self.row.texts.get(self.sides[at].package_id, ""), self.sides[at]
        html = drawing.cell_said(text)
        return ShownCell(feature_id=self.row.feature_id, package_id=side.package_id, text=text, html=html)


def turned(key: str, state: State) -> str:
    """The address that sorts by a fact, highest first, or the other way round if it is sorted so already."""
    return address(state, sort=key if state.wish.sort == f"-{key}" else f"-{key}")


def sorted_as(key: str, state: State) -> str:
    """How the columns are sorted by this row, in ARIA's words; "" if they are not."""
    return {f"-{key}": "descending", key: "ascending"}.get(state.wish.sort, "")


def orders(parts: Sequence[Part], state: State, *, is_own_order: bool) -> Iterator[Choice]:
    """The orders to choose from: by facts, then by features."""
    names = ["title" if name == "title" else f"-{name}" for name in SORTS]
    if state.wish.sort not in names and state.wish.sort.removeprefix("-") in SORTS:
        names.append(state.wish.sort)
    if is_own_order:
        yield Choice("", _("As they were chosen"), not state.wish.sort)
    for name in names:
        yield Choice(name, sort_title(name), state.wish.sort == name)
    for row in (row for part in parts for row in part.features):
        yield Choice(row.key, row.title, state.wish.sort == row.key)


def row_choices(parts: Sequence[Part], state: State) -> Iterator[Choice]:
    """The rows that can be hidden."""
    for key, title in TITLES.items():
        yield Choice(key, title, key in state.wish.hidden_rows)
    for row in (row for part in parts for row in part.features):
        yield Choice(row.key, row.title, row.key in state.wish.hidden_rows)


def series_choices(name: str, state: State) -> Iterator[Choice]:
    """The newest series to choose a stack from, and the one that was asked for."""
    asked: str = getattr(state.wish, name)
    offered = SERIES[name][-OFFERED:][::-1]
    for series in (*offered, *([asked] if asked and asked not in offered else [])):
        yield Choice(series, series, series == asked)
