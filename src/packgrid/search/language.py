"""A question as a value: words, "phrases" and -unwanted words; no text says filters and sorts yet."""

import re
from datetime import timedelta
from enum import StrEnum

import attrs

PART = re.compile(r'(?P<without>(?<!\S)-(?=[^\s-]))?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


class Field(StrEnum):
    """What can be filtered by."""

    CATEGORY = "category"
    GRID = "grid"
    LICENSE = "license"
    DJANGO = "django"
    PYTHON = "python"
    STARS = "stars"
    UPDATED = "updated"
    RELEASED = "released"
    IS = "is"
    HAS = "has"
    HOST = "host"
    USES = "uses"


class Comparison(StrEnum):
    """How a value is compared."""

    EQUAL = "="
    LESS = "<"
    LESS_OR_EQUAL = "<="
    GREATER = ">"
    GREATER_OR_EQUAL = ">="


@attrs.frozen(kw_only=True)
class Filter:
    """A condition. An age (`timedelta`) is that of the last commit or release."""

    field: Field
    comparison: Comparison
    value: str | int | timedelta
    is_negated: bool = False


@attrs.frozen(kw_only=True)
class Problem:
    """What could not be understood: where it begins, what was found there, and what was expected."""

    position: int
    found: str
    expected: str


@attrs.frozen(kw_only=True)
class Query:
    """A question."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    sort: str = ""
    problems: tuple[Problem, ...] = ()


def parse(text: str) -> Query:
    """The question in a text; every text has one."""
    parts = list(PART.finditer(text))
    wanted = [part for part in parts if part["without"] is None]
    return Query(
        words=tuple(part["word"] for part in wanted if part["word"]),
        phrases=tuple(part["phrase"] for part in wanted if part["phrase"]),
        without=tuple(part["phrase"] or part["word"] for part in parts if part["without"]),
    )
