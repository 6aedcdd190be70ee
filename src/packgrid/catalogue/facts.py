"""Which of two accounts of a package wins: a dated one over an undated one, a newer one over an older one."""

from datetime import datetime
from typing import Any

from packgrid.catalogue.models import Facts
from packgrid.catalogue.records import PackageRecord

REPO = (
    "repo_description",
    "stars",
    "forks",
    "open_issues",
    "commit_count",
    "last_commit_at",
    "weekly_commits",
    "contributors",
    "topics",
)
PYPI = ("summary", "license", "requires_python", "version", "released_at", "released_to_the_month")
COUNTS = ("downloads_30d", "downloads_rank", "usage_count")


def lay_over(facts: Facts, record: PackageRecord, *, origin: str) -> bool:
    """Set what the record knows better; True if anything changed. `record.last_fetched_at` dates all of it."""
    changes = said(record, COUNTS)
    for part, names in (("repo", REPO), ("pypi", PYPI)):
        changes |= better(facts, part, said(record, names), record.last_fetched_at, origin)
    if record.last_fetched_at and is_newer(record.last_fetched_at, facts.last_fetched_at):
        changes["last_fetched_at"] = record.last_fetched_at
    different = {name: value for name, value in changes.items() if getattr(facts, name) != value}
    for name, value in different.items():
        setattr(facts, name, value)
    return bool(different)


def said(record: PackageRecord, names: tuple[str, ...]) -> dict[str, Any]:
    """What the record says of these columns."""
    return {name: value for name in names if (value := getattr(record, name)) is not None}


def better(facts: Facts, part: str, values: dict[str, Any], at: datetime | None, origin: str) -> dict[str, Any]:
    """The values of one part with their origin and date, or nothing where what is stored is at least as good."""
    stored = getattr(facts, f"{part}_confirmed_at")
    if not values or (stored and not (at and at >= stored)):
        return {}
    return values | {f"{part}_origin": origin, f"{part}_confirmed_at": at}


def is_newer(at: datetime, than: datetime | None) -> bool:
    """Whether a time is later than another that may be unknown."""
    return than is None or at > than
