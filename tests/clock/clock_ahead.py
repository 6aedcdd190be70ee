"""Moves the clock of this process ahead by as many days as CLOCK_DAYS_AHEAD says, once; it goes on ticking."""

import os
from datetime import UTC, datetime, timedelta

VARIABLE = "CLOCK_DAYS_AHEAD"


def move() -> None:
    """Start the shifted clock, unless this process has it already or none is asked for."""
    days = int(os.environ.get(VARIABLE) or 0)
    if days and not _moved:
        import time_machine  # noqa: PLC0415 only where it is asked for

        travel = time_machine.travel(datetime.now(UTC) + timedelta(days=days), tick=True)
        travel.start()
        _moved.append(travel)


_moved: list[object] = []
