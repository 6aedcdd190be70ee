"""Search conditions on entries, as values that each database backend renders in its own syntax."""

from collections.abc import Iterable

import attrs


@attrs.frozen
class Term:
    """A word of the index, or with `is_prefix` the beginning of one."""

    text: str
    is_prefix: bool = False


@attrs.frozen
class InNames:
    """The condition, looked for in names alone."""

    inner: "Expression"


@attrs.frozen
class AllOf:
    """Entries that match every part."""

    parts: tuple["Expression", ...]


@attrs.frozen
class AnyOf:
    """Entries that match at least one part."""

    parts: tuple["Expression", ...]


@attrs.frozen
class Without:
    """Entries that match `wanted` and do not match `unwanted`."""

    wanted: "Expression"
    unwanted: "Expression"


type Expression = Term | InNames | AllOf | AnyOf | Without


def join_all(parts: Iterable[Expression]) -> Expression:
    """Entries that match all of these conditions; a single one is returned as it is."""
    found = tuple(dict.fromkeys(parts))
    return found[0] if len(found) == 1 else AllOf(found)


def join_any(parts: Iterable[Expression]) -> Expression:
    """Entries that match any of these conditions; a single one is returned as it is."""
    found = tuple(dict.fromkeys(parts))
    return found[0] if len(found) == 1 else AnyOf(found)


def without_prefixes(expression: Expression) -> Expression | None:
    """A condition that every match fulfils and that has no prefixes and no exclusions; None if there is none.

    Databases look up whole words faster than prefixes.
    """
    match expression:
        case Term():
            return None if expression.is_prefix else expression
        case InNames(inner):
            return InNames(found) if (found := without_prefixes(inner)) else None
        case AllOf(parts):
            found_parts = [found for part in parts if (found := without_prefixes(part))]
            return join_all(found_parts) if found_parts else None
        case AnyOf(parts):
            found_parts = [found for part in parts if (found := without_prefixes(part))]
            return join_any(found_parts) if len(found_parts) == len(parts) else None
        case Without(wanted, _):
            return without_prefixes(wanted)
