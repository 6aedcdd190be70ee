"""Selects and sorts the packages and rows of a table, and counts what is left out. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from packgrid.assessment.rules.release_support import make_cell
from packgrid.assessment.rules.support_cells import SupportKind, make_framework_cell
from packgrid.catalogue.fact_table import FACTS
from packgrid.catalogue.install_sizes import InstallSize
from packgrid.catalogue.missing_values import MissingValue
from packgrid.comparison.cell_checks import parse_number
from packgrid.comparison.fact_rows import OPTIONAL_KEYS, TITLES
from packgrid.comparison.feature_kinds import FeatureKind
from packgrid.comparison.table import FactRow, FactValue, FeatureRow, Moment, Part, Side, read_cell
from packgrid.lib.databases import find_needed_databases
from packgrid.lib.frameworks import BY_KEY

SORTS = (*(fact.key for fact in FACTS if fact.direction is not None and fact.key in TITLES), "title")
DEFAULT_SORT = "-stars"


@attrs.frozen(kw_only=True)
class TableSelection:
    """The packages and rows that somebody wants to see, and their order.

    `sort` is a name of SORTS, one with "-" before it, the key of a feature ("f12": the best cells first), or
    "" for the order in which the packages were named. `django`, `python` and `frameworks` (pairs of a key and a series)
    are their stack; `is_lenient` keeps packages, too, that allow it without declaring it. `database` is the key of
    theirs: packages that require the driver of another one are left out. `hidden_rows` are keys, `hidden_sides` slugs.
    """

    sort: str = DEFAULT_SORT
    text: str = ""
    django: str = ""
    python: str = ""
    frameworks: tuple[tuple[str, str], ...] = ()
    is_lenient: bool = False
    database: str = ""
    hidden_rows: tuple[str, ...] = ()
    hidden_sides: tuple[str, ...] = ()
    is_differences_only: bool = False

    @property
    def has_stack(self) -> bool:
        """True if packages are filtered by versions of Django, Python or another framework."""
        return bool(self.django or self.python or self.frameworks)

    @property
    def stack(self) -> Mapping[str, str]:
        """The series of the stack by the key of their framework."""
        asked = {"django": self.django, "python": self.python, **dict(self.frameworks)}
        return {key: series for key, series in asked.items() if series}


@attrs.frozen(kw_only=True)
class TableCounts:
    """How many packages and rows there are, and how many were left out for which reason."""

    total: int
    hidden: int
    unmatched: int
    other_database: int
    stack: Counter[SupportKind]
    over: int
    hidden_rows: int
    equal_rows: int


@attrs.frozen
class SelectedTable:
    """The packages to show in order, their rows of facts, the features by grid, and the counts."""

    sides: tuple[Side, ...]
    facts: tuple[FactRow, ...]
    parts: tuple[Part, ...]
    counts: TableCounts


def select_table(sides: Sequence[Side], parts: Sequence[Part], selection: TableSelection) -> SelectedTable:
    """Select the packages and rows that somebody wants to see."""
    visible = [side for side in sides if side.slug not in selection.hidden_sides]
    matching = [side for side in visible if matches_text(side, selection.text)]
    suited = [side for side in matching if suits_database(side, selection.database)]
    kinds = {side.slug: support_kind(side, selection) for side in suited}
    kept = sort_sides([side for side in suited if is_supported(kinds[side.slug], selection)], parts, selection.sort)
    facts = make_fact_rows(kept)
    shown_facts = tuple(row for row in facts if row.key not in selection.hidden_rows)
    shown_parts = [filter_features(part, lambda row: row.key not in selection.hidden_rows) for part in parts]
    every = count_rows(facts, parts)
    hidden = every - count_rows(shown_facts, shown_parts)
    if selection.is_differences_only:
        shown_facts = tuple(row for row in shown_facts if have_differences(row.values))
        shown_parts = [filter_features(part, lambda row: has_differences(row, kept)) for part in shown_parts]
    counts = TableCounts(
        total=len(sides),
        hidden=len(sides) - len(visible),
        unmatched=len(visible) - len(matching),
        other_database=len(matching) - len(suited),
        stack=Counter(kind for kind in kinds.values() if kind),
        over=sum(side.is_over for side in kept),
        hidden_rows=hidden,
        equal_rows=every - hidden - count_rows(shown_facts, shown_parts),
    )
    return SelectedTable(tuple(kept), shown_facts, tuple(part for part in shown_parts if part.features), counts)


def matches_text(side: Side, text: str) -> bool:
    """True if the slug, title or description of a package contains every word of a text."""
    about = side.values.get("about")
    said = f"{side.slug} {side.title} {about if isinstance(about, str) else ''}".lower()
    return all(word in said for word in text.lower().split())


def suits_database(side: Side, database: str) -> bool:
    """True unless a package requires the driver of other databases only. Requirements that nobody read do not count."""
    needed = find_needed_databases(side.release.requires_dist or ()) if database else []
    return not needed or database in {one.key for one in needed}


def support_kind(side: Side, selection: TableSelection) -> SupportKind | None:
    """How the newest release of a package supports the stack, the weakest of all; None if no stack is asked about."""
    kinds = [make_framework_cell(BY_KEY[key], side.release, series).kind for key, series in selection.frameworks]
    if selection.django or selection.python:
        kinds.append(make_cell(side.release, django=selection.django, python=selection.python).kind)
    return max(kinds, key=lambda kind: kind.strength, default=None)


def is_supported(kind: SupportKind | None, selection: TableSelection) -> bool:
    """True if a package with this kind of support is shown."""
    return kind in {None, SupportKind.DECLARED} or (selection.is_lenient and kind is SupportKind.ALLOWED)


def sort_sides(sides: Sequence[Side], parts: Sequence[Part], sort: str) -> list[Side]:
    """Sort the packages. Packages that have ended come after all others.

    In both directions unknown values come last, and after the known ones those of which only a part is known.
    """
    if not sort:
        return list(sides)
    value = sort_key(sort.removeprefix("-"), parts)
    known = [side for side in sides if value(side) is not None]
    known.sort(key=value, reverse=sort.startswith("-"))  # type: ignore[arg-type] # none is None
    ordered = known + [side for side in sides if value(side) is None]
    fact = sort.removeprefix("-")
    return sorted(ordered, key=lambda side: (side.is_over, value(side) is None, is_partial(side.values.get(fact))))


type Sortable = int | str | float | tuple[int, float, str] | None


def sort_key(name: str, parts: Sequence[Part]) -> Callable[[Side], Sortable]:
    """The function that reads the value that packages are sorted by; the value is None where it is unknown."""
    if name == "title":
        return lambda side: side.title.casefold()
    feature = next((row for part in parts for row in part.features if row.key == name), None)
    if feature:
        return lambda side: cell_sort_key(feature.texts.get(side.package_id, ""), feature.kind)
    return lambda side: number_of_fact(side.values.get(name))


def number_of_fact(value: FactValue) -> float | None:
    """A fact as a number to sort by; None if it is unknown."""
    if isinstance(value, Moment):
        return value.at.timestamp()
    if isinstance(value, InstallSize):
        return value.total_bytes
    return value if isinstance(value, int) else None


def is_partial(value: FactValue) -> bool:
    """True for a value that is only the least that it can be."""
    return isinstance(value, InstallSize) and not value.is_complete


def cell_sort_key(text: str, kind: str) -> tuple[int, float, str] | None:
    """A key that sorts cells: ticks (most first), then texts, then crosses; None for an empty cell.

    Numbers of a feature for numbers are sorted by size, the highest first.
    """
    if kind == FeatureKind.NUMBER:
        number = parse_number(text)
        return None if number is None else (0, -number, "")
    marks = read_cell(text).marks
    group = (marks < 0) * 2 or int(not marks)
    return (group, -marks, text.casefold()) if text else None


def make_fact_rows(sides: Sequence[Side]) -> tuple[FactRow, ...]:
    """The rows of facts that at least one of these packages has, its value known or not; known for optional rows."""
    keys = [key for key in TITLES if has_fact_row(key, sides)]
    return tuple(FactRow(key, TITLES[key], tuple(side.values.get(key) for side in sides)) for key in keys)


def has_fact_row(key: str, sides: Iterable[Side]) -> bool:
    """True if a table of these packages has this row of facts."""
    values = [side.values[key] for side in sides if key in side.values]
    return any(not isinstance(value, MissingValue) for value in values) if key in OPTIONAL_KEYS else bool(values)


def filter_features(part: Part, is_wanted: Callable[[FeatureRow], bool]) -> Part:
    """The part with only the features that are wanted."""
    return attrs.evolve(part, features=tuple(row for row in part.features if is_wanted(row)))


def have_differences(values: Iterable[FactValue]) -> bool:
    """True if facts differ; all missing ones are alike, for whatever reason they are missing."""
    return len({None if isinstance(value, MissingValue) else value for value in values}) > 1


def has_differences(row: FeatureRow, sides: Sequence[Side]) -> bool:
    """True if the cells of a feature differ between these packages."""
    return len({read_cell(row.texts.get(side.package_id, "")) for side in sides}) > 1


def count_rows(facts: Sequence[FactRow], parts: Sequence[Part]) -> int:
    """The number of rows of facts and features."""
    return len(facts) + sum(len(part.features) for part in parts)
