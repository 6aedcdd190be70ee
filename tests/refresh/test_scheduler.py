from datetime import timedelta

import pytest

from packgrid.catalogue.models import FetchState
from packgrid.catalogue.refresh_requests import HEAD_OF_THE_QUEUE
from packgrid.refresh.claims import LaneQueue
from packgrid.refresh.lanes import Lane
from packgrid.refresh.models import HostState
from packgrid.refresh.scheduler import is_ready, lanes_to_work
from refresh.rows import NOW, package

PYPI, OLDER, GITHUB = Lane("pypi"), Lane("pypi-releases"), Lane("github")
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("queue", "host", "expected"),
    [
        (LaneQueue(PYPI, 1, NOW), None, True),
        (LaneQueue(PYPI, 1, NOW), {}, True),
        (LaneQueue(PYPI, 1, NOW), {"rests_until": NOW + MINUTE}, False),
        (LaneQueue(PYPI, 1, NOW), {"rests_until": NOW}, True),
        (LaneQueue(PYPI, 1, NOW), {"last_answer_at": NOW}, True),
        (LaneQueue(GITHUB, 1, NOW), None, True),
        (LaneQueue(GITHUB, 1, NOW), {}, True),
        (LaneQueue(GITHUB, 1, NOW), {"last_answer_at": NOW - 14 * MINUTE}, False),
        (LaneQueue(GITHUB, 1, NOW), {"last_answer_at": NOW - 15 * MINUTE}, True),
        (LaneQueue(GITHUB, 99, NOW), {"last_answer_at": NOW}, False),
        (LaneQueue(GITHUB, 100, NOW), {"last_answer_at": NOW}, True),
        (LaneQueue(GITHUB, 1, HEAD_OF_THE_QUEUE), {"last_answer_at": NOW}, True),
        (LaneQueue(GITHUB, 100, NOW), {"rests_until": NOW + MINUTE}, False),
    ],
)
def test_a_lane_is_worked_when_its_host_is_well_and_a_call_worth_while(settings, queue, host, expected):
    settings.GITHUB_TOKEN = "secret"
    state = None if host is None else HostState(host=queue.lane.name, **host)
    assert is_ready(queue, state, NOW) is expected


@pytest.mark.django_db
def test_what_is_switched_off_or_rests_is_left_alone(settings, django_assert_num_queries):
    settings.GIT_CACHE_BYTES = 0
    package("a", repo_url="https://github.com/a/a")
    package("b", repo_url="https://gitlab.com/b/b")
    HostState.objects.create(host="gitlab at gitlab.com", rests_until=NOW + MINUTE)
    FetchState.objects.filter(package__slug="b", source="pypi").update(due_at=NOW + MINUTE)
    with django_assert_num_queries(2):
        assert set(lanes_to_work(NOW)) == {PYPI, GITHUB}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wait", "rests_for", "lanes"),
    [(-MINUTE, None, [PYPI]), (MINUTE, None, [OLDER]), (MINUTE, -MINUTE, [OLDER]), (MINUTE, MINUTE, [])],
)
def test_old_releases_wait_until_pypi_has_nothing_else_to_answer_and_is_well(wait, rests_for, lanes):
    made = package("a")
    FetchState.objects.update(due_at=NOW + wait)
    FetchState.objects.create(package=made, source="pypi-releases", subject="django-a/1.0", due_at=NOW - MINUTE)
    if rests_for:
        HostState.objects.create(host="pypi", rests_until=NOW + rests_for)
    assert lanes_to_work(NOW) == lanes
