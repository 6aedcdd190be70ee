from datetime import UTC, date, datetime

import pytest

from history.rows import make_package, make_release, put_points
from packgrid.history.metrics import HISTORY_IDS
from packgrid.history.models import Change, Kind
from packgrid.history.past_packages import PastPackage, read_past_package, read_past_packages

DAY = date(2026, 6, 10)
BEFORE, AFTER = (datetime(2026, month, 1, tzinfo=UTC) for month in (5, 7))
LAST_MOMENT, MIDNIGHT = datetime(2026, 6, 10, 23, 59, tzinfo=UTC), datetime(2026, 6, 11, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def package():
    return make_package()


def change(package, kind, at, **columns: object):
    Change.objects.create(package=package, kind=kind, at=at, source="pypi", **{"old": ""} | columns)


def test_of_a_package_of_which_nothing_is_recorded_only_the_decisions_are_known(package):
    assert read_past_package(package.pk, DAY) == PastPackage(is_deprecated=False)
    assert read_past_package(package.pk, date(2025, 12, 31)) == PastPackage()


def test_a_package_that_does_not_exist_was_not():
    with pytest.raises(KeyError):
        read_past_package(99, DAY)


def test_everything_that_was_known(package):
    for key, number in HISTORY_IDS.items():
        put_points(package, key, {date(2026, 6, 1): number})
    make_release(package, "1.0", date(2026, 5, 1))
    change(package, Kind.LICENSE, BEFORE, old=None, new="MIT")
    change(package, Kind.UNARCHIVED, BEFORE, old=None)
    assert read_past_package(package.pk, DAY) == PastPackage(
        counts={
            "stars": 1,
            "forks": 2,
            "issues": 3,
            "downloads": 4,
            "contributors": 6,
            "releases": 1,
            "score": 8,
            "downloads_rank": 9,
            "usage": 10,
        },
        version="1.0",
        released_at=datetime(2026, 5, 1, 12, tzinfo=UTC),
        license="MIT",
        is_archived=False,
        is_deprecated=False,
        weekly_commits=(None,) * 51 + (5,),
    )


@pytest.mark.parametrize(
    ("changes", "then"),
    [
        ([], None),
        ([(LAST_MOMENT, None, "MIT")], "MIT"),
        ([(MIDNIGHT, None, "MIT")], None),
        ([(BEFORE, None, "MIT"), (AFTER, "MIT", "BSD")], "MIT"),
        ([(BEFORE, None, "MIT"), (BEFORE, "MIT", "BSD")], "BSD"),
        ([(AFTER, "MIT", "BSD")], "MIT"),
        ([(BEFORE, None, "")], ""),
    ],
)
def test_the_licence_of_a_day(package, changes, then):
    for at, old, new in changes:
        change(package, Kind.LICENSE, at, old=old, new=new)
    assert read_past_package(package.pk, DAY).license == then


@pytest.mark.parametrize(
    ("changes", "then"),
    [
        ([], None),
        ([(Kind.UNARCHIVED, BEFORE, None)], False),
        ([(Kind.ARCHIVED, BEFORE, None)], True),
        ([(Kind.ARCHIVED, AFTER, None)], None),
        ([(Kind.ARCHIVED, AFTER, "")], False),
        ([(Kind.UNARCHIVED, AFTER, "")], True),
        ([(Kind.ARCHIVED, BEFORE, ""), (Kind.UNARCHIVED, AFTER, "")], True),
        ([(Kind.ARCHIVED, BEFORE, ""), (Kind.UNARCHIVED, BEFORE, "")], False),
    ],
)
def test_whether_it_was_archived_on_a_day(package, changes, then):
    for kind, at, old in changes:
        change(package, kind, at, old=old)
    assert read_past_package(package.pk, DAY).is_archived is then


@pytest.mark.parametrize(
    ("columns", "changes", "then"),
    [
        ({}, [], False),
        ({"created": AFTER}, [], None),
        ({"deprecated_at": BEFORE}, [], True),
        ({"deprecated_at": AFTER}, [], False),
        ({"created": AFTER, "deprecated_at": BEFORE}, [], True),
        ({}, [(Kind.DEPRECATED, BEFORE), (Kind.UNDEPRECATED, AFTER)], True),
        ({"deprecated_at": AFTER}, [(Kind.DEPRECATED, AFTER)], False),
    ],
)
def test_whether_it_was_deprecated_on_a_day(columns, changes, then):
    package = make_package(**columns)
    for kind, at in changes:
        change(package, kind, at)
    assert read_past_package(package.pk, DAY).is_deprecated is then


EARLY, ON_THE_DAY, LATE = date(2026, 5, 1), DAY, date(2026, 6, 11)


@pytest.mark.parametrize(
    ("releases", "version", "count"),
    [
        ([("1.0", EARLY, {}), ("1.1", ON_THE_DAY, {}), ("1.2", LATE, {})], "1.1", 2),
        ([("1.9", EARLY, {}), ("1.10", EARLY, {})], "1.10", 2),
        ([("1.0", EARLY, {}), ("2.0rc1", EARLY, {})], "1.0", 2),
        ([("1.0a1", EARLY, {}), ("1.0a2", EARLY, {})], "1.0a2", 2),
        ([("what", EARLY, {}), ("1.0a1", EARLY, {})], "1.0a1", 2),
        ([("1.0", EARLY, {}), ("1.1", EARLY, {"is_yanked": True})], "1.0", 2),
        ([("1.0", EARLY, {"is_yanked": True})], "1.0", 1),
        ([("1.0", EARLY, {}), ("1.1", EARLY, {"gone_since": BEFORE})], "1.0", 1),
        ([("1.0", EARLY, {}), ("1.1", EARLY, {"gone_since": AFTER})], "1.1", 2),
        ([("1.0", LATE, {})], None, None),
        ([], None, None),
    ],
    ids=[
        "uploaded until that day",
        "numbers are no texts",
        "stable before newer",
        "nothing but pre-releases",
        "no version at all",
        "yanked, nobody knows when",
        "nothing but yanked",
        "gone before",
        "gone since",
        "uploaded later",
        "none",
    ],
)
def test_the_version_of_a_day(package, releases, version, count):
    for number, uploaded, columns in releases:
        make_release(package, number, uploaded, **columns)
    then = read_past_package(package.pk, DAY)
    assert (then.version, then.counts.get("releases")) == (version, count)


@pytest.mark.parametrize(
    ("happened", "is_now", "version"),
    [
        ([(Kind.YANKED, BEFORE)], {"is_yanked": True}, "1.0"),
        ([(Kind.YANKED, AFTER)], {"is_yanked": True}, "1.1"),
        ([(Kind.YANKED, BEFORE), (Kind.UNYANKED, AFTER)], {}, "1.0"),
        ([(Kind.UNYANKED, AFTER)], {}, "1.0"),
        ([(Kind.UNYANKED, BEFORE)], {}, "1.1"),
        ([(Kind.RELEASE_GONE, BEFORE), (Kind.RELEASE_BACK, AFTER)], {}, "1.0"),
        ([(Kind.RELEASE_GONE, BEFORE), (Kind.RELEASE_BACK, BEFORE)], {}, "1.1"),
    ],
)
def test_a_release_that_was_yanked_or_gone_on_that_day_was_not_the_version(package, happened, is_now, version):
    make_release(package, "1.0", EARLY)
    make_release(package, "1.1", EARLY, **is_now)
    for kind, at in happened:
        change(package, kind, at, subject="1.1")
    assert read_past_package(package.pk, DAY).version == version


def test_a_grid_of_130_packages_as_it_was_is_right_and_six_queries(django_assert_num_queries):
    packages = [make_package(f"p{number}") for number in range(130)]
    for number, package in enumerate(packages):
        put_points(package, "stars", {EARLY: number, LATE: 10**6})
        make_release(package, f"{number}.0", EARLY)
        make_release(package, "999", LATE)
        change(package, Kind.ARCHIVED if number % 2 else Kind.UNARCHIVED, BEFORE, old=None)
    with django_assert_num_queries(6):
        found = read_past_packages([package.pk for package in packages], DAY)
    assert found == {
        package.pk: PastPackage(
            counts={"stars": number, "releases": 1},
            version=f"{number}.0",
            released_at=datetime(2026, 5, 1, 12, tzinfo=UTC),
            is_archived=bool(number % 2),
            is_deprecated=False,
        )
        for number, package in enumerate(packages)
    }
