"""The old system's numbers, kept for the readers of its API and shown nowhere else (formulas: facts of that system)."""

from datetime import UTC, datetime, timedelta

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from packgrid.catalogue.models import Facts

MOST = 20
RULES = 8
LOWEST_SCORE = -500
LONG_AGO = timedelta(days=365)
COMMIT_POINTS = ((timedelta(days=90), 20), (timedelta(days=182), 10), (LONG_AGO, 5))
PYTHON_3 = "Programming Language :: Python :: 3"
PYTHON_3_VERSIONS = [f"3.{minor}" for minor in range(50)]


def weight(facts: Facts, *, is_deprecated: bool, now: datetime) -> int:
    """0 to 100: how much eight rules of 20 points each say for a package."""
    return percent(points(facts, is_deprecated=is_deprecated, now=now))


def percent(points: int) -> int:
    """The part of all points that these are, rounded down."""
    return 100 * points // (RULES * MOST)


def points(facts: Facts, *, is_deprecated: bool, now: datetime) -> int:
    """The sum of the eight rules, 0 to 160."""
    return sum(
        (
            0 if is_deprecated else MOST,
            MOST if facts.repo_description else 0,
            min((facts.downloads_30d or 0) // 1000, MOST),
            min(facts.forks or 0, MOST),
            commit_points(facts.last_commit_at, now),
            MOST if facts.released_at and now - facts.released_at < LONG_AGO else 0,
            min(facts.usage_count or 0, MOST),
            min(facts.stars or 0, MOST),
        )
    )


def commit_points(at: datetime | None, now: datetime) -> int:
    """20, 10 or 5 for a commit within 90 days, 182, 365; else 0."""
    return next((worth for age, worth in COMMIT_POINTS if at and now - at < age), 0)


def grid_weight(highest: int, *, is_locked: bool, is_header: bool, has_packages: bool) -> int:
    """Five sixths of the highest weight of a package, less a sixth for each: not locked, not in the header, empty."""
    sixths = 5 - [is_locked, is_header, has_packages].count(False)
    return highest * sixths // 6


def score(facts: Facts, *, now: datetime) -> int:
    """Stars, less a tenth of them for each three months without a commit, less up to 1000 without Python 3."""
    stars = facts.stars or 0
    quarters = months(facts.last_commit_at, now) // 3 if facts.last_commit_at else 1
    without_python_3 = 0 if supports_python_3(facts) else min(0.3 * stars, 1000)
    return max(LOWEST_SCORE, int(stars - quarters * stars / 10 - without_python_3))


def months(since: datetime, now: datetime) -> int:
    """Whole months gone by; 0 where the moment lies ahead."""
    since, now = since.astimezone(UTC), now.astimezone(UTC)
    count = (now.year - since.year) * 12 + now.month - since.month
    return max(0, count - ((now.day, now.time()) < (since.day, since.time())))


def supports_python_3(facts: Facts) -> bool:
    """Whether the project says so: by the versions that it requires, else by its classifiers."""
    try:
        required = SpecifierSet(facts.requires_python or "")
    except InvalidSpecifier:
        required = SpecifierSet()
    if required:
        return any(required.filter(PYTHON_3_VERSIONS))
    return any(classifier.startswith(PYTHON_3) for classifier in facts.classifiers or ())
