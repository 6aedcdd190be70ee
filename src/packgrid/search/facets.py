"""Counts the categories, grids, licences, versions and statuses of search results, and the values that are missing."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from heapq import nsmallest

import attrs

from packgrid.lib.frameworks import BY_KEY as FRAMEWORKS
from packgrid.search.missing_tags import NOT_CHECKED, SAYS_NOTHING

# What is counted, in the order of a page, and how many values of each are shown.
SHOWN = {"category": 20, "grid": 20, "license": 20, "framework": 20, "is": 10} | dict.fromkeys(FRAMEWORKS, 20)
SHOWN |= dict.fromkeys((NOT_CHECKED, SAYS_NOTHING), 20)


@attrs.frozen
class Facet:
    """A value, and how many results have it."""

    value: str
    count: int


def count_facets(tags: Iterable[str]) -> Mapping[str, Sequence[Facet]]:
    """The most common values of each field in the tags of all results."""
    counts = Counter(" ".join(tags).split())
    by_field: dict[str, list[tuple[int, str]]] = {field: [] for field in SHOWN}
    for tag, count in counts.items():
        field, _, value = tag[1:].partition(":")
        if field in by_field:
            by_field[field].append((-count, value))
    return {
        field: [Facet(value, -count) for count, value in nsmallest(SHOWN[field], values)]
        for field, values in by_field.items()
    }
