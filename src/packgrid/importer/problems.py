"""Where in a file something stands, and what is wrong there."""

import attrs


@attrs.frozen
class Place:
    """A file, a line and a column, both from 1; 0 where there is none."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)


@attrs.frozen
class Problem:
    """Something that was not loaded, and why."""

    place: Place
    reason: str
    slug: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.slug + ': ' if self.slug else ''}{self.reason}"


@attrs.frozen
class Row:
    """One record of a file before it is understood: its kind, its values by key, and where each key stands."""

    kind: str
    values: dict[str, object]
    place: Place
    columns: dict[str, int] = attrs.field(factory=dict)

    def at(self, key: str) -> Place:
        """Where this key stands."""
        return attrs.evolve(self.place, column=self.columns.get(key, self.place.column))
