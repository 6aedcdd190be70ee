"""Days, counts and lists as text."""

from collections.abc import Sequence
from datetime import datetime


def format_day(moment: datetime) -> str:
    """Such as "3 May 2021"."""
    return f"{moment.day} {moment:%B %Y}"


def format_since(moment: datetime | None) -> str:
    """Such as " since 3 May 2021"; "" if the day is unknown."""
    return f" since {format_day(moment)}" if moment else ""


def format_count(count: int, thing: str, things: str = "") -> str:
    """Such as "1 commit" or "1,200 commits"."""
    return f"{count:,} {thing if count == 1 else things or f'{thing}s'}"


def format_list(words: Sequence[str]) -> str:
    """Such as "4.2, 5.2 and 6.0"."""
    *before, last = words
    return f"{', '.join(before)} and {last}" if before else last


def round_percent(share: float) -> int:
    """A share from 0 to 1 as whole percents; 0 and 100 only if it is exactly that."""
    if share in {0, 1}:
        return round(100 * share)
    return min(max(round(100 * share), 1), 99)


def capitalize_first(text: str) -> str:
    return text[:1].upper() + text[1:]
