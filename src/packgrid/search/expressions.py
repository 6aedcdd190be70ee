"""What has to stand in an entry, as values that each database writes down in its own way."""

from collections.abc import Iterable

import attrs


@attrs.frozen
class Term:
    """A word of the index, or the beginning of one; anywhere, or in the names alone."""

    text: str
    is_prefix: bool = False


@attrs.frozen
class InNames:
    """All of this within the names."""

    inner: "Expression"


@attrs.frozen
class Every:
    """All of these."""

    parts: tuple["Expression", ...]


@attrs.frozen
class Either:
    """One of these at least."""

    parts: tuple["Expression", ...]


@attrs.frozen
class But:
    """This without that."""

    wanted: "Expression"
    unwanted: "Expression"


type Expression = Term | InNames | Every | Either | But


def every(parts: Iterable[Expression]) -> Expression:
    """All of these; a single one stands for itself."""
    found = tuple(dict.fromkeys(parts))
    return found[0] if len(found) == 1 else Every(found)


def either(parts: Iterable[Expression]) -> Expression:
    """One of these at least; a single one stands for itself."""
    found = tuple(dict.fromkeys(parts))
    return found[0] if len(found) == 1 else Either(found)
