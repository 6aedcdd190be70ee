"""The clock of the suite and the order of its tests."""

import os
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CLOCK = HERE / "clock"
sys.path.insert(0, str(CLOCK))

import clock_ahead  # noqa: E402 it is beside us, and in the path of the processes that tests start

os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(CLOCK), os.environ.get("PYTHONPATH")]))
os.environ["COLUMNS"] = "200"  # no table is broken by the window of whoever runs the suite
clock_ahead.move()

# Long ones first, so that no worker is left with one at the end; browsers last, because Playwright's event loop stays
# in the thread of its worker.
FIRST, LAST = ("ops", "refresh"), ("browser",)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests in that order."""
    items.sort(key=lambda item: order(item.path.relative_to(HERE).parts[0]))


def order(folder: str) -> int:
    return 0 if folder in FIRST else 2 if folder in LAST else 1
