"""What becomes of a change where somebody else was quicker. Pure."""

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
    """What to write, and the fields that a person has to choose for."""

    written: dict[str, Any]
    clashes: dict[str, Clash]


def merged(was: State, now: State, mine: State) -> Merge:
    """A change laid over what a row says now. A field that the editor left as they saw it stays as it is now.

    A field without a value in `was` is written whatever it says now.
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
