"""Lanes: one queue before one host, with its own pace, so that a slow or sick host holds up nobody else."""

from datetime import datetime, timedelta

import attrs
from django.conf import settings

from packgrid.catalogue.source_names import (
    DEPSDEV,
    GIT,
    GITHUB,
    OSV,
    PYPI,
    PYPI_PROVENANCE,
    PYPI_RELEASES,
    PYPISTATS,
    TOP_DOWNLOADS,
    name_source,
)
from packgrid.lib import git_hosts
from packgrid.refresh.host_access import token_of


@attrs.frozen
class Lane:
    """A source and the host that it asks; "" where the source has but one."""

    source: str
    host: str = ""

    @property
    def name(self) -> str:
        """How it is stored: "pypi", "git at github.com"."""
        return f"{self.source} at {self.host}" if self.host else self.source

    @property
    def title(self) -> str:
        """How people read it: "PyPI", "the index acme", "git at github.com"."""
        if self.source == PYPI:
            return name_source(PYPI, self.host)
        return self.name.replace(self.source, name_source(self.source), 1)


@attrs.frozen
class Pace:
    """How a lane is worked: so many questioners at a time, each taking so many rows, with a pause before each call."""

    at_once: int
    rows: int
    pause_s: float = 0


# The gentle and the quick pace of each source; the usual ones are those of all others.
PACES = {
    PYPI: (Pace(2, 5, 0.2), Pace(32, 16)),
    PYPI_RELEASES: (Pace(1, 5, 0.5), Pace(4, 8)),
    PYPI_PROVENANCE: (Pace(1, 5, 0.5), Pace(4, 8)),
    PYPISTATS: (Pace(1, 1, 2), Pace(1, 1, 2)),
    OSV: (Pace(1, 1000, 1), Pace(1, 1000)),
    GITHUB: (Pace(1, 100), Pace(2, 100)),
    GIT: (Pace(2, 1), Pace(4, 1)),
    DEPSDEV: (Pace(1, 500), Pace(1, 500)),
    TOP_DOWNLOADS: (Pace(1, 1000), Pace(1, 1000)),
}
USUAL_PACES = (Pace(1, 5, 0.2), Pace(4, 8))


def pace_of(lane: Lane, *, is_quick: bool) -> Pace:
    """The pace of a lane: quick when somebody waits for it, else gentle."""
    gentle, quick = PACES.get(lane.source, USUAL_PACES)
    return quick if is_quick else gentle


AFTER = {PYPI_RELEASES: PYPI, PYPI_PROVENANCE: PYPI}
"""Lanes that are worked in spare time: when this other lane of the same host has nothing to do."""


def has_large_calls(lane: Lane) -> bool:
    """True if a call of this lane carries many questions, so that it is worth waiting for a full one."""
    return lane.source in {OSV, DEPSDEV, TOP_DOWNLOADS} or (
        lane.source == GITHUB and bool(token_of(lane.host or git_hosts.GITHUB.service_host))
    )


def fixed_wait(source: str) -> timedelta | None:
    """The time after which a source is asked again, whatever changed; None where that depends on the changes."""
    wait: timedelta = settings.OSV_EVERY
    return wait if source == OSV else None


def fixed_time(source: str, now: datetime) -> datetime | None:
    """The moment at which a source is asked again about all packages at once; None where each has a time of its own.

    A new list of downloads comes at the beginning of a month.
    """
    if source != TOP_DOWNLOADS:
        return None
    next_month = now.replace(day=1) + timedelta(days=32)
    return next_month.replace(day=LIST_IS_THERE_ON, hour=0, minute=0, second=0, microsecond=0)


LIST_IS_THERE_ON = 3
"""The day of the month."""
