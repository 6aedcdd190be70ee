from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from history.rows import make_package, put_points, stored_points
from packgrid.catalogue.release_trust import TrustChange, TrustKind
from packgrid.history.change_log import WRITERS, record_state
from packgrid.history.models import Change, Kind
from packgrid.history.states import ReleaseState, State, VulnerabilityState
from packgrid.history.weeks import DailyCommits

MONDAY = datetime(2026, 11, 2, 12, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
A, B, C = (date(2026, 10, 12), date(2026, 10, 19), date(2026, 10, 26))
LISTED, YANKED = ReleaseState(MONDAY), ReleaseState(MONDAY, is_yanked=True)

pytestmark = pytest.mark.django_db


@pytest.fixture
def package():
    return make_package()


def put(package, after, *, before=None, now=MONDAY):
    record_state(package.pk, before=before or State(), after=after, now=now, source="pypi")


def changes():
    return [(Kind(row.kind), row.subject, row.old, row.new, row.at) for row in Change.objects.all()]


def test_values_become_points_on_the_days_on_which_they_change(package):
    for days, stars in enumerate([5, 5, 6, None, 5]):
        put(package, State(metrics={"stars": stars, "forks": 0}), now=MONDAY + timedelta(days=days))
    assert stored_points(package) == [
        ("stars", date(2026, 11, 2), 5),
        ("stars", date(2026, 11, 4), 6),
        ("stars", date(2026, 11, 6), 5),
        ("forks", date(2026, 11, 2), 0),
    ]


def test_the_last_value_of_a_day_is_the_days_value_and_the_day_is_that_of_utc(package):
    new_york = datetime.fromisoformat("2026-11-02T23:00:00-05:00")
    for stars, now in [(5, TUESDAY), (6, TUESDAY + timedelta(hours=1)), (7, new_york)]:
        put(package, State(metrics={"stars": stars}), now=now)
    assert stored_points(package) == [("stars", date(2026, 11, 3), 7)]


def test_downloads_get_a_point_a_week(package):
    for days in range(15):
        put(package, State(metrics={"downloads": days}), now=MONDAY + timedelta(days=days))
    assert [(day.day, value) for _, day, value in stored_points(package)] == [(2, 0), (9, 7), (16, 14)]


def test_weeks_of_commits_are_written_when_they_are_over_and_the_mark_of_the_last_one_moves(package):
    daily = DailyCommits(A, (1,) + (0,) * 21)
    put(package, State(daily_commits=daily))
    assert stored_points(package) == [("commits", A, 1), ("commits", C, 0)]
    put(package, State(daily_commits=DailyCommits(B, (0,) * 22)), now=MONDAY + timedelta(days=7))
    assert stored_points(package) == [("commits", A, 1), ("commits", date(2026, 11, 2), 0)]


def vulnerability(name: str, fixed_in="") -> VulnerabilityState:
    return VulnerabilityState(name, frozenset({name}), fixed_in)


BEFORE = State(
    releases={"1.0": LISTED},
    license="MIT",
    vulnerabilities=(),
    repo_url="https://git.example/a/a",
    is_archived=False,
)
AFTER = State(
    metrics={"stars": 5, "downloads": 10},
    daily_commits=DailyCommits(A, (1,) * 21),
    releases={"1.0": YANKED, "2.0": LISTED},
    license="Apache-2.0",
    vulnerabilities=(vulnerability("PYSEC-1", "1.1"),),
    repo_url="https://git.example/b/a",
    is_archived=True,
)
HAPPENED = [
    (Kind.ARCHIVED, "", "", "", TUESDAY),
    (Kind.LICENSE, "", "MIT", "Apache-2.0", TUESDAY),
    (Kind.MOVED, "", "https://git.example/a/a", "https://git.example/b/a", TUESDAY),
    (Kind.VULNERABILITY_APPEARED, "PYSEC-1", "", "1.1", TUESDAY),
    (Kind.YANKED, "1.0", "", "", TUESDAY),
    (Kind.RELEASE, "2.0", "", "", MONDAY),
]


def test_what_happened_is_recorded_once_even_if_it_is_recorded_again(package):
    for days in range(3):
        put(package, AFTER, before=BEFORE, now=TUESDAY + timedelta(days=days))
    assert changes() == HAPPENED
    assert set(Change.objects.values_list("package", "source")) == {(package.pk, "pypi")}
    assert [day for _, day, _ in stored_points(package)] == [date(2026, 11, 3), date(2026, 11, 3), A, B, C]


def test_what_happens_again_is_recorded_again(package):
    is_archived, is_not = State(is_archived=True), State(is_archived=False)
    for before, after in [(is_not, is_archived), (is_archived, is_not), (is_not, is_archived)]:
        put(package, after, before=before)
    assert [kind for kind, *_ in changes()] == [Kind.ARCHIVED, Kind.UNARCHIVED, Kind.ARCHIVED]


def test_what_happens_to_one_release_is_not_mixed_up_with_another(package):
    one, two = {"1.0": YANKED, "2.0": LISTED}, {"1.0": YANKED, "2.0": YANKED}
    put(package, State(releases=one), before=State(releases={"1.0": LISTED, "2.0": LISTED}))
    put(package, State(releases=two), before=State(releases=one))
    assert [change[:2] for change in changes()] == [(Kind.YANKED, "1.0"), (Kind.YANKED, "2.0")]


def test_the_first_contact_with_a_long_past_is_two_rows_that_no_feed_shows(package):
    releases = {f"1.{number}": LISTED for number in range(2000)}
    put(
        package,
        State(releases=releases, license="MIT", is_archived=False, vulnerabilities=(vulnerability("PYSEC-1", "1.1"),)),
    )
    assert changes() == [(Kind.UNARCHIVED, "", None, "", MONDAY), (Kind.LICENSE, "", None, "MIT", MONDAY)]


def test_texts_are_cut_to_their_columns(package):
    before = State(license="y" * 301, vulnerabilities=())
    after = State(license="x" * 301, vulnerabilities=(vulnerability("v" * 101),))
    for _ in range(2):
        put(package, after, before=before)
    assert [change[:4] for change in changes()] == [
        (Kind.LICENSE, "", "y" * 300, "x" * 300),
        (Kind.VULNERABILITY_APPEARED, "v" * 100, "", ""),
    ]


def test_nothing_new_is_two_reads_and_much_new_a_fixed_number_of_statements(package, django_assert_num_queries):
    is_postgresql = connection.vendor == "postgresql"
    with django_assert_num_queries(5 + is_postgresql):  # three reads, two writes, and on PostgreSQL the lock
        put(package, AFTER, before=BEFORE)
    with django_assert_num_queries(2):
        put(package, AFTER, before=AFTER)
    with django_assert_num_queries(0):
        put(package, State(), before=State())


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time")
def test_other_writers_of_changes_wait_until_this_one_commits(package):
    put(package, AFTER, before=AFTER)
    assert not is_locked()
    put(package, AFTER, before=BEFORE)
    assert is_locked()


def is_locked():
    with connection.cursor() as cursor:
        cursor.execute("SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND granted")
        return (WRITERS,) in cursor.fetchall()


def test_points_of_other_packages_are_left_alone(package):
    other = make_package("b")
    put_points(other, "stars", {date(2026, 11, 1): 9})
    put(package, State(metrics={"stars": 9}))
    assert (len(stored_points(package)), len(stored_points(other))) == (1, 1)


def attested_otherwise(kind=TrustKind.OTHER_PUBLISHER) -> State:
    releases = {"1.0": LISTED, "2.0": ReleaseState(TUESDAY)}
    return State(releases=releases, trust_changes={"2.0": TrustChange(kind, "2.0", "1.0", "GitHub o/r", "GitHub x/r")})


def test_another_publisher_is_a_change_of_a_release_that_was_seen_to_come(package):
    first, second = (
        State(releases={"1.0": LISTED}, trust_changes={}),
        State(releases=attested_otherwise().releases, trust_changes={}),
    )
    put(package, second, before=first, now=TUESDAY)
    put(package, attested_otherwise(), before=second, now=TUESDAY + timedelta(hours=1))
    put(package, attested_otherwise(), before=second, now=TUESDAY + timedelta(hours=2))
    assert changes() == [
        (Kind.RELEASE, "2.0", "", "", TUESDAY),
        (Kind.PUBLISHER_CHANGED, "2.0", "GitHub o/r", "GitHub x/r", TUESDAY),
    ]


def test_a_lost_attestation_comes_with_the_release(package):
    first = State(releases={"1.0": LISTED}, trust_changes={})
    put(package, attested_otherwise(TrustKind.NO_ATTESTATION), before=first, now=TUESDAY)
    assert changes() == [
        (Kind.RELEASE, "2.0", "", "", TUESDAY),
        (Kind.ATTESTATION_LOST, "2.0", "1.0", "", TUESDAY),
    ]


def test_what_happened_before_a_package_was_watched_is_no_change(package):
    known = attested_otherwise()
    put(package, known, before=State(), now=TUESDAY)
    put(package, known, before=State(releases=known.releases, trust_changes={}), now=TUESDAY)
    put(package, known, before=State(releases=known.releases, trust_changes=None), now=TUESDAY)
    assert changes() == []
