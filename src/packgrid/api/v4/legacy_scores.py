"""The weight and score of Django Packages, for the clients of its API only; the formulas are those of that system."""

from datetime import UTC, datetime, timedelta

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from packgrid.catalogue.models import Facts

POINTS_PER_RULE = 20
RULE_COUNT = 8
LOWEST_SCORE = -500
ONE_YEAR = timedelta(days=365)
COMMIT_POINTS = ((timedelta(days=90), 20), (timedelta(days=182), 10), (ONE_YEAR, 5))
PYTHON_3 = "Programming Language :: Python :: 3"
PYTHON_3_VERSIONS = [f"3.{minor}" for minor in range(50)]


def weight(facts: Facts, *, is_deprecated: bool, now: datetime) -> int:
    """0 to 100: the percentage that a package reaches of eight rules with 20 points each."""
    return percent_of_points(points(facts, is_deprecated=is_deprecated, now=now))


def percent_of_points(points: int) -> int:
    """The percentage of all points, rounded down."""
    return 100 * points // (RULE_COUNT * POINTS_PER_RULE)


def points(facts: Facts, *, is_deprecated: bool, now: datetime) -> int:
    """The sum of the eight rules, 0 to 160."""
    return sum(
        (
            0 if is_deprecated else POINTS_PER_RULE,
            POINTS_PER_RULE if facts.repo_description else 0,
            min((facts.downloads_30d or 0) // 1000, POINTS_PER_RULE),
            min(facts.forks or 0, POINTS_PER_RULE),
            commit_points(facts.last_commit_at, now),
            POINTS_PER_RULE if facts.released_at and now - facts.released_at < ONE_YEAR else 0,
            min(facts.usage_count or 0, POINTS_PER_RULE),
            min(facts.stars or 0, POINTS_PER_RULE),
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
    quarters = count_months(facts.last_commit_at, now) // 3 if facts.last_commit_at else 1
    without_python_3 = 0 if supports_python_3(facts) else min(0.3 * stars, 1000)
    return max(LOWEST_SCORE, int(stars - quarters * stars / 10 - without_python_3))


def count_months(since: datetime, now: datetime) -> int:
    """The number of whole months since then; 0 for a time in the future."""
    since, now = since.astimezone(UTC), now.astimezone(UTC)
    count = (now.year - since.year) * 12 + now.month - since.month
    return max(0, count - ((now.day, now.time()) < (since.day, since.time())))


def supports_python_3(facts: Facts) -> bool:
    """True if the project declares it: by the Python versions that it requires, else by its classifiers."""
    try:
        required = SpecifierSet(facts.requires_python or "")
    except InvalidSpecifier:
        required = SpecifierSet()
    if required:
        return any(required.filter(PYTHON_3_VERSIONS))
    return any(classifier.startswith(PYTHON_3) for classifier in facts.classifiers or ())
