from datetime import UTC, datetime

import pytest

from assessment.cases import LONG_AGO, NOW, QUIET, ago, evidence
from packgrid.assessment.rules.ages import (
    YEAR,
    LatestEvent,
    describe_last_activity,
    describe_last_known,
    describe_quiet,
    is_gone,
    is_older,
    is_quiet,
    last_activity_at,
    latest_commit,
    latest_release,
)
from packgrid.assessment.rules.evidence import Evidence

NOTHING = Evidence(slug="a")


def test_a_release_of_which_only_the_month_is_known_counts_from_its_end():
    to_the_month = evidence(released_at=datetime(2021, 2, 1, tzinfo=UTC), released_to_the_month=True)
    assert latest_release(to_the_month) == LatestEvent(datetime(2021, 3, 4, tzinfo=UTC), "February 2021", NOW)
    assert latest_release(evidence(**QUIET)) == LatestEvent(LONG_AGO, "3 May 2021", NOW)
    assert latest_release(NOTHING) == LatestEvent(None, "", None)


def test_a_push_stands_for_a_commit_that_is_unknown():
    assert latest_commit(evidence(last_commit_at=None, pushed_at=NOW)) == LatestEvent(NOW, "25 November 2026", NOW)
    assert latest_commit(evidence(last_commit_at=LONG_AGO, pushed_at=NOW)) == LatestEvent(LONG_AGO, "3 May 2021", NOW)
    assert latest_commit(NOTHING) == LatestEvent(None, "", None)


def test_the_later_of_release_and_commit_is_the_last_sign_of_life():
    assert last_activity_at(evidence(released_at=LONG_AGO, last_commit_at=NOW)) == NOW
    assert last_activity_at(evidence(released_at=NOW, last_commit_at=None)) == NOW
    assert last_activity_at(NOTHING) is None


@pytest.mark.parametrize(("moment", "answer"), [(ago(days=365), False), (ago(days=366), True), (None, None)])
def test_what_happened_at_an_unknown_time_is_of_unknown_age(moment, answer):
    assert is_older(moment, YEAR, now=NOW) is answer


@pytest.mark.parametrize(
    ("days_ago", "seen_days_ago", "answer"),
    [
        (365, 0, False),
        (366, 0, True),
        (366, 1, None),
        (1000, 634, True),
        (1000, 635, None),
        (1000, None, None),
        (365, None, False),
        (None, 0, None),
    ],
)
def test_silence_counts_until_somebody_looked_and_no_further(days_ago, seen_days_ago, answer):
    at, seen_at = (None if days is None else ago(days=days) for days in (days_ago, seen_days_ago))
    assert LatestEvent(at, "", seen_at).is_silent(YEAR, NOW) is answer


@pytest.mark.parametrize(
    ("days_ago", "seen_days_ago", "is_known"),
    [(90, None, True), (91, None, False), (91, 91, False), (91, 90, True), (None, 0, False)],
)
def test_what_is_neither_recent_nor_lately_confirmed_says_nothing_of_today(days_ago, seen_days_ago, is_known):
    at, seen_at = (None if days is None else ago(days=days) for days in (days_ago, seen_days_ago))
    assert LatestEvent(at, "", seen_at).is_known(NOW) is is_known


def test_an_old_confirmation_is_said():
    seen_long_ago = evidence(**QUIET, repo_confirmed_at=datetime(2026, 1, 2, tzinfo=UTC))
    assert latest_commit(seen_long_ago).words(NOW) == "3 May 2021 (as of 2 January 2026)"
    assert latest_commit(evidence(**QUIET)).words(NOW) == "3 May 2021"
    assert latest_commit(evidence(**QUIET, repo_confirmed_at=None)).words(NOW) == "3 May 2021"


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        (QUIET, True),
        ({"released_at": LONG_AGO}, False),
        ({"last_commit_at": LONG_AGO}, False),
        (QUIET | {"last_commit_at": None}, None),
        (QUIET | {"released_at": None}, None),
        (QUIET | {"repo_confirmed_at": None}, None),
        (QUIET | {"pypi_confirmed_at": LONG_AGO}, None),
        ({"pypi_confirmed_at": None, "repo_confirmed_at": None}, False),
        ({"last_commit_at": None}, False),
        (QUIET | {"last_commit_at": None, "repo_url": ""}, True),
        (QUIET | {"released_at": None, "pypi_name": ""}, True),
        ({"released_at": None, "last_commit_at": None, "repo_url": "", "pypi_name": ""}, None),
    ],
)
def test_quiet_is_a_package_without_release_and_commit(changes, answer):
    assert is_quiet(evidence(**changes), YEAR, now=NOW) is answer


@pytest.mark.parametrize(
    ("since", "times", "confirmed_at", "answer"),
    [
        (None, 0, NOW, False),
        (None, 0, None, None),
        (ago(days=9), 1, NOW, None),
        (ago(hours=23), 5, NOW, False),
        (ago(hours=23), 1, None, None),
        (ago(days=1), 1, NOW, None),
        (ago(days=1), 2, NOW, True),
        (ago(days=9), 3, None, True),
    ],
)
def test_for_a_day_a_404_is_no_answer_two_over_a_day_are(since, times, confirmed_at, answer):
    assert is_gone(since, times, confirmed_at, now=NOW) is answer


@pytest.mark.parametrize(
    ("changes", "known", "life"),
    [
        (
            {},
            "last release 1 October 2026; last commit 1 November 2026",
            "The last commit came on 1 November 2026.",
        ),
        ({"last_commit_at": None}, "last release 1 October 2026", "The last release came on 1 October 2026."),
        (
            {"last_commit_at": None, "released_to_the_month": True},
            "last release October 2026",
            "The last release came in October 2026.",
        ),
        ({"released_at": None}, "last commit 1 November 2026", "The last commit came on 1 November 2026."),
        (
            {"released_at": None, "last_commit_at": None},
            "no release and no commit is known",
            "No release and no commit is known.",
        ),
        (
            {"last_commit_at": None, "repo_confirmed_at": None},
            "last release 1 October 2026; repository not checked yet",
            "The last release came on 1 October 2026.",
        ),
        (
            {"released_at": None, "last_commit_at": None, "pypi_confirmed_at": None, "repo_confirmed_at": None},
            "no release and no commit is known; PyPI not checked yet; repository not checked yet",
            "No release and no commit is known.",
        ),
        (
            {"pypi_name": "", "pypi_confirmed_at": None, "repo_confirmed_at": None, "repo_gone_since": LONG_AGO},
            "last release 1 October 2026; last commit 1 November 2026",
            "The last commit came on 1 November 2026.",
        ),
    ],
)
def test_dates_are_said_as_far_as_they_are_known(changes, known, life):
    assert (describe_last_known(evidence(**changes)), describe_last_activity(evidence(**changes))) == (known, life)


def test_silence_is_said_of_what_is_awaited():
    assert describe_quiet(evidence(**QUIET), NOW) == "no release since 3 May 2021 and no commit since 3 May 2021"
    assert describe_quiet(evidence(**QUIET | {"released_at": None}), NOW) == "no commit since 3 May 2021"
    assert describe_quiet(NOTHING, NOW) == "quiet"
