import os
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError

from packgrid.assessment.models import Assessment
from packgrid.catalogue.models import Facts, FetchState
from packgrid.refresh.engines.embedded import EmbeddedEngine
from packgrid.refresh.models import HostState
from refresh.rows import package
from sources.documents import project_document

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_S = 60


@contextmanager
def running(*, has_bug: bool = False, **changes: Any):
    """An engine that runs; a bug that it survives fails the test unless it is expected."""
    engine = EmbeddedEngine(**{"tick_s": 0.02, "sweep_s": 0.02, "fault_s": 0.05, "is_quick": True} | changes)
    engine.start()
    try:
        yield engine
    finally:
        began = time.monotonic()
        engine.stop()
        assert time.monotonic() - began < PATIENCE_S
        assert not engine.thread.is_alive()
    assert (engine.last_bug is not None) == has_bug


def eventually(holds):
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def packages(index, count: int) -> list[str]:
    slugs = [f"p{number:02}" for number in range(count)]
    for slug in slugs:
        package(slug)
        index.documents[f"django-{slug}"] = project_document(f"django-{slug}")
    return slugs


def test_it_refreshes_what_is_due_and_what_is_new(index, announced):
    slugs = packages(index, 12)
    FetchState.objects.filter(package__slug__in=slugs[6:]).delete()
    with running():
        eventually(lambda: len(announced) == 12)
    assert sorted(index.names) == [f"django-{slug}" for slug in slugs]
    assert Facts.objects.filter(version="1.0").count() == 12
    assert not FetchState.objects.filter(due_at__lte=datetime.now(UTC)).exists()


def test_gently_is_two_at_a_time(index, announced):
    packages(index, 4)
    index.slow["*"] = 0.05
    with running(is_quick=False):
        eventually(lambda: announced)
    assert index.most_under_way <= 2


def test_it_stops_in_the_middle_of_a_request_and_leaves_it_due(index):
    packages(index, 1)
    index.slow["*"] = 60
    with running():
        eventually(lambda: index.under_way == 1)
    state = FetchState.objects.get()
    assert (state.last_answer, state.claim) == ("", "")
    assert state.due_at <= datetime.now(UTC)


def test_it_stops_at_once_and_twice_and_unstarted():
    engine = EmbeddedEngine()
    engine.stop()
    with running() as engine:
        pass
    engine.stop()


def test_a_sick_host_rests_then_one_question_tries_it(index, announced):
    packages(index, 40)
    index.instead["*"] = (502, {}, b"")
    with running():
        eventually(lambda: HostState.objects.filter(rests_until__gt=datetime.now(UTC)).exists())
        eventually(lambda: not FetchState.objects.exclude(claim="").exists())
        tried = len(index.asked)
        assert 5 <= tried <= 16
        time.sleep(0.1)
        assert len(index.asked) == tried
        HostState.objects.update(rests_until=datetime.now(UTC) - timedelta(seconds=1))
        eventually(lambda: len(index.asked) > tried)
        time.sleep(0.1)
        assert len(index.asked) == tried + 1
        index.instead.clear()
        HostState.objects.update(rests_until=datetime.now(UTC) - timedelta(seconds=1))
        eventually(lambda: len(announced) == 40 - tried - 1)
    host = HostState.objects.get()
    assert (host.host, host.failures_in_a_row, host.last_error) == ("pypi", 0, "")


def test_a_request_to_leave_it_alone_is_heeded(index):
    packages(index, 3)
    index.instead["*"] = (429, {"Retry-After": "3600"}, b"")
    with running():
        eventually(HostState.objects.exists)
        time.sleep(0.2)
    assert len(index.asked) == 1
    assert FetchState.objects.filter(last_answer="", claim="").count() == 2
    assert timedelta(minutes=59) < HostState.objects.get().rests_until - datetime.now(UTC) < timedelta(minutes=61)


def test_a_bug_is_logged_and_it_goes_on(index, announced, caplog, settings):
    packages(index, 1)
    url = settings.PYPI_URL
    del settings.PYPI_URL
    with running(has_bug=True):
        said = "refreshing from PyPI failed because of a bug in Packgrid (AttributeError). It will be tried again"
        eventually(lambda: said in caplog.text)
        assert "Traceback" in caplog.text
        settings.PYPI_URL = url
        eventually(lambda: announced)
    assert Facts.objects.get().version == "1.0"


def test_a_database_that_is_away_for_a_while_is_no_bug(caplog):
    engine = EmbeddedEngine()
    engine.log_failure("looking for what is due", OperationalError("database is locked"))
    assert engine.last_bug is None
    assert "failed because of the database (database is locked). It will be tried again" in caplog.text


@pytest.mark.skipif(sys.platform != "linux", reason="a thread has a priority of its own on Linux alone")
def test_it_gives_way_to_whoever_reads():
    with running() as engine:
        eventually(lambda: os.getpriority(os.PRIO_PROCESS, engine.thread.native_id) == 5)
    assert os.getpriority(os.PRIO_PROCESS, 0) == 0


def test_without_sources_it_assesses_and_asks_nobody(index):
    (slug,) = packages(index, 1)
    with running(asks_sources=False) as engine:
        eventually(lambda: Assessment.objects.filter(package__slug=slug).exists())
        assert engine.says == "off (PACKGRID_REFRESH=off)"
    assert index.names == []
    assert engine.working == {}
