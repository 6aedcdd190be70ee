"""The clock of the suite and the order of its tests."""

import fcntl
import gc
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CLOCK = HERE / "clock"
sys.path.insert(0, str(CLOCK))

import clock_ahead  # noqa: E402 it is beside us, and in the path of the processes that tests start
from django.core.management.color import no_style  # noqa: E402 the clock comes first
from django.core.signals import setting_changed  # noqa: E402 the clock comes first
from django.db import connections  # noqa: E402 the clock comes first
from django.test import TransactionTestCase  # noqa: E402 the clock comes first

from packgrid.lib.git_hosts import name_hosts  # noqa: E402 the clock comes first
from packgrid_process import free_port, get, running, wait_for_text  # noqa: E402 their clock is the same

os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(CLOCK), os.environ.get("PYTHONPATH")]))
os.environ["COLUMNS"] = "200"  # no table is broken by the window of whoever runs the suite
clock_ahead.move()
# Some tests send Ctrl-C, which a shell that runs the suite in its background lets its programs ignore.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Long ones first, so that no worker is left with one at the end; browsers last, because Playwright's event loop stays
# in the thread of its worker.
FIRST, LAST = ("ops", "refresh"), ("browser",)
# Migrations fill them; a test that migrates leaves them as it finds them.
KEPT_TABLES = {"django_content_type", "auth_permission"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests in that order."""
    items.sort(key=lambda item: order(item.path.relative_to(HERE).parts[0]))


def pytest_collection_finish() -> None:
    """Look for garbage more rarely, and not among the modules and tests, which stay."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def order(folder: str) -> int:
    return 0 if folder in FIRST else 2 if folder in LAST else 1


def follow_forges(*, setting: str, value: dict[str, tuple[str, str]] | None, **_details: object) -> None:
    """Know the hosts of FORGES wherever a test sets them, as the settings do at the start of the program."""
    if setting == "FORGES":
        name_hosts({host: kind for host, (kind, _base) in (value or {}).items()})


setting_changed.connect(follow_forges)


def flush_tables(case: TransactionTestCase) -> None:
    """Empty the tables that a transactional test may have written to.

    Django's own flush empties content types and permissions too, and then spends most of its time on making them again.
    """
    for alias in case._databases_names(include_mirrors=False):  # noqa: SLF001 its own flush reads them there
        connection = connections[alias]
        tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        written = [table for table in tables if table not in KEPT_TABLES]
        connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), written))


TransactionTestCase._fixture_teardown = flush_tables  # noqa: SLF001 Django has no setting for it


@pytest.fixture(scope="session")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as a first start leaves it, made once for all workers: copy it, and do not write to it."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / "first_start"
    with (shared / "first_start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = shared / "first_start_unfinished"
            with first_start_log(folder).open("w") as log, running(unfinished, port := free_port(), log=log) as process:
                assert get(port, "/")[0] == 200
                wait_for_text(first_start_log(folder), "Press Ctrl-C to stop.")
            assert process.returncode == 0
            unfinished.rename(folder)
    return folder


def first_start_log(folder: Path) -> Path:
    """The file with the output of the first start that made a data folder."""
    return folder.with_suffix(".log")


@pytest.fixture(scope="session")
def said_at_first_start(first_start: Path) -> str:
    return first_start_log(first_start).read_text()


@pytest.fixture
def started_data(first_start: Path, tmp_path: Path) -> Path:
    """A data folder of the test's own, as a first start leaves it."""
    return shutil.copytree(first_start, tmp_path / "data")


@pytest.fixture(autouse=True)
def without_kept_values() -> Iterator[None]:
    """Each test has a database of its own, so none may see what another one kept."""
    yield
    from packgrid.httpcache.kept_values import KEPT  # noqa: PLC0415 the settings come first

    KEPT.values.clear()
    KEPT.listener.close_connection()
