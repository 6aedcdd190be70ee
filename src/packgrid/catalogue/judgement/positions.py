"""Where a package stands among all: relative places say more than raw counts, which outliers and age spoil."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping

import attrs

COLUMNS = ("stars", "forks", "downloads_30d", "usage_count", "contributor_count")


@attrs.frozen
class Positions:
    """The known values of each column of the catalogue, sorted. Made once for all packages."""

    columns: Mapping[str, tuple[int, ...]]

    def place(self, column: str, value: int | None) -> float | None:
        """The share of the known values that are lower, those that are equal counted half: 0 to 1.

        Ties share a place. None where the value is unknown or no value of the column is known.
        """
        known = self.columns.get(column, ())
        if value is None or not known:
            return None
        return (bisect_left(known, value) + bisect_right(known, value)) / (2 * len(known))


def positions(columns: Mapping[str, Iterable[int | None]]) -> Positions:
    """The places of a catalogue, from the values of each column in any order; unknown ones are left out."""
    return Positions({name: in_order(values) for name, values in columns.items()})


def in_order(values: Iterable[int | None]) -> tuple[int, ...]:
    """The known values, lowest first."""
    return tuple(sorted(value for value in values if value is not None))
