"""The facts that entries of the index hold, so that searches can sort and filter by them."""

from collections.abc import Mapping

import attrs

from packgrid.catalogue.fact_table import BY_KEY, Direction

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


SORT_ORDERS: Mapping[str, SortOrder] = {
    "popularity": SortOrder("e.place", is_highest_first=False),
    **{
        key: SortOrder(f"e.{column}", is_highest_first=BY_KEY[key].direction is Direction.HIGHEST_FIRST)
        for key, column in COLUMNS.items()
    },
    "title": SortOrder("LOWER(e.title)", is_highest_first=False),
}
OTHER_NAMES = {"health": "score", "name": "title"}
SORT_NAMES = (*SORT_ORDERS, *OTHER_NAMES)


def sort_order(name: str) -> SortOrder | None:
    """The order of this name; None where there is none."""
    return SORT_ORDERS.get(OTHER_NAMES.get(name, name))
