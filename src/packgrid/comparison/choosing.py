"""What of a table somebody wants to see, and in which order. Pure; whatever is left out is counted."""

from collections import Counter
from collections.abc import Callable, Sequence

import attrs

from packgrid.assessment.rules.release_support import make_cell
from packgrid.assessment.rules.support_cells import SupportKind
from packgrid.catalogue.fact_table import FACTS
from packgrid.comparison.fact_rows import TITLES
from packgrid.comparison.table import FactRow, FactValue, FeatureRow, Moment, Part, Side, cell

SORTS = (*(fact.key for fact in FACTS if fact.direction is not None and fact.key in TITLES), "title")
DEFAULT_SORT = "-stars"


@attrs.frozen(kw_only=True)
class Wish:
    """What somebody wants to see.

    `sort` is a name of SORTS, one with "-" before it, the key of a feature ("f12": what people praise comes first), or
    "" for the order in which the packages were named. `django` and `python` are their stack; `is_lenient` keeps also
    what lets it in without saying so. `hidden_rows` are keys, `hidden_sides` slugs.
    """

    sort: str = DEFAULT_SORT
    text: str = ""
    django: str = ""
    python: str = ""
    is_lenient: bool = False
    hidden_rows: tuple[str, ...] = ()
    hidden_sides: tuple[str, ...] = ()
    is_differences_only: bool = False

    @property
    def has_stack(self) -> bool:
        """Whether a stack is asked about."""
        return bool(self.django or self.python)


@attrs.frozen(kw_only=True)
class Tally:
    """How many packages there are in all, and how many of them were left out, by the reason. `stack` counts by Kind."""

    total: int
    hidden: int
    unmatched: int
    stack: Counter[SupportKind]
    over: int
    hidden_rows: int
    equal_rows: int


@attrs.frozen
class Table:
    """The packages to show in their order, the rows of facts, the features by grid, and what is not shown."""

    sides: tuple[Side, ...]
    facts: tuple[FactRow, ...]
    parts: tuple[Part, ...]
    tally: Tally


def chosen(sides: Sequence[Side], parts: Sequence[Part], wish: Wish) -> Table:
    """The part of a table that somebody wants to see."""
    visible = [side for side in sides if side.slug not in wish.hidden_sides]
    matching = [side for side in visible if is_match(side, wish.text)]
    kinds = {side.slug: kind_of(side, wish) for side in matching}
    kept = in_order([side for side in matching if is_kept(kinds[side.slug], wish)], parts, wish.sort)
    facts = fact_rows(kept)
    shown_facts = tuple(row for row in facts if row.key not in wish.hidden_rows)
    shown_parts = [with_rows(part, lambda row: row.key not in wish.hidden_rows) for part in parts]
    every = count_rows(facts, parts)
    hidden = every - count_rows(shown_facts, shown_parts)
    if wish.is_differences_only:
        shown_facts = tuple(row for row in shown_facts if len(set(row.values)) > 1)
        shown_parts = [with_rows(part, lambda row: is_differing(row, kept)) for part in shown_parts]
    tally = Tally(
        total=len(sides),
        hidden=len(sides) - len(visible),
        unmatched=len(visible) - len(matching),
        stack=Counter(kind for kind in kinds.values() if kind),
        over=sum(side.is_over for side in kept),
        hidden_rows=hidden,
        equal_rows=every - hidden - count_rows(shown_facts, shown_parts),
    )
    return Table(tuple(kept), shown_facts, tuple(part for part in shown_parts if part.features), tally)


def is_match(side: Side, text: str) -> bool:
    """Whether every word that was typed is in its name or in what it is."""
    said = f"{side.slug} {side.title} {side.values.get('about') or ''}".lower()
    return all(word in said for word in text.lower().split())


def kind_of(side: Side, wish: Wish) -> SupportKind | None:
    """What its newest release says of the stack; None if none is asked about."""
    return make_cell(side.release, django=wish.django, python=wish.python).kind if wish.has_stack else None


def is_kept(kind: SupportKind | None, wish: Wish) -> bool:
    """Whether what a release says of the stack is enough."""
    return kind in {None, SupportKind.DECLARED} or (wish.is_lenient and kind is SupportKind.ALLOWED)


def in_order(sides: Sequence[Side], parts: Sequence[Part], sort: str) -> list[Side]:
    """The sides in an order. Unknown values come last in both directions; what has ended comes after all others."""
    if not sort:
        return list(sides)
    value = value_of(sort.removeprefix("-"), parts)
    known = [side for side in sides if value(side) is not None]
    known.sort(key=value, reverse=sort.startswith("-"))  # type: ignore[arg-type] # none is None
    ordered = known + [side for side in sides if value(side) is None]
    return sorted(ordered, key=lambda side: side.is_over)


type Sortable = int | str | float | tuple[int, int, str] | None


def value_of(name: str, parts: Sequence[Part]) -> Callable[[Side], Sortable]:
    """How to read from a side what an order goes by."""
    if name == "title":
        return lambda side: side.title.casefold()
    feature = next((row for part in parts for row in part.features if row.key == name), None)
    if feature:
        return lambda side: praise(feature.texts.get(side.package_id, ""))
    return lambda side: number(side.values.get(name))


def number(value: FactValue) -> float | None:
    """A fact as a number that orders it; None if it is unknown."""
    if isinstance(value, Moment):
        return value.at.timestamp()
    return value if isinstance(value, int) else None


def praise(text: str) -> tuple[int, int, str] | None:
    """Where what people say stands: ticks, most first, then words, then crosses; None where nobody said anything."""
    marks = cell(text).marks
    group = (marks < 0) * 2 or int(not marks)
    return (group, -marks, text.casefold()) if text else None


def fact_rows(sides: Sequence[Side]) -> tuple[FactRow, ...]:
    """The rows of facts that any of these sides has a value for, known or not."""
    keys = [key for key in TITLES if any(key in side.values for side in sides)]
    return tuple(FactRow(key, TITLES[key], tuple(side.values.get(key) for side in sides)) for key in keys)


def with_rows(part: Part, is_wanted: Callable[[FeatureRow], bool]) -> Part:
    """A part with some of its features."""
    return attrs.evolve(part, features=tuple(row for row in part.features if is_wanted(row)))


def is_differing(row: FeatureRow, sides: Sequence[Side]) -> bool:
    """Whether what people say of a feature is not the same of all of these."""
    return len({cell(row.texts.get(side.package_id, "")) for side in sides}) > 1


def count_rows(facts: Sequence[FactRow], parts: Sequence[Part]) -> int:
    """How many rows there are."""
    return len(facts) + sum(len(part.features) for part in parts)
