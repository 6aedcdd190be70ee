from datetime import UTC, datetime, timedelta

import pytest

from packgrid.refresh.schedule import AskResult, next_due

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("quiet", "wait"),
    [
        (None, DAY),
        (0 * DAY, 6 * HOUR),
        (2 * DAY, 6 * HOUR),
        (5 * DAY, 12 * HOUR),
        (30 * DAY, 3 * DAY),
        (56 * DAY, 5.6 * DAY),
        (4000 * DAY, 5.6 * DAY),
        (-5 * DAY, 6 * HOUR),
    ],
)
@pytest.mark.parametrize("answer", ["changed", "unchanged"])
def test_what_changes_is_asked_in_hours_and_what_sleeps_within_a_week(answer, quiet, wait):
    changed_at = None if quiet is None else NOW - quiet
    assert next_due(AskResult(answer, changed_at=changed_at), now=NOW) == NOW + wait


@pytest.mark.parametrize(
    ("answer", "failures", "wait"),
    [
        ("gone", 1, DAY),
        ("gone", 2, 2 * DAY),
        ("gone", 5, 16 * DAY),
        ("gone", 6, 24 * DAY),
        ("unavailable", 1, HOUR),
        ("unavailable", 2, 2 * HOUR),
        ("unavailable", 9, 256 * HOUR),
        ("unavailable", 11, 24 * DAY),
        ("unavailable", 10_000, 24 * DAY),
        ("malformed", 3, 4 * HOUR),
        ("rate limited", 2, 2 * HOUR),
    ],
)
def test_failures_back_off_up_to_30_days_and_are_never_given_up(answer, failures, wait):
    assert next_due(AskResult(answer, failures), now=NOW) == NOW + wait


@pytest.mark.parametrize(
    ("retry_in", "wait"), [(20 * MINUTE, 20 * MINUTE), (-HOUR, 0 * MINUTE), (1000 * DAY, 30 * DAY)]
)
def test_come_back_then_is_heeded_and_never_early(retry_in, wait):
    went = AskResult("rate limited", 5, retry_at=NOW + retry_in)
    assert next_due(went, now=NOW) == NOW + wait
    assert NOW + wait < next_due(went, now=NOW, jitter=-1) <= NOW + wait + 5 * MINUTE


@pytest.mark.parametrize(("jitter", "wait"), [(-1, 18), (0, 24), (0.5, 27), (1, 30)])
def test_jitter_spreads_over_a_quarter_to_either_side(jitter, wait):
    assert next_due(AskResult("unchanged"), now=NOW, jitter=jitter) == NOW + wait * HOUR


@pytest.mark.parametrize("jitter", [-1, 0, 1])
@pytest.mark.parametrize(
    ("went", "longest"),
    [
        (AskResult("unchanged", changed_at=NOW - 4000 * DAY), 7 * DAY),
        (AskResult("gone", 10_000), 30 * DAY),
        (AskResult("unavailable", 10_000), 30 * DAY),
    ],
)
def test_the_longest_waits_are_spread_below_their_limit(went, longest, jitter):
    assert next_due(went, now=NOW, jitter=jitter) == NOW + longest * (0.8 + 0.2 * jitter)
