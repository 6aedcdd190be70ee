"""What the form of a table offers, and the addresses that show more, less or something else of it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import attrs
from django.utils.translation import gettext as _

from packgrid.catalogue.fact_table import BY_KEY
from packgrid.comparison.fact_rows import TITLES
from packgrid.comparison.table import Part
from packgrid.comparison.table_selection import SORTS, TableSelection
from packgrid.web.compare.sentences import sort_title
from packgrid.web.compare.state import FORMS, SERIES, State, address, pairs

OFFERED = 9
"""How many series of Django and Python the form offers, the newest first."""


@attrs.frozen
class Choice:
    """Something to choose in a form or by a link."""

    value: str
    title: str
    is_chosen: bool = False


@attrs.frozen(kw_only=True)
class Ways:
    """The choices of a form (`stacks` by name and title), the pairs that other forms have to keep, and addresses."""

    orders: Sequence[Choice]
    rows: Sequence[Choice]
    stacks: Sequence[tuple[str, str, Sequence[Choice]]]
    kept: Sequence[tuple[str, str]]
    exports: Sequence[Choice]
    spans: Sequence[Choice]
    own_url: str
    visit_url: str
    lenient_url: str
    whole_url: str
    today_url: str


def ways(parts: Sequence[Part], state: State, now: datetime) -> Ways:
    """Where one can go from a table in this state."""
    return Ways(
        orders=list(orders(parts, state)),
        rows=list(row_choices(parts, state)),
        stacks=[(name, name.capitalize(), list(series_choices(name, state))) for name in SERIES],
        kept=[pair for pair in pairs(state) if pair[0] != "p"],
        exports=[Choice(address(state, form=form), title) for form, title in FORMS.items()],
        spans=list(spans(state, now)),
        own_url=address(state).rstrip("?"),
        visit_url=visit(state),
        lenient_url=address(state, is_lenient=True),
        whole_url=address(State(selection=TableSelection(sort=state.selection.sort), named=state.named, per=state.per)),
        today_url=address(state, at=None),
    )


def orders(parts: Sequence[Part], state: State) -> Iterator[Choice]:
    """The orders to choose from: by facts, then by features."""
    names = ["title" if name == "title" else f"{BY_KEY[name].direction}{name}" for name in SORTS]
    if state.selection.sort not in names and state.selection.sort.removeprefix("-") in SORTS:
        names.append(state.selection.sort)
    if state.named:
        yield Choice("", _("As they were chosen"), not state.selection.sort)
    for name in names:
        yield Choice(name, sort_title(name), state.selection.sort == name)
    for row in (row for part in parts for row in part.features):
        yield Choice(row.key, row.title, state.selection.sort == row.key)


def row_choices(parts: Sequence[Part], state: State) -> Iterator[Choice]:
    """The rows that can be hidden."""
    for key, title in TITLES.items():
        yield Choice(key, title, key in state.selection.hidden_rows)
    for row in (row for part in parts for row in part.features):
        yield Choice(row.key, row.title, row.key in state.selection.hidden_rows)


def series_choices(name: str, state: State) -> Iterator[Choice]:
    """The newest series to choose a stack from, and the one that was asked for."""
    asked: str = getattr(state.selection, name)
    offered = SERIES[name][-OFFERED:][::-1]
    for series in (*offered, *([asked] if asked and asked not in offered else [])):
        yield Choice(series, series, series == asked)


def spans(state: State, now: datetime) -> Iterator[Choice]:
    """How far back to look for changes."""
    for title, days in ((_("a week ago"), 7), (_("a month ago"), 30), (_("a year ago"), 365)):
        yield Choice(address(state, since=now.date() - timedelta(days=days)), title)


def visit(state: State) -> str:
    """The address of what changed since the last visit; the browser alone knows when that was and puts the day in."""
    url = address(state, since=None)
    return f"{url}{'&' if url != '?' else ''}since=last"
