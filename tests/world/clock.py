"""The world's own time, which tests move."""

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """It starts at a moment, runs `factor` times as fast as ours (0: stands still) and can be moved forward."""

    def __init__(self, started_at: datetime, factor: float = 0) -> None:
        self.started_at = started_at.astimezone(UTC)
        self.factor = factor
        self.moved = timedelta()
        self.began_s = time.monotonic()

    @property
    def now(self) -> datetime:
        """The present moment, in UTC."""
        return self.started_at + self.moved + timedelta(seconds=self.factor * (time.monotonic() - self.began_s))

    def advance(self, **by: float) -> datetime:
        """The moment after moving on by so many weeks, days, hours, minutes or seconds, never back."""
        step = timedelta(**by)
        if step < timedelta():
            raise ValueError("time moves forward only")
        self.moved += step
        return self.now
