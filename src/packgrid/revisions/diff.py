"""What changed between two texts, word by word, as pieces that a page can draw. Pure."""

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

import attrs

WORDS = re.compile(r"""\s+|https?://[^\s<>"]+|[\w']+|[^\w\s]""")
MOST_PIECES = 4000
"""Texts of more pieces are shown whole, as old and new: comparing them takes the square."""


class Sign(StrEnum):
    """What became of a piece."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@attrs.frozen
class Piece:
    """A run of text with one fate. It is plain text: whoever draws it escapes it."""

    sign: Sign
    text: str


@attrs.frozen
class Line:
    """A field that changed, drawn as pieces."""

    field: str
    pieces: tuple[Piece, ...]


def changes(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[Line]:
    """Each field that an edit changed, in the order of the later state; what was not there is empty."""
    old, new = before or {}, after or {}
    names = dict.fromkeys([*new, *old])
    texts = ((name, text_of(old.get(name)), text_of(new.get(name))) for name in names)
    return [Line(name, tuple(diff(one, other))) for name, one, other in texts if one != other]


def text_of(value: Any) -> str:  # noqa: ANN401 whatever JSON keeps
    """A value as it is compared; None is nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def diff(old: str, new: str) -> Iterator[Piece]:
    """The pieces that lead from one text to another: without what is new they are the old one, without GONE the new."""
    one, other = WORDS.findall(old), WORDS.findall(new)
    if len(one) + len(other) > MOST_PIECES:
        yield from pieces(old, new)
        return
    for tag, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(Sign.SAME, "".join(one[i:j]))
        else:
            yield from pieces("".join(one[i:j]), "".join(other[k:m]))


def pieces(gone: str, new: str) -> Iterator[Piece]:
    """What went and what came, as far as there is any."""
    if gone:
        yield Piece(Sign.GONE, gone)
    if new:
        yield Piece(Sign.NEW, new)
