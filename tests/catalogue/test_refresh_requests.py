from datetime import timedelta

import pytest

from packgrid.catalogue.models import FetchState
from packgrid.catalogue.refresh_requests import HEAD_OF_THE_QUEUE, MOST_WAITING, request_refresh
from packgrid.refresh.claims import claim_due
from packgrid.refresh.lanes import Lane
from refresh.rows import NOW, package

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_a_wish_goes_to_the_head_of_the_queue():
    package("a")
    wished = package("b")
    FetchState.objects.filter(package=wished).update(due_at=NOW + 99 * MINUTE, last_answer_at=NOW - 6 * MINUTE)
    assert request_refresh(wished.pk, now=NOW) == "It is next."
    assert [row.slug for row in claim_due(Lane("pypi"), 9, now=NOW)] == ["b", "a"]


def test_what_was_just_answered_is_not_asked_again():
    made = package()
    FetchState.objects.update(last_answer_at=NOW - 4 * MINUTE)
    assert request_refresh(made.pk, now=NOW) == "It was refreshed within the last five minutes."
    assert not FetchState.objects.filter(due_at=HEAD_OF_THE_QUEUE).exists()


def test_only_so_many_wishes_wait_and_where_nothing_can_be_asked_that_is_said():
    for number in range(MOST_WAITING):
        assert request_refresh(package(f"p{number}").pk, now=NOW) == "It is next."
    made = package("late")
    assert request_refresh(made.pk, now=NOW) == "Many people are waiting for a refresh; try again in a few minutes."
    assert request_refresh(package("bare", pypi_name="").pk, now=NOW).startswith("There is nothing to ask")
