from datetime import timedelta
from typing import Any

import pytest

from packgrid.catalogue.models import FetchState
from packgrid.refresh.claims import LaneQueue, claim_due, claim_these, give_back, read_queues
from packgrid.refresh.lanes import Lane
from refresh.rows import NOW, package

pytestmark = pytest.mark.django_db
PYPI, GITHUB = Lane("pypi"), Lane("github")
HOUR = timedelta(hours=1)


def due(slug: str, hours: float, source="pypi", **changes: Any):
    made = package(slug, **changes)
    FetchState.objects.filter(package=made, source=source).update(due_at=NOW - hours * HOUR)


def slugs(rows) -> list[str]:
    return [row.slug for row in rows]


def test_the_longest_waiting_are_claimed_first_and_by_one_alone(django_assert_max_num_queries):
    for slug, hours in {"a": 1, "b": 3, "c": 2, "d": -1}.items():
        due(slug, hours)
    with django_assert_max_num_queries(6):  # three statements, a savepoint around two of them
        assert slugs(claim_due(PYPI, 2, now=NOW)) == ["b", "c"]
    assert slugs(claim_due(PYPI, 9, now=NOW)) == ["a"]
    assert claim_due(PYPI, 9, now=NOW) == []


def test_a_claim_is_free_again_when_given_back_or_when_its_time_is_over(settings):
    due("a", 1)
    first = claim_due(PYPI, 9, now=NOW)
    assert claim_these([first[0].state_id], 9, now=NOW) == []
    give_back(first)
    second = claim_due(PYPI, 9, now=NOW)
    assert slugs(second) == ["a"]
    assert claim_due(PYPI, 9, now=NOW + settings.CLAIM - timedelta(seconds=1)) == []
    third = claim_due(PYPI, 9, now=NOW + settings.CLAIM)
    assert third[0].claim != second[0].claim
    give_back(second)  # too late: it is somebody else's
    assert FetchState.objects.get().claim == third[0].claim


def test_a_row_can_be_claimed_before_it_is_due():
    due("a", -5)
    assert claim_due(PYPI, 9, now=NOW) == []
    assert slugs(claim_these(FetchState.objects.values_list("pk", flat=True), 9, now=NOW)) == ["a"]


@pytest.mark.parametrize(("token", "taken"), [("secret", ["a", "b"]), ("", ["a"])])
def test_a_call_of_many_questions_takes_along_what_is_due_soon(settings, token, taken):
    settings.GITHUB_TOKEN = token
    for slug, hours in {"a": 1, "b": -2, "c": -4}.items():
        due(slug, hours, "github", repo_url=f"https://github.com/a/{slug}")
    assert slugs(claim_due(GITHUB, 100, now=NOW)) == taken


def test_no_call_is_made_for_company_alone(settings):
    settings.GITHUB_TOKEN = "secret"
    for slug, hours in {"a": 1, "b": -1, "c": -2}.items():
        due(slug, hours, "github", repo_url=f"https://github.com/a/{slug}")
    assert slugs(claim_due(GITHUB, 2, now=NOW)) == ["a", "b"]
    assert claim_due(GITHUB, 2, now=NOW) == []


def test_the_queues_say_what_waits_since_when(django_assert_num_queries):
    due("a", 1)
    due("b", 3)
    due("c", 2, "github", pypi_name="", repo_url="https://github.com/a/c")
    FetchState.objects.filter(source="git").delete()
    with django_assert_num_queries(1):
        assert read_queues(NOW) == [LaneQueue(PYPI, 2, NOW - 3 * HOUR), LaneQueue(GITHUB, 1, NOW - 2 * HOUR)]
    claim_due(PYPI, 9, now=NOW)
    assert [queue.lane for queue in read_queues(NOW)] == [GITHUB]
