"""Reads a foreign document item by item: what cannot be read is left out, noted, and costs nothing but itself."""

from collections.abc import Callable

import attrs

from packgrid.sources.errors import Malformed

MOST_NOTED = 20


@attrs.define
class UnreadNotes:
    """Notes, one sentence each, of what could not be read."""

    notes: list[str] = attrs.field(factory=list)

    def read[Item, Value](self, place: str, reader: Callable[[Item, str], Value], item: Item, key: str) -> Value | None:
        """The field that the reader finds under this key of the item; None, with a note, where it cannot be read."""
        try:
            return reader(item, key)
        except Malformed as error:
            self.notes.append(f"{place}.{error}" if place else str(error))
            return None

    def add(self, note: str) -> None:
        """Note something in words of the caller."""
        self.notes.append(note)

    def as_tuple(self) -> tuple[str, ...]:
        """The first notes, and how many more there are."""
        more = len(self.notes) - MOST_NOTED
        return (*self.notes[:MOST_NOTED], *([f"and {more} more"] if more > 0 else []))
