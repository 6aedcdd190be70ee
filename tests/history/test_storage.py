"""Measures what points and changes take and compares it with what docs/history.md says."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from history.rows import make_package
from packgrid.catalogue.models import Package
from packgrid.history.metrics import HISTORY_IDS
from packgrid.history.models import Change, Kind, Point

PAGE = Path(__file__).parents[2] / "docs" / "history.md"
PACKAGES = 100
FIRST_DAY = date(2026, 1, 1)
# How many points a metric gets in a typical year. Commits get one a week that has some, and the mark of the last week.
POINTS = {
    "stars": 52,
    "forks": 12,
    "issues": 26,
    "commits": 21,
    "contributors": 3,
    "releases": 6,
    "score": 12,
    "downloads": 52,
}
CHANGES = Counter(
    {Kind.RELEASE: 6, Kind.SUPPORT_GAINED: 2, Kind.VULNERABILITY_APPEARED: 1, Kind.VULNERABILITY_FIXED: 1}
)


@pytest.fixture
def packages(db):
    first = make_package()
    if connection.vendor == "postgresql":  # what other tests left behind would be written over
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE history_point, history_change")
    others = [Package(slug=f"p{number}", title="P", category=first.category) for number in range(1, PACKAGES)]
    return [first, *Package.objects.bulk_create(others)]


def test_a_point_takes_what_the_page_says(packages):
    before = size_bytes("history_point")
    for at in range(365):
        Point.objects.bulk_create(points_of(packages, at))
    measured = (size_bytes("history_point") - before) / Point.objects.count()
    assert documented("a point") == pytest.approx(measured, rel=0.15)


def points_of(packages, at):
    """The points of one day of the year: each metric at its pace, not all packages on one day."""
    day = FIRST_DAY + timedelta(days=at)
    return [
        Point(pk=(package.pk, HISTORY_IDS[key], day), value=100 * package.pk + at)
        for package in packages
        for key, times in POINTS.items()
        if (at + package.pk) * times // 365 != (at + package.pk - 1) * times // 365
    ]


def test_a_change_takes_what_the_page_says(packages):
    before = size_bytes("history_change")
    for number, kind in enumerate(CHANGES.elements()):
        at = datetime(2026, 1 + number, 1, tzinfo=UTC)
        Change.objects.bulk_create(
            Change(package=package, kind=kind, subject=f"PYSEC-2026-{number}", at=at, old="", source="pypi")
            for package in packages
        )
    measured = (size_bytes("history_change") - before) / Change.objects.count()
    assert documented("a change") == pytest.approx(measured, rel=0.15)


def size_bytes(table):
    """What a table takes with its indexes. On SQLite all pages in use are counted: nothing else grows meanwhile."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_relation_size(%s) + pg_indexes_size(%s)", [table, table])
        else:
            cursor.execute(
                "SELECT (page_count - freelist_count) * page_size"
                " FROM pragma_page_count, pragma_freelist_count, pragma_page_size"
            )
        return cursor.fetchone()[0]


def documented(row):
    """The bytes that the page names for this database."""
    found = re.search(rf"^\| {row} \| (\d+) \| (\d+) \|$", PAGE.read_text(), re.MULTILINE)
    return int(found[1 if connection.vendor == "sqlite" else 2])
