from datetime import UTC, datetime, timedelta

import pytest

from packgrid.sources.activity import (
    Commit,
    count_daily_commits,
    display_name,
    is_recent,
    parse_log,
    rank_authors,
    summarize_activity,
    week_of,
)
from packgrid.sources.errors import Malformed
from packgrid.sources.git_wire import Refs
from packgrid.sources.repos import ActivitySnapshot, Contributor

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def commit(ago: timedelta | None = DAY, name="Ada", email="ada@people.example") -> Commit:
    return Commit("c" * 40, None if ago is None else int((NOW - ago).timestamp()), name, email)


def by(name="Ada", commits=1, *, is_bot=False) -> Contributor:
    return Contributor(name=name, is_account=False, is_bot=is_bot, commits=commits)


@pytest.mark.parametrize(
    ("ago", "week"),
    [
        (timedelta(0), 51),
        (7 * DAY - SECOND, 51),
        (7 * DAY, 50),
        (364 * DAY - SECOND, 0),
        (364 * DAY, None),
        (-DAY, 51),
        (-DAY - SECOND, None),
        (-30_000 * DAY, None),
        (20_000 * DAY, None),
        (None, None),
    ],
)
def test_a_commit_counts_in_its_week_up_to_now(ago, week):
    assert week_of(commit(ago), NOW) == week


@pytest.mark.parametrize(
    ("ago", "days_ago"),
    [
        (timedelta(0), 0),
        (timedelta(hours=12), 0),
        (timedelta(hours=12, seconds=1), 1),
        (363 * DAY, 363),
        (364 * DAY, None),
        (-DAY, 0),
        (-DAY - SECOND, None),
        (None, None),
    ],
)
def test_a_commit_counts_on_its_day(ago, days_ago):
    counts = [0] * 364
    if days_ago is not None:
        counts[-1 - days_ago] = 1
    assert count_daily_commits([commit(ago)], NOW) == tuple(counts)


@pytest.mark.parametrize(
    ("ago", "expected"),
    [(364 * DAY, False), (364 * DAY - SECOND, True), (-30_000 * DAY, True), (None, False)],
)
def test_counts_change_with_time_while_a_commit_is_younger_than_the_weeks(ago, expected):
    assert is_recent(commit(ago), NOW) is expected


def test_a_year_is_counted():
    commits = [
        commit(DAY),
        commit(2 * DAY, "Bob", "bob@people.example"),
        commit(8 * DAY),
        commit(400 * DAY, "Eve", "e"),
    ]
    assert summarize_activity(Refs("c" * 40, "main", ("v1", "v2")), commits, now=NOW) == ActivitySnapshot(
        head="c" * 40,
        default_branch="main",
        last_commit_at=NOW - DAY,
        weekly_commits=(0,) * 50 + (1, 2),
        daily_commits=(0,) * 355 + (1, 0, 0, 0, 0, 0, 1, 1, 0),
        authors=(by("Ada", 2), by("Bob", 1)),
        tags=("v1", "v2"),
    )


def test_an_empty_repository_has_a_year_of_nothing():
    assert summarize_activity(Refs(), [], now=NOW) == ActivitySnapshot(
        head="",
        default_branch="",
        last_commit_at=None,
        weekly_commits=(0,) * 52,
        daily_commits=(0,) * 364,
        authors=(),
        tags=(),
    )


@pytest.mark.parametrize(
    ("ago", "last"),
    [(800 * DAY, NOW - 800 * DAY), (-DAY, NOW + DAY), (-2 * DAY, None), (None, None)],
)
def test_the_last_commit_has_a_date_that_can_be_true_or_none(ago, last):
    assert summarize_activity(Refs("c" * 40), [commit(ago)], now=NOW).last_commit_at == last


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ([("Ada", "a@x"), ("Bob", "b@x"), ("Bob", "b@x")], [by("Bob", 2), by("Ada", 1)]),
        ([("Ada", "a@x"), ("Bob", "b@x")], [by("Ada", 1), by("Bob", 1)]),
        ([("ada", "a@x"), ("Ada Lovelace", "A@x"), ("Ada Lovelace", "a@x ")], [by("Ada Lovelace", 3)]),
        ([("Ada", "a@x"), ("ada", "home@x"), ("Ada", "work@x")], [by("Ada", 3)]),
        ([("Ada", "12+ada@users.noreply.x"), ("A. L.", "ada@users.noreply.x")], [by("Ada", 2)]),
        ([("Ada", "noreply@x"), ("Bob", "noreply@x")], [by("Ada", 1), by("Bob", 1)]),
        ([("Ada", ""), ("Bob", "")], [by("Ada", 1), by("Bob", 1)]),
        ([("", "a@x"), ("Ada", "a@x")], [by("Ada", 2)]),
        ([("", "a@x")], []),
        ([("robots[bot]", "1+robots[bot]@x"), ("Ada", "a@x")], [by("robots[bot]", is_bot=True), by("Ada")]),
        ([("Release", "release[bot]@x")], [by("Release", is_bot=True)]),
        ([], []),
    ],
)
def test_one_address_is_one_person_and_so_is_one_name(said, found):
    assert rank_authors([commit(DAY, name, email) for name, email in said]) == tuple(found)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("ada@people.example", "ada"),
        ("Ada <ada@people.example>", "Ada <ada>"),
        ("Ada @ Engines", "Ada @ Engines"),
        ("@ada", "@ada"),
        (" Ada\t\u202eLovelace\x07 ", "Ada Lovelace"),
        ("A\ud800da\0", "Ada"),
        ("x" * 1000, "x" * 100),
        ("", ""),
    ],
)
def test_a_name_can_be_shown_and_holds_no_address(name, shown):
    assert display_name(name) == shown


A, B = b"a" * 40, b"b" * 40


def test_a_log_is_read_with_whatever_dates_and_bytes_it_has():
    output = b"%s\x001700000000\0Ad\xffa\0a@x\0%s\0\0\0\0" % (A, B)
    assert parse_log(output) == [Commit("a" * 40, 1_700_000_000, "Ad\ufffda", "a@x"), Commit("b" * 40, None, "", "")]
    assert parse_log(b"") == []


@pytest.mark.parametrize(
    ("date", "seconds"),
    [(b"0", None), (b"-5", None), (b"x", None), (b"4294967296", 2**32), (b"9" * 20, int("9" * 20))],
)
def test_dates_that_nobody_can_read_are_unknown(date, seconds):
    found = parse_log(b"%s\0%s\0Ada\0a@x\0" % (A, date))
    assert [commit.committed_s for commit in found] == [seconds]
    assert summarize_activity(Refs("a" * 40), found, now=NOW).weekly_commits == (0,) * 52


@pytest.mark.parametrize("output", [b"x", b"%s\x001\0Ada\0a@x" % A, b"%s\x001\0Ada\0" % A])
def test_half_a_log_is_refused(output):
    with pytest.raises(Malformed, match="git log: the output breaks off at"):
        parse_log(output)
