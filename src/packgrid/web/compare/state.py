"""Reads from an address what a table shows, and makes such addresses."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

import attrs
from django.http import QueryDict

from packgrid.catalogue.cooldown import DEFAULT_DAYS
from packgrid.catalogue.sort_orders import explain_unknown_order, parse_sort_order
from packgrid.comparison.table_selection import DEFAULT_SORT, SORTS, TableSelection
from packgrid.lib.dates import OutOfRange, parse_day
from packgrid.lib.frameworks import OPTIONAL
from packgrid.web.cooldown import make_cooldown_parameters, read_cooldown
from packgrid.web.reader_stack import read_database, read_series

FEATURE = re.compile(r"f[1-9][0-9]{0,17}")
SLUG = re.compile(r"[-\w]{1,100}")
LONGEST_TEXT = 100
SEPARATOR = re.compile(r"[,\s]+")
FORMS = {"csv": "CSV", "md": "Markdown", "json": "JSON"}
LAYOUTS = ("rows", "columns")
MOST_COLUMNS = 8
"""More packages than these are rows, unless the address says otherwise."""
MOST_PER = 2
REPEATED = ("p", "hide", "without")
"""Parameters that forms repeat and addresses list with commas."""


@attrs.frozen(kw_only=True)
class TableState:
    """The state of a table that an address describes. `problems` are sentences about parameters that are not valid.

    `named` are the packages to compare, `at` is the day to show, `since` the one from which changes are listed,
    `per` how many packages a narrow screen shows at once, `form` the format of an export. `layout` is "rows" or
    "columns" of packages, "" for what fits; rows are in groups by verdict if it `is_grouped`. Releases younger than
    `cooldown` days are marked.
    """

    selection: TableSelection
    named: tuple[str, ...] = ()
    at: date | None = None
    since: date | None = None
    per: int = MOST_PER
    layout: str = ""
    is_grouped: bool = True
    form: str = ""
    cooldown: int = DEFAULT_DAYS
    problems: tuple[str, ...] = ()

    @property
    def is_changed(self) -> bool:
        """True if the address asks for more than packages and an order."""
        return self.selection != TableSelection(sort=self.selection.sort) or bool(self.at or self.since)

    def has_package_rows(self, count: int) -> bool:
        """True if each of so many packages is a row."""
        return self.layout == "rows" if self.layout else count > MOST_COLUMNS


def read_state(query: QueryDict, now: datetime, *, default_sort: str = DEFAULT_SORT) -> TableState:
    """Read the query of an address; parameters that are not valid are left out and become problems."""
    problems: list[str] = []
    cooldown, problem = read_cooldown(query)
    problems += [problem] if problem else []
    return TableState(
        selection=TableSelection(
            sort=read_sort(query.get("sort", ""), default_sort, problems),
            text=" ".join(query.get("q", "").split())[:LONGEST_TEXT],
            django=read_series(query, "django", problems),
            python=read_series(query, "python", problems),
            frameworks=tuple(
                (each.key, series) for each in OPTIONAL if (series := read_series(query, each.key, problems))
            ),
            is_lenient="lenient" in query,
            database=database.key if (database := read_database(query, problems)) else "",
            hidden_rows=read_list(query, "hide"),
            hidden_sides=read_list(query, "without"),
            is_differences_only="differences" in query,
        ),
        named=read_list(query, "p"),
        at=read_day(query, "at", now, problems),
        since=read_day(query, "since", now, problems),
        per=1 if query.get("per") == "1" else MOST_PER,
        layout=read_layout(query.get("layout", ""), problems),
        is_grouped=query.get("group") != "none",
        form=form if (form := query.get("format", "")) in FORMS else "",
        cooldown=cooldown,
        problems=tuple(problems),
    )


def read_sort(asked: str, default: str, problems: list[str]) -> str:
    """The sort order that the query asks for, by a fact or a feature; else the default."""
    if FEATURE.fullmatch(asked.removeprefix("-")):
        return asked
    if problem := explain_unknown_order(asked, SORTS):
        problems.append(problem)
    return parse_sort_order(asked, SORTS, default)


def read_layout(asked: str, problems: list[str]) -> str:
    """The layout that the query asks for; "" for what fits."""
    if asked and asked not in LAYOUTS:
        problems.append(f"“{asked[:20]}” is not a layout. Choose rows or columns.")
    return asked if asked in LAYOUTS else ""


def read_list(query: QueryDict, name: str) -> tuple[str, ...]:
    """The words of a parameter, repeated (as forms send it) or with commas, each once."""
    found = (word for value in query.getlist(name) for word in SEPARATOR.split(value))
    return tuple(dict.fromkeys(word for word in found if SLUG.fullmatch(word)))


def read_day(query: QueryDict, name: str, now: datetime, problems: list[str]) -> date | None:
    """The day in a parameter; None unless it is before today."""
    asked = query.get(name, "").strip()
    if not asked:
        return None
    try:
        found = parse_day(asked)
    except OutOfRange:
        problems.append(f"“{asked[:20]}” is not between 1970 and today.")
        return None
    except ValueError:
        problems.append(f"“{asked[:20]}” is not a day. Write it as 2026-05-01.")
        return None
    if found >= now.astimezone(UTC).date():
        problems.append(f"{found.isoformat()} is not over yet; shown is today.")
        return None
    return found


def make_address(state: TableState, **changes: Any) -> str:  # noqa: ANN401 fields of every type
    """The query for a state with changed values, of TableState or of its TableSelection; "?" alone asks for nothing."""
    of_selection = {name: value for name, value in changes.items() if name in SELECTION_FIELDS}
    of_state = {name: value for name, value in changes.items() if name not in SELECTION_FIELDS}
    changed = attrs.evolve(state, selection=attrs.evolve(state.selection, **of_selection), **of_state)
    return "?" + urlencode(dict(list_parameters(changed)), safe=",")


SELECTION_FIELDS = {field.name for field in attrs.fields(TableSelection)}


def list_parameters(state: TableState) -> Iterator[tuple[str, str]]:
    """The parameters of the address, without those that have their default value."""
    selection = state.selection
    parameters: Mapping[str, str] = {
        "p": ",".join(state.named),
        "q": selection.text,
        "sort": "" if selection.sort == (DEFAULT_SORT if not state.named else "") else selection.sort,
        **selection.stack,
        "database": selection.database,
        "lenient": "1" if selection.is_lenient else "",
        "differences": "1" if selection.is_differences_only else "",
        "hide": ",".join(selection.hidden_rows),
        "without": ",".join(selection.hidden_sides),
        "at": state.at.isoformat() if state.at else "",
        "since": state.since.isoformat() if state.since else "",
        "per": "1" if state.per < MOST_PER else "",
        "layout": state.layout,
        "group": "" if state.is_grouped else "none",
        "format": state.form,
        **make_cooldown_parameters(state.cooldown),
    }
    return ((name, value) for name, value in parameters.items() if value)


def make_address_without_picked(state: TableState) -> str:
    """The address that hides the picked packages, too."""
    return make_address(
        state, named=(), hidden_sides=tuple(dict.fromkeys((*state.selection.hidden_sides, *state.named)))
    )


def is_untidy(query: QueryDict) -> bool:
    """True if the query has empty or repeated fields, as forms send them, so that a shorter address does the same."""
    return any("" in values or (name in REPEATED and len(values) > 1) for name, values in query.lists())
