"""Word-by-word differences of texts, as pieces that a page can show. Pure."""

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

import attrs

WORDS = re.compile(r"""\s+|https?://[^\s<>"]+|[\w']+|[^\w\s]""")
MAX_PIECES = 4000
"""Longer texts are shown whole, the old and the new one: the time to compare them grows with the square."""


class Sign(StrEnum):
    """The side that a piece is on: in both texts, only in the old one, or only in the new one."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@attrs.frozen
class Piece:
    """A run of text with one sign. It is not escaped."""

    sign: Sign
    text: str


@attrs.frozen
class FieldDiff:
    """A field that changed, and the pieces of its old and new text."""

    field: str
    pieces: tuple[Piece, ...]


def diff_states(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[FieldDiff]:
    """The fields that differ between two states, in the order of the later one; a missing value is an empty text."""
    old, new = before or {}, after or {}
    names = dict.fromkeys([*new, *old])
    texts = ((name, value_text(old.get(name)), value_text(new.get(name))) for name in names)
    return [FieldDiff(name, tuple(diff_texts(one, other))) for name, one, other in texts if one != other]


def value_text(value: Any) -> str:  # noqa: ANN401 whatever JSON keeps
    """A value as the text that is compared; "" for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def diff_texts(old: str, new: str) -> Iterator[Piece]:
    """The pieces of two texts in order: SAME and GONE make up the old text, SAME and NEW the new one."""
    one, other = WORDS.findall(old), WORDS.findall(new)
    if len(one) + len(other) > MAX_PIECES:
        yield from replaced_pieces(old, new)
        return
    for tag, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(Sign.SAME, "".join(one[i:j]))
        else:
            yield from replaced_pieces("".join(one[i:j]), "".join(other[k:m]))


def replaced_pieces(gone: str, new: str) -> Iterator[Piece]:
    """A piece for the old and one for the new text, each only where it is not empty."""
    if gone:
        yield Piece(Sign.GONE, gone)
    if new:
        yield Piece(Sign.NEW, new)
