"""The form of a table: its choices, and the addresses that it links to."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import attrs

from packgrid.catalogue.fact_table import BY_KEY
from packgrid.comparison.fact_rows import OPTIONAL_KEYS, TITLES
from packgrid.comparison.table import Part, Side
from packgrid.comparison.table_selection import SORTS, TableSelection, has_fact_row
from packgrid.lib.databases import DATABASES
from packgrid.lib.frameworks import FRAMEWORKS, Framework
from packgrid.web.compare.sentences import make_sort_title
from packgrid.web.compare.state import FORMS, TableState, list_parameters, make_address

OFFERED = 9
"""How many series of a framework the form offers, the newest first."""


@attrs.frozen
class TableChoice:
    """A choice in the form, or a link."""

    value: str
    title: str
    is_chosen: bool = False


@attrs.frozen(kw_only=True)
class TableForm:
    """The choices (`stacks` by name and title), the parameters that other forms carry along, and addresses."""

    orders: Sequence[TableChoice]
    rows: Sequence[TableChoice]
    stacks: Sequence[tuple[str, str, Sequence[TableChoice]]]
    databases: Sequence[TableChoice]
    parameters: Sequence[tuple[str, str]]
    exports: Sequence[TableChoice]
    spans: Sequence[TableChoice]
    own_url: str
    visit_url: str
    lenient_url: str
    whole_url: str
    today_url: str


def make_table_form(sides: Sequence[Side], parts: Sequence[Part], state: TableState, now: datetime) -> TableForm:
    """The form for a table of these packages and features in this state."""
    return TableForm(
        orders=list(list_orders(parts, state)),
        rows=list(list_rows(sides, parts, state)),
        stacks=[
            (framework.key, framework.title, list(list_series(framework, state)))
            for framework in FRAMEWORKS
            if framework.is_general or framework.key in state.selection.stack or has_fact_row(framework.key, sides)
        ],
        databases=[TableChoice(one.key, one.title, one.key == state.selection.database) for one in DATABASES],
        parameters=[pair for pair in list_parameters(state) if pair[0] != "p"],
        exports=[TableChoice(make_address(state, form=form), title) for form, title in FORMS.items()],
        spans=list(list_spans(state, now)),
        own_url=make_address(state).rstrip("?"),
        visit_url=make_last_visit_address(state),
        lenient_url=make_address(state, is_lenient=True),
        whole_url=make_address(
            attrs.evolve(state, selection=TableSelection(sort=state.selection.sort), at=None, since=None, form="")
        ),
        today_url=make_address(state, at=None),
    )


def list_orders(parts: Sequence[Part], state: TableState) -> Iterator[TableChoice]:
    """The sort orders: by facts, then by features."""
    names = ["title" if name == "title" else f"{BY_KEY[name].direction}{name}" for name in SORTS]
    if state.selection.sort not in names and state.selection.sort.removeprefix("-") in SORTS:
        names.append(state.selection.sort)
    if state.named:
        yield TableChoice("", "As they were chosen", not state.selection.sort)
    for name in names:
        yield TableChoice(name, make_sort_title(name), state.selection.sort == name)
    for row in (row for part in parts for row in part.features):
        yield TableChoice(row.key, row.title, state.selection.sort == row.key)
        if state.selection.sort == f"-{row.key}":
            yield TableChoice(f"-{row.key}", f"{row.title}, reversed", is_chosen=True)


def list_rows(sides: Sequence[Side], parts: Sequence[Part], state: TableState) -> Iterator[TableChoice]:
    """The rows that can be hidden, without optional ones in which no package has a value."""
    for key, title in TITLES.items():
        if key not in OPTIONAL_KEYS or has_fact_row(key, sides):
            yield TableChoice(key, title, key in state.selection.hidden_rows)
    for row in (row for part in parts for row in part.features):
        yield TableChoice(row.key, row.title, row.key in state.selection.hidden_rows)


def list_series(framework: Framework, state: TableState) -> Iterator[TableChoice]:
    """The newest series of a framework, and the one that was asked for."""
    asked = state.selection.stack.get(framework.key, "")
    offered = framework.series_names[-OFFERED:][::-1]
    for series in (*offered, *([asked] if asked and asked not in offered else [])):
        yield TableChoice(series, series, series == asked)


def list_spans(state: TableState, now: datetime) -> Iterator[TableChoice]:
    """Days since which changes can be shown."""
    for title, days in (("a week ago", 7), ("a month ago", 30), ("a year ago", 365)):
        yield TableChoice(make_address(state, since=now.date() - timedelta(days=days)), title)


def make_last_visit_address(state: TableState) -> str:
    """The address of changes since the last visit, for a script that puts in the day, which only the browser knows."""
    url = make_address(state, since=None)
    return f"{url}{'&' if url != '?' else ''}since=last"
