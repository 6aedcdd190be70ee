"""The parts of a check."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

import attrs

from packgrid.assessment.rules.evidence import Evidence


class Level(StrEnum):
    """How much a check matters if it holds, the worst first."""

    DANGER = "danger"
    WARNING = "warning"
    NOTE = "note"
    GOOD = "good"

    @property
    def order(self) -> int:
        """0 is the worst."""
        return list(Level).index(self)


type Rule = Callable[[Evidence, datetime], bool | None]
"""Yes, no or unknown, for a package at a time."""

type Words = Callable[[Evidence, datetime], str]
"""A sentence with the figure in it, where the rule says yes."""


@attrs.frozen(kw_only=True)
class Check:
    """One check. docs/metrics/health/<key>.md is its page and contains `exactly` and `advice` word for word.

    `title` is the label on a page, `exactly` is the rule in words and numbers, `advice` says what to do.
    """

    key: str
    level: Level
    title: str
    holds: Rule
    words: Words
    exactly: str
    advice: str
