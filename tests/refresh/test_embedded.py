import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from packgrid.catalogue.models import Facts
from packgrid.refresh.engines import embedded
from packgrid.refresh.engines.embedded import EmbeddedEngine
from packgrid.refresh.fetch import GENTLY, Kind, Pace
from packgrid.refresh.models import FetchState
from packgrid.refresh.refreshing import Outcome
from refresh.rows import package
from sources.documents import project_document

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_S = 10


@contextmanager
def running(**changes: Any):
    engine = EmbeddedEngine(**{"pace": Pace(1, 0.001), "idle_s": 0.05, "fault_s": 0.05} | changes)
    engine.start()
    try:
        yield engine
    finally:
        began = time.monotonic()
        engine.stop()
        assert time.monotonic() - began < 2
        assert not engine.thread.is_alive()


def eventually(holds):
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def documents(index, slugs):
    for slug in slugs:
        index.documents[f"django-{slug}"] = project_document(f"django-{slug}")


def test_it_refreshes_what_is_due_one_after_the_other(index, announced):
    slugs = [f"p{number:02}" for number in range(12)]
    documents(index, slugs)
    for slug in slugs:
        package(slug)
    with running() as engine:
        eventually(lambda: len(announced) == 12)
        assert engine.thread.is_alive()
    assert index.names == [f"django-{slug}" for slug in slugs]
    assert index.most_under_way == 1
    assert Facts.objects.filter(version="1.0").count() == 12
    assert not FetchState.objects.filter(due_at__lte=datetime.now(UTC)).exists()


def test_when_idle_it_finds_new_packages_and_else_rests_until_something_is_due():
    engine = EmbeddedEngine()
    assert engine.idle() == 60
    package()
    FetchState.objects.all().delete()
    assert engine.idle() == 0
    FetchState.objects.update(due_at=datetime.now(UTC) + timedelta(seconds=30))
    assert 29 < engine.idle() <= 30
    FetchState.objects.update(due_at=datetime.now(UTC) + timedelta(days=1))
    assert engine.idle() == 60


def test_it_stops_in_the_middle_of_a_request_and_leaves_it_due(index):
    package()
    documents(index, "a")
    index.slow["*"] = 60
    with running():
        eventually(lambda: index.under_way == 1)
    assert FetchState.objects.get().last_answer == ""
    assert FetchState.objects.get().due_at <= datetime.now(UTC)


def test_it_stops_at_once_and_twice_and_unstarted():
    engine = EmbeddedEngine()
    engine.stop()
    with running() as engine:
        pass
    engine.stop()


def test_without_a_network_it_says_so_once_rests_and_goes_on(index, announced, caplog):
    for number in range(8):
        package(f"p{number}")
    documents(index, [f"p{number}" for number in range(8)])
    index.instead["*"] = (502, {}, b"")
    with running(idle_s=0.3):
        eventually(lambda: "rests" in caplog.text)
        assert len(index.asked) == 3
        index.instead.clear()
        eventually(lambda: len(announced) == 5)
    first, second = [record.message for record in caplog.records if record.name == embedded.__name__]
    assert (first.startswith("refreshing rests: "), "502" in first) == (True, True)
    assert second == "refreshing goes on: PyPI answers again"
    assert Facts.objects.filter(version="1.0").count() == 5


def test_a_request_to_leave_it_alone_is_heeded(index, caplog):
    for slug in "abc":
        package(slug)
    index.instead["*"] = (429, {"Retry-After": "3600"}, b"")
    with running():
        eventually(lambda: "PyPI asks to be left alone until" in caplog.text)
        time.sleep(0.2)
    assert len(index.asked) == 1
    assert FetchState.objects.filter(last_answer="").count() == 2


def test_a_fault_is_logged_and_it_goes_on(index, announced, caplog, settings):
    package()
    documents(index, "a")
    url = settings.PYPI_URL
    del settings.PYPI_URL
    with running():
        eventually(lambda: "the refresher met a fault" in caplog.text)
        settings.PYPI_URL = url
        eventually(lambda: announced)
    assert Facts.objects.get().version == "1.0"


@pytest.mark.parametrize(
    ("failures", "rest_s"), [(0, 0), (1, 0), (2, 60), (3, 120), (4, 240), (5, 480), (6, 900), (5000, 900)]
)
def test_it_rests_ever_longer(failures, rest_s):
    engine = EmbeddedEngine(unreachable_in_a_row=failures)
    assert engine.rest_after(Outcome("a", Kind.UNAVAILABLE)) == rest_s
    assert engine.rest_after(Outcome("a", Kind.GONE)) == 0
    assert engine.unreachable_in_a_row == 0


def test_it_asks_at_most_about_two_a_second():
    assert EmbeddedEngine().pace == GENTLY == Pace(at_once=1, pause_s=0.5)
