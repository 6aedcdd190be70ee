"""Rules that find suspicious editors, for moderators to look at first. Pure."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import attrs

from packgrid.accounts.limits import NEW_FOR
from packgrid.revisions.models import Edit

ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
SEVERAL, MAX_AN_HOUR = 3, 30


@attrs.frozen
class SuspicionRule:
    """Something that good editors seldom do, and how much it counts."""

    says: str
    weight: int
    holds: Callable[[Sequence[Edit], datetime], bool]


def is_new_account(edits: Sequence[Edit], now: datetime) -> bool:
    """True if the account that made the edits is new."""
    return any(edit.who and now - edit.who.date_joined < NEW_FOR for edit in edits)


def removes_much(edits: Sequence[Edit], _now: datetime) -> bool:
    """True if the edits removed several things."""
    return sum(edit.is_removal for edit in edits) >= SEVERAL


def empties_much(edits: Sequence[Edit], _now: datetime) -> bool:
    """True if the edits emptied several texts."""
    return sum(is_emptying(edit) for edit in edits) >= SEVERAL


def is_emptying(edit: Edit) -> bool:
    """True if an edit emptied a text."""
    before, after = edit.before or {}, edit.after or {}
    return any(before.get(name) and value == "" for name, value in after.items())


def adds_links(edits: Sequence[Edit], _now: datetime) -> bool:
    """True if the edits added addresses to cells, features or grids."""
    return any(ADDRESS.search(text) for edit in edits for text in new_texts(edit))


def new_texts(edit: Edit) -> list[str]:
    """The texts that an edit of a cell, feature or grid changed and that had no address before."""
    if edit.kind == Edit.Kind.PACKAGE:
        return []
    before = edit.before or {}
    found = ((name, value) for name, value in (edit.after or {}).items() if isinstance(value, str))
    return [value for name, value in found if not ADDRESS.search(str(before.get(name) or ""))]


def moves_addresses(edits: Sequence[Edit], _now: datetime) -> bool:
    """True if the edits changed the repository address of packages."""
    return any((edit.before or {}).get("repo_url") and (edit.after or {}).get("repo_url") for edit in edits)


def is_in_haste(edits: Sequence[Edit], now: datetime) -> bool:
    """True if very many of the edits are from the last hour."""
    return sum(now - edit.at < timedelta(hours=1) for edit in edits) > MAX_AN_HOUR


RULES: Sequence[SuspicionRule] = (
    SuspicionRule("new account", 2, is_new_account),
    SuspicionRule("removes much", 3, removes_much),
    SuspicionRule("empties texts", 3, empties_much),
    SuspicionRule("adds links", 2, adds_links),
    SuspicionRule("changes addresses", 2, moves_addresses),
    SuspicionRule("in haste", 1, is_in_haste),
)
SUSPICIOUS_FROM = 4


@attrs.frozen
class Suspicion:
    """The suspicion points of a person's edits, with the rules that gave them."""

    weight: int
    reasons: tuple[str, ...]

    @property
    def is_raised(self) -> bool:
        """True if a moderator should look at the edits."""
        return self.weight >= SUSPICIOUS_FROM


def measure_suspicion(edits: Sequence[Edit], now: datetime) -> Suspicion:
    """Apply the rules to the edits of one person."""
    holding = [rule for rule in RULES if rule.holds(edits, now)]
    return Suspicion(sum(rule.weight for rule in holding), tuple(rule.says for rule in holding))
