"""Which of two accounts of a package wins: a dated one over an undated one, a newer one over an older one."""

from datetime import datetime
from typing import Any

from packgrid.catalogue.bulk import assign, given
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
PYPI = (
    "summary",
    "license",
    "requires_python",
    "version",
    "released_at",
    "released_to_the_month",
    "downloads_30d",
    "downloads_rank",
)


def lay_over(facts: Facts, record: PackageRecord, *, origin: str) -> bool:
    """Set what the record knows better; True if anything changed. `record.last_fetched_at` dates all of it.

    People's usage belongs to neither section; it is compared with the date of the facts as a whole.
    """
    at = record.last_fetched_at
    changes: dict[str, Any] = {}
    for section, names in (("repo", REPO), ("pypi", PYPI)):
        values = given(record, names)
        if values and is_better(at, getattr(facts, f"{section}_confirmed_at")):
            changes |= values | {f"{section}_origin": origin, f"{section}_confirmed_at": at}
    if is_better(at, facts.last_fetched_at):
        changes |= given(record, ("usage_count", "last_fetched_at"))
    return assign(facts, changes)


def is_better(at: datetime | None, stored: datetime | None) -> bool:
    """Whether facts of this date may replace stored ones; None is undated. The same file again is no worse."""
    return stored is None or (at is not None and at >= stored)
