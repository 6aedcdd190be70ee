"""Merges two changes of the same row, field by field. Pure."""

from collections.abc import Mapping
from typing import Any

import attrs

type State = Mapping[str, Any]
"""Fields of a row by name, as JSON keeps them."""


@attrs.frozen
class Clash:
    """The three values of a field that two people changed: as the editor saw it, as it is now, and as they want it."""

    was: Any
    theirs: Any
    mine: Any


@attrs.frozen
class Merge:
    """The values to write, and the fields that two people changed, for which the editor has to choose."""

    written: dict[str, Any]
    clashes: dict[str, Clash]


def merge_states(was: State, now: State, mine: State) -> Merge:
    """Merge an editor's values (`mine`) into a row that was `was` when they saw it and is `now`.

    A field that the editor did not change keeps its value of now. A field without a value in `was` is always written.
    """
    written, clashes = {}, {}
    for name, value in mine.items():
        seen, current = was.get(name, now.get(name)), now.get(name)
        if value in (current, seen):
            continue
        if seen != current:
            clashes[name] = Clash(seen, current, value)
        else:
            written[name] = value
    return Merge(written, clashes)
