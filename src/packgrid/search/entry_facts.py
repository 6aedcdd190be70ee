"""The facts that entries of the index hold, so that searches can sort and filter by them."""

from collections.abc import Mapping

import attrs

from packgrid.catalogue.fact_table import FACTS, Direction, Fact

COLUMNS: Mapping[str, str] = {
    "stars": "stars",
    "downloads": "downloads",
    "updated": "updated_at",
    "released": "released_at",
    "score": "score",
}
"""The columns of Entry, by the keys of their facts."""
FILTERS = ("stars", "updated", "released")


@attrs.frozen
class SortOrder:
    """An order of results: what stands behind ORDER BY, and whether high values come first unless it is reversed."""

    column: str
    is_highest_first: bool


def sort_column(fact: Fact) -> str:
    """The SQL of the value to sort by: of the entry where it is kept there, else of the facts of its package."""
    if fact.key in COLUMNS:
        return f"e.{COLUMNS[fact.key]}"
    return f"(SELECT {fact.column} FROM catalogue_facts WHERE package_id = e.package_id)"  # noqa: S608 of the table of facts


SORT_ORDERS: Mapping[str, SortOrder] = {
    "popularity": SortOrder("e.place", is_highest_first=False),
    **{
        fact.key: SortOrder(sort_column(fact), is_highest_first=fact.direction is Direction.HIGHEST_FIRST)
        for fact in FACTS
        if fact.direction is not None and (fact.column or fact.key in COLUMNS)
    },
    "title": SortOrder("LOWER(e.title)", is_highest_first=False),
}
OTHER_NAMES = {"health": "score", "name": "title"}
SORT_NAMES = (*SORT_ORDERS, *OTHER_NAMES)


def sort_order(name: str) -> SortOrder | None:
    """The order of this name; None where there is none."""
    return SORT_ORDERS.get(OTHER_NAMES.get(name, name))
