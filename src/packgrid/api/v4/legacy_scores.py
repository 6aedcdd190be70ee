"""The old system's numbers, kept for its API's readers and shown nowhere else (formulas: facts of that system)."""

from datetime import datetime, timedelta

from packgrid.catalogue.models import Facts
from packgrid.lib.classifiers import python_versions

MOST = 20
RULES = 8
LOWEST_SCORE = -500
LONG_AGO = timedelta(days=365)
COMMIT_POINTS = ((timedelta(days=90), 20), (timedelta(days=182), 10), (LONG_AGO, 5))


def weight(facts: Facts, *, is_deprecated: bool, now: datetime) -> int:
    """0 to 100: how much eight rules of 20 points each say for a package."""
    points = (
        0 if is_deprecated else MOST,
        MOST if facts.repo_description else 0,
        min((facts.downloads_30d or 0) // 1000, MOST),
        min(facts.forks or 0, MOST),
        commit_points(facts.last_commit_at, now),
        MOST if facts.released_at and now - facts.released_at < LONG_AGO else 0,
        min(facts.usage_count or 0, MOST),
        min(facts.stars or 0, MOST),
    )
    return int(100 * sum(points) / (RULES * MOST))


def commit_points(at: datetime | None, now: datetime) -> int:
    """20, 10 or 5 for a commit within three months, six, a year; else 0."""
    return next((points for age, points in COMMIT_POINTS if at and now - at < age), 0)


def grid_weight(highest: int, *, is_locked: bool, is_header: bool, has_packages: bool) -> int:
    """Five sixths of the highest weight of a package, less a sixth for each of: open, not in the header, empty."""
    sixth = highest / 6
    return int(highest * 5 / 6 - sixth * [is_locked, is_header, has_packages].count(False))


def score(facts: Facts, *, now: datetime) -> int:
    """Stars, less a tenth of them for each three months without a commit, less up to 1000 without Python 3."""
    stars = facts.stars or 0
    penalty = stars / 10 * (months(facts.last_commit_at, now) // 3 if facts.last_commit_at else 1)
    python_2 = 0 if supports_python_3(facts) else min(0.3 * stars, 1000)
    return max(LOWEST_SCORE, int(stars - penalty - python_2))


def months(since: datetime, until: datetime) -> int:
    """Whole months between two moments."""
    count = (until.year - since.year) * 12 + until.month - since.month
    return count - ((until.day, until.time()) < (since.day, since.time()))


def supports_python_3(facts: Facts) -> bool:
    """Whether the project says so, in its classifiers or in what it requires."""
    declared = python_versions(facts.classifiers or [])
    return any(version.startswith("3") for version in declared) or "3" in (facts.requires_python or "")
