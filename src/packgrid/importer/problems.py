"""Places in files, and the problems found there."""

from collections.abc import Callable

import attrs


@attrs.frozen
class Place:
    """A file, a line and a column, both from 1; 0 where there is none. In CSV a column is a cell."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)


@attrs.frozen
class Problem:
    """Something that was not loaded, and why. `is_skipped`: a whole row or file, not just a part of it."""

    place: Place
    reason: str
    slug: str = ""
    is_skipped: bool = True

    def __str__(self) -> str:
        return f"{self.place}: {f'{self.slug}: ' if self.slug else ''}{self.reason}"


@attrs.frozen
class Note:
    """Something odd that was loaded all the same; notes of one kind are summed up."""

    slug: str
    kind: str
    reason: str


def no_place(_key: str) -> None:
    """The place of a key that is not known."""


@attrs.frozen
class Row:
    """One record of a file before it is understood: its kind, its values by key, and how to find where a key stands."""

    kind: str
    values: dict[str, object]
    place: Place
    spot: Callable[[str], tuple[int, int] | None] = no_place
    number: int = 0

    @property
    def name(self) -> str:
        """How a message calls it: its slug, else which one of its kind it is."""
        slug = self.values.get("slug")
        if isinstance(slug, str) and slug.isprintable() and slug.strip():
            return slug[:100]
        return f"{self.kind} {self.number}" if self.number else ""

    def at(self, key: str) -> Place:
        """The place of this key."""
        line, column = self.spot(key) or (self.place.line, self.place.column)
        return Place(self.place.file, line, column)
