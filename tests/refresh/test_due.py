from datetime import UTC, datetime, timedelta

import pytest

from packgrid.catalogue.models import Package
from packgrid.refresh import due
from packgrid.refresh.models import FetchState
from refresh.rows import LONG_AGO, package

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("answer", "failures", "retry_in", "wait"),
    [
        ("changed", 0, None, DAY),
        ("unchanged", 0, None, DAY),
        ("gone", 0, None, 7 * DAY),
        ("unavailable", 1, None, HOUR),
        ("unavailable", 2, None, 2 * HOUR),
        ("unavailable", 8, None, 128 * HOUR),
        ("unavailable", 9, None, 7 * DAY),
        ("unavailable", 10_000, None, 7 * DAY),
        ("malformed", 3, None, 4 * HOUR),
        ("rate limited", 5, timedelta(seconds=20), timedelta(seconds=20)),
        ("rate limited", 5, -HOUR, timedelta()),
        ("rate limited", 5, 1000 * DAY, 7 * DAY),
        ("rate limited", 2, None, 2 * HOUR),
    ],
)
def test_each_answer_has_its_wait(answer, failures, retry_in, wait):
    retry_at = None if retry_in is None else NOW + retry_in
    assert due.next_due(answer, failures=failures, now=NOW, retry_at=retry_at) == NOW + wait


@pytest.mark.parametrize(("jitter", "wait"), [(0, 1.0), (0.5, 1.05), (1, 1.1)])
def test_jitter_spreads_over_a_tenth(jitter, wait):
    assert due.next_due("changed", failures=0, now=NOW, jitter=jitter) == NOW + wait * DAY


@pytest.mark.django_db
def test_every_package_with_a_name_on_pypi_gets_one_row_that_is_due_at_once(django_assert_max_num_queries):
    named = [package(f"p{number}") for number in range(3)]
    package("unnamed", pypi_name="")
    FetchState.objects.all().delete()
    with django_assert_max_num_queries(4):  # a read, a write and its savepoint
        assert due.ensure_states(NOW) == 3
    assert due.ensure_states(NOW) == 0
    assert [row.package for row in due.due(NOW)] == named


@pytest.mark.django_db
def test_the_longest_waiting_come_first_and_what_has_no_name_any_more_does_not_come(django_assert_num_queries):
    for number, wait in enumerate([DAY, 3 * DAY, 2 * DAY, -DAY]):
        FetchState.objects.filter(package=package(f"p{number}")).update(due_at=NOW - wait)
    Package.objects.filter(pk=package("lost").pk).update(pypi_name="")
    with django_assert_num_queries(1):
        assert [row.package.slug for row in due.due(NOW)] == ["p1", "p2", "p0"]
    assert [row.package.slug for row in due.due(NOW, 2)] == ["p1", "p2"]
    assert [row.package.slug for row in due.everything()] == ["p1", "p2", "p0", "p3"]
    assert due.first_due_at() == NOW - 3 * DAY


@pytest.mark.django_db
def test_nothing_is_due_in_an_empty_catalogue():
    assert (due.due(NOW), due.first_due_at(), due.ensure_states(LONG_AGO)) == ([], None, 0)
