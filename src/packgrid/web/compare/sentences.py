"""Sentences about a table: how many packages it has, in which order, and what it leaves out."""

from collections.abc import Iterator, Mapping

from packgrid.assessment.rules.support_cells import SupportKind
from packgrid.catalogue.fact_table import BY_KEY, FactKind
from packgrid.comparison.table_selection import SelectedTable, TableCounts, TableSelection
from packgrid.lib.databases import DATABASES_BY_KEY
from packgrid.lib.frameworks import BY_KEY as FRAMEWORKS
from packgrid.lib.plurals import choose_plural

ORDERS: Mapping[FactKind, tuple[str, str]] = {
    FactKind.COUNT: ("most {unit} first", "fewest {unit} first"),
    FactKind.SIZE: ("largest {unit} first", "smallest {unit} first"),
    FactKind.SCORE: ("highest {unit} first", "lowest {unit} first"),
    FactKind.MOMENT: ("newest {unit} first", "oldest {unit} first"),
}
"""The names of the orders by a kind of fact, highest first and lowest first."""
OTHER_ORDERS = {"title": "from A to Z", "-title": "from Z to A", "": "as they were chosen"}


def make_sort_title(sort: str) -> str:
    """The title of a sort order in a form."""
    order = describe_order(sort)
    return order[:1].upper() + order[1:]


def describe_order(sort: str) -> str:
    """A sort order in the words of a sentence."""
    fact = BY_KEY.get(sort.removeprefix("-"))
    if fact is None:
        return OTHER_ORDERS.get(sort, "by one feature")
    highest_first, lowest_first = ORDERS[fact.kind]
    return (highest_first if sort.startswith("-") else lowest_first).format(unit=fact.unit)


def describe_table(table: SelectedTable, selection: TableSelection) -> list[str]:
    """A sentence with the number of packages and their order, and one for each reason to leave something out."""
    return [describe_packages(table, selection), *describe_left_out(table.counts, selection)]


def describe_packages(table: SelectedTable, selection: TableSelection) -> str:
    """Such as "93 packages, most stars first; the 12 that have ended come last"."""
    count, over = len(table.sides), table.counts.over
    if not count:
        return "Nothing is left to show."
    said = choose_plural(count, f"{count} package", f"{count} packages")
    if count < table.counts.total:
        said = f"{count} of {table.counts.total} packages"
    said = f"{said}, {describe_order(selection.sort)}"
    if over and selection.sort:
        said += choose_plural(
            over,
            "; the one that has ended (archived, deprecated, superseded or gone) comes last",
            f"; the {over} that have ended (archived, deprecated, superseded or gone) come last",
        )
    return f"{said}."


def describe_left_out(counts: TableCounts, selection: TableSelection) -> Iterator[str]:
    """A sentence for each reason to leave something out."""
    if selection.has_stack:
        yield describe_stack(counts, selection)
    if counts.other_database:
        yield choose_plural(
            counts.other_database,
            f"{counts.other_database} needs another database than {DATABASES_BY_KEY[selection.database].title}.",
            f"{counts.other_database} need another database than {DATABASES_BY_KEY[selection.database].title}.",
        )
    if counts.unmatched:
        yield choose_plural(
            counts.unmatched,
            f"{counts.unmatched} package does not match “{selection.text}”.",
            f"{counts.unmatched} packages do not match “{selection.text}”.",
        )
    if counts.hidden:
        yield choose_plural(
            counts.hidden, f"{counts.hidden} package is hidden.", f"{counts.hidden} packages are hidden."
        )
    if counts.hidden_rows:
        yield choose_plural(
            counts.hidden_rows, f"{counts.hidden_rows} row is hidden.", f"{counts.hidden_rows} rows are hidden."
        )
    if selection.is_differences_only:
        yield choose_plural(
            counts.equal_rows,
            f"{counts.equal_rows} row is the same for all and is left out.",
            f"{counts.equal_rows} rows are the same for all and are left out.",
        )


def describe_stack(counts: TableCounts, selection: TableSelection) -> str:
    """How many packages declare a stack, and whether the others are shown."""
    name, by_kind = format_stack(selection), counts.stack
    declared = by_kind[SupportKind.DECLARED]
    said = choose_plural(
        declared,
        f"The newest release of {declared} package declares {name}.",
        f"The newest releases of {declared} packages declare {name}.",
    )
    if selection.is_lenient and by_kind[SupportKind.ALLOWED]:
        allowed = by_kind[SupportKind.ALLOWED]
        said += f" {allowed} more {choose_plural(allowed, 'allows', 'allow')} it without declaring it."
    silent = by_kind[SupportKind.UNDECLARED] + (0 if selection.is_lenient else by_kind[SupportKind.ALLOWED])
    left = (
        (by_kind[SupportKind.EXCLUDED], "exclude it"),
        (silent, "do not declare it"),
        (by_kind[SupportKind.UNKNOWN], "declare no versions"),
        (by_kind[SupportKind.NOT_CHECKED], "not checked"),
    )
    reasons = [f"{count} {reason}" for count, reason in left if count]
    return f"{said} Left out: {', '.join(reasons)}." if reasons else said


def format_stack(selection: TableSelection) -> str:
    """The name of a stack: "Django 5.2 on Python 3.13 and Wagtail 6"."""
    names = [f"{FRAMEWORKS[key].title} {series}" for key, series in selection.stack.items()]
    if selection.django and selection.python:
        names[:2] = [" on ".join(names[:2])]
    return " and ".join(names)
