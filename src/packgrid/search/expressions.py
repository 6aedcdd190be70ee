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


def sure(expression: Expression) -> Expression | None:
    """What has to stand there whole wherever an expression holds: it without beginnings and without what must not be.

    None if that is nothing.
    """
    match expression:
        case Term():
            return None if expression.is_prefix else expression
        case InNames(inner):
            return InNames(found) if (found := sure(inner)) else None
        case Every(parts):
            found_parts = [found for part in parts if (found := sure(part))]
            return every(found_parts) if found_parts else None
        case Either(parts):
            found_parts = [found for part in parts if (found := sure(part))]
            return either(found_parts) if len(found_parts) == len(parts) else None
        case But(wanted, _):
            return sure(wanted)
