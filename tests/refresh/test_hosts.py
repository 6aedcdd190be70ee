from datetime import UTC, datetime, timedelta

import pytest

from packgrid.history.models import Outage
from packgrid.lib.http import HttpAnswer
from packgrid.refresh.hosts import Budget, HostHealth, budget_of, health_of, resting_hosts, save_health
from packgrid.refresh.lanes import Lane
from refresh.rows import NOW

PYPI = Lane("pypi")
MINUTE = timedelta(minutes=1)
RESET = datetime(2026, 11, 24, 13, tzinfo=UTC)


def headers(prefix: str, limit="60", remaining="9", reset="1795525200") -> dict[str, str]:
    return {f"{prefix}limit": limit, f"{prefix}remaining": remaining, f"{prefix}reset": reset}


@pytest.mark.parametrize(
    ("said", "budget"),
    [
        (headers("x-ratelimit-"), Budget(60, 9, RESET)),
        (headers("ratelimit-"), Budget(60, 9, RESET)),
        (headers("ratelimit-", reset="3600"), Budget(60, 9, RESET)),
        (headers("x-ratelimit-", remaining="many"), None),
        (headers("x-ratelimit-", limit="9" * 5000), None),
        ({"x-ratelimit-limit": "60"}, None),
        ({}, None),
    ],
)
def test_a_budget_is_read_from_the_headers(said, budget):
    assert budget_of(said, now=NOW) == budget


@pytest.mark.parametrize(
    ("limit", "remaining", "is_spent"),
    [(5000, 101, False), (5000, 100, True), (60, 2, False), (60, 1, True), (60, 0, True)],
)
def test_a_little_of_a_budget_is_kept_back(limit, remaining, is_spent):
    assert Budget(limit, remaining, NOW).is_spent is is_spent


def test_a_spent_budget_rests_the_lane_until_it_begins_anew():
    health = HostHealth(PYPI)
    health.observe("host", None)
    assert not health.is_resting(NOW)
    health.observe("host", HttpAnswer(200, headers("x-ratelimit-", remaining="0"), b"", ""))
    assert (health.rests_until, health.last_error) == (RESET, "0 of 60 requests are left")


@pytest.mark.parametrize(("failures", "rest"), [(4, None), (5, 1), (6, 2), (7, 4), (9, 15), (5000, 15)])
def test_a_host_that_fails_rests_ever_longer_and_one_answer_makes_it_well(failures, rest):
    health = HostHealth(PYPI, failures_in_a_row=failures - 1)
    health.fail("answered 502", NOW)
    assert health.rests_until == (None if rest is None else NOW + rest * MINUTE)
    assert health.is_suspect is (failures >= 5)
    health.succeed()
    assert (health.failures_in_a_row, health.last_error, health.is_suspect) == (0, "", False)


def test_a_host_that_says_how_long_is_left_alone_for_that_time():
    health = HostHealth(PYPI)
    health.limit(RESET, "asks to come back later", NOW)
    assert (health.rests_until, health.failures_in_a_row) == (RESET, 0)


@pytest.mark.parametrize(("refusals", "rest"), [(1, 1), (2, 2), (3, 4), (4, 8), (5, 15), (5000, 15)])
def test_a_host_that_does_not_say_how_long_is_left_alone_ever_longer(refusals, rest):
    health = HostHealth(PYPI, failures_in_a_row=refusals - 1)
    health.limit(None, "asks to come back later", NOW)
    assert health.rests_until == NOW + rest * MINUTE
    health.succeed()
    assert health.failures_in_a_row == 0


@pytest.mark.django_db
def test_what_others_should_know_is_stored_and_nothing_else(django_assert_num_queries):
    health = health_of(PYPI)
    with django_assert_num_queries(0):
        save_health(health, NOW)
    health.fail("answered 502", NOW)
    health.limit(RESET, "come back", NOW)
    save_health(health, NOW)
    again = health_of(PYPI)
    assert (again.failures_in_a_row, again.rests_until, again.last_error) == (1, RESET, "come back")
    assert list(resting_hosts(NOW).values_list("host", flat=True)) == ["pypi"]
    assert not resting_hosts(RESET).exists()
    with django_assert_num_queries(0):
        save_health(health, NOW)


@pytest.mark.django_db
def test_an_outage_lasts_from_the_fifth_failure_to_the_first_answer():
    health, later = HostHealth(Lane("pypistats")), NOW + timedelta(days=3)
    for _ in range(4):
        health.fail("answered 502", NOW)
    save_health(health, NOW)
    assert not Outage.objects.exists()
    for _ in range(3):
        health.fail("answered 502", NOW)
        save_health(health, NOW)
    after_restart = health_of(Lane("pypistats"))
    after_restart.succeed()
    save_health(after_restart, later)
    assert list(Outage.objects.values_list("source", "host", "since", "until")) == [("pypistats", "", NOW, later)]


@pytest.mark.django_db
def test_a_host_that_asks_to_be_left_alone_has_no_outage():
    health = HostHealth(Lane("pypistats"))
    for _ in range(9):
        health.limit(None, "answered 429", NOW)
    save_health(health, NOW)
    assert not Outage.objects.exists()
