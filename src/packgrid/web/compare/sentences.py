"""Sentences about a table: how many packages it has, in which order, and what it leaves out."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from packgrid.assessment.rules.support_cells import SupportKind
from packgrid.catalogue.fact_table import BY_KEY, FactKind
from packgrid.comparison.table_selection import SelectedTable, TableCounts, TableSelection
from packgrid.lib.frameworks import BY_KEY as FRAMEWORKS

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
        return OTHER_ORDERS.get(sort, "by what people say of one feature")
    highest_first, lowest_first = ORDERS[fact.kind]
    return (highest_first if sort.startswith("-") else lowest_first).format(unit=fact.unit)


def describe_table(table: SelectedTable, selection: TableSelection) -> list[str]:
    """A sentence with the number of packages and their order, and one for each reason to leave something out."""
    return [describe_packages(table, selection), *describe_left_out(table.counts, selection)]


def describe_packages(table: SelectedTable, selection: TableSelection) -> str:
    """Such as "93 packages, most stars first; the 12 that have ended come last"."""
    count, over = len(table.sides), table.counts.over
    if not count:
        return _("Nothing is left to show.")
    said = ngettext("%(count)s package", "%(count)s packages", count) % {"count": count}
    if count < table.counts.total:
        said = _("%(count)s of %(total)s packages") % {"count": count, "total": table.counts.total}
    said = _("%(packages)s, %(order)s") % {"packages": said, "order": describe_order(selection.sort)}
    if over and selection.sort:
        said += ngettext(
            "; the one that has ended (archived, deprecated, superseded or gone) comes last",
            "; the %(over)s that have ended (archived, deprecated, superseded or gone) come last",
            over,
        ) % {"over": over}
    return f"{said}."


def describe_left_out(counts: TableCounts, selection: TableSelection) -> Iterator[str]:
    """A sentence for each reason to leave something out."""
    if selection.has_stack:
        yield describe_stack(counts, selection)
    if counts.unmatched:
        yield ngettext(
            "%(count)s has not all of “%(text)s” in its name or description.",
            "%(count)s have not all of “%(text)s” in their name or description.",
            counts.unmatched,
        ) % {"count": counts.unmatched, "text": selection.text}
    if counts.hidden:
        yield ngettext("%(count)s package is hidden.", "%(count)s packages are hidden.", counts.hidden) % {
            "count": counts.hidden
        }
    if counts.hidden_rows:
        yield ngettext("%(count)s row is hidden.", "%(count)s rows are hidden.", counts.hidden_rows) % {
            "count": counts.hidden_rows
        }
    if selection.is_differences_only:
        yield ngettext(
            "%(count)s row is the same for all and is left out.",
            "%(count)s rows are the same for all and are left out.",
            counts.equal_rows,
        ) % {"count": counts.equal_rows}


def describe_stack(counts: TableCounts, selection: TableSelection) -> str:
    """How many packages declare a stack, and whether the others are shown."""
    name, by_kind = format_stack(selection), counts.stack
    said = ngettext(
        "%(count)s declares %(stack)s in its newest release.",
        "%(count)s declare %(stack)s in their newest releases.",
        by_kind[SupportKind.DECLARED],
    ) % {"count": by_kind[SupportKind.DECLARED], "stack": name}
    if selection.is_lenient and by_kind[SupportKind.ALLOWED]:
        said += " " + _("%(count)s more let it in without saying so.") % {"count": by_kind[SupportKind.ALLOWED]}
    silent = by_kind[SupportKind.UNDECLARED] + (0 if selection.is_lenient else by_kind[SupportKind.ALLOWED])
    left = (
        (by_kind[SupportKind.EXCLUDED], _("%(count)s that exclude it")),
        (silent, _("%(count)s that do not say so")),
        (by_kind[SupportKind.UNKNOWN], _("%(count)s that say nothing")),
        (by_kind[SupportKind.NOT_CHECKED], _("%(count)s not checked")),
    )
    reasons = [pattern % {"count": count} for count, pattern in left if count]
    return f"{said} {_('Left out: %(reasons)s.') % {'reasons': ', '.join(reasons)}}" if reasons else said


def format_stack(selection: TableSelection) -> str:
    """The name of a stack: "Django 5.2 on Python 3.13 and Wagtail 6"."""
    names = [f"{FRAMEWORKS[key].title} {series}" for key, series in selection.stack.items()]
    if selection.django and selection.python:
        names[:2] = [" on ".join(names[:2])]
    return " and ".join(names)
