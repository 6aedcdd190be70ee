"""What moderators should look at first: small rules over the edits of a person. Pure."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import attrs
from django.utils.translation import gettext_noop

from packgrid.accounts.limits import NEW_FOR
from packgrid.revisions.models import Edit

ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
MANY, MOST_AN_HOUR = 3, 30


@attrs.frozen
class Rule:
    """Something that good editors seldom do, with its weight."""

    says: str
    weight: int
    holds: Callable[[Sequence[Edit], datetime], bool]


def is_new_account(edits: Sequence[Edit], now: datetime) -> bool:
    """Whether who made them are new here."""
    return any(edit.who and now - edit.who.date_joined < NEW_FOR for edit in edits)


def removes_much(edits: Sequence[Edit], _now: datetime) -> bool:
    """Whether they removed several things."""
    return sum(edit.is_removal for edit in edits) >= MANY


def empties_much(edits: Sequence[Edit], _now: datetime) -> bool:
    """Whether they emptied several texts."""
    return sum(is_emptying(edit) for edit in edits) >= MANY


def is_emptying(edit: Edit) -> bool:
    """Whether an edit left nothing of a text."""
    before, after = edit.before or {}, edit.after or {}
    return any(before.get(name) and value == "" for name, value in after.items())


def adds_links(edits: Sequence[Edit], _now: datetime) -> bool:
    """Whether they wrote addresses into descriptions or cells."""
    return any(ADDRESS.search(text) for edit in edits for text in new_texts(edit))


def new_texts(edit: Edit) -> list[str]:
    """The texts of cells, features and grids that an edit wrote and that said no address before."""
    if edit.kind == Edit.Kind.PACKAGE:
        return []
    before = edit.before or {}
    found = ((name, value) for name, value in (edit.after or {}).items() if isinstance(value, str))
    return [value for name, value in found if not ADDRESS.search(str(before.get(name) or ""))]


def moves_addresses(edits: Sequence[Edit], _now: datetime) -> bool:
    """Whether they pointed packages that had an address to another one."""
    return any((edit.before or {}).get("repo_url") and (edit.after or {}).get("repo_url") for edit in edits)


def is_in_haste(edits: Sequence[Edit], now: datetime) -> bool:
    """Whether they made very many changes within the last hour."""
    return sum(now - edit.at < timedelta(hours=1) for edit in edits) > MOST_AN_HOUR


RULES: Sequence[Rule] = (
    Rule(gettext_noop("new account"), 2, is_new_account),
    Rule(gettext_noop("removes much"), 3, removes_much),
    Rule(gettext_noop("empties texts"), 3, empties_much),
    Rule(gettext_noop("adds links"), 2, adds_links),
    Rule(gettext_noop("changes addresses"), 2, moves_addresses),
    Rule(gettext_noop("in haste"), 1, is_in_haste),
)
SUSPICIOUS_FROM = 4


@attrs.frozen
class Suspicion:
    """How much to look at somebody's edits, and why."""

    weight: int
    reasons: tuple[str, ...]

    @property
    def is_raised(self) -> bool:
        """Whether a moderator should look."""
        return self.weight >= SUSPICIOUS_FROM


def suspicion_of(edits: Sequence[Edit], now: datetime) -> Suspicion:
    """What the rules say of the edits of one person."""
    holding = [rule for rule in RULES if rule.holds(edits, now)]
    return Suspicion(sum(rule.weight for rule in holding), tuple(rule.says for rule in holding))
