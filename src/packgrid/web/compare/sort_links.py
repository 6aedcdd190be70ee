"""The addresses that sort a table by a fact."""

from packgrid.catalogue.fact_table import BY_KEY, Direction
from packgrid.web.compare.state import TableState, make_address


def make_sort_address(key: str, state: TableState) -> str:
    """The address that sorts by a fact in its usual direction; in the other one where it is sorted so already."""
    usual, other = (f"-{key}", key) if BY_KEY[key].direction == Direction.HIGHEST_FIRST else (key, f"-{key}")
    return make_address(state, sort=other if state.selection.sort == usual else usual)


def make_feature_sort_address(key: str, state: TableState) -> str:
    """The address that sorts by a feature, the best cells first; the other way round where it is sorted so already."""
    return make_address(state, sort=f"-{key}" if state.selection.sort == key else key)


def get_feature_aria_sort(key: str, state: TableState) -> str:
    """The value of aria-sort for a feature; "" where the table is not sorted by it."""
    return {key: "descending", f"-{key}": "ascending"}.get(state.selection.sort, "")


def get_aria_sort(key: str, state: TableState) -> str:
    """The value of aria-sort for a row; "" where the table is not sorted by it."""
    return {f"-{key}": "descending", key: "ascending"}.get(state.selection.sort, "")
