"""Statistics of the catalogue, and how fresh it is."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import attrs

from packgrid.catalogue import queries as catalogue
from packgrid.catalogue.queries import CountedCategory
from packgrid.comparison import queries as comparison
from packgrid.comparison.queries import SummedUpGrid
from packgrid.lib.git_hosts import HOSTS
from packgrid.lib.version_series import DJANGO, PYTHON, series_names
from packgrid.refresh.queries import LaneStatus, read_lane_status
from packgrid.search.facet_counts import count_values

LARGEST_GRIDS = 20
STATUSES = (
    *("maintained", "finished", "unmaintained", "archived", "deprecated", "superseded", "vulnerable"),
    *("gone", "quarantined"),
)

type Counts = Sequence[tuple[str, int]]


@attrs.frozen(kw_only=True)
class Statistics:
    """Everything the page shows. `sources` are the lanes of the refresher by title, the largest first."""

    package_count: int
    grid_count: int
    categories: Sequence[CountedCategory]
    grids: Sequence[SummedUpGrid]
    statuses: Counts
    djangos: Counts
    pythons: Counts
    hosts: Counts
    sources: Sequence[tuple[str, LaneStatus]]


def read_statistics(now: datetime) -> Statistics:
    """The statistics of now; eleven queries."""
    categories = catalogue.list_categories()
    return Statistics(
        package_count=catalogue.count_packages(categories),
        grid_count=comparison.grid_count(),
        categories=categories,
        grids=comparison.list_grids("-packages")[:LARGEST_GRIDS],
        statuses=drop_zeros(count_values("is", STATUSES)),
        djangos=drop_zeros(reversed(count_values("django", series_names(DJANGO)))),
        pythons=drop_zeros(reversed(count_values("python", series_names(PYTHON)))),
        hosts=sorted(drop_zeros(count_values("host", HOSTS)), key=lambda pair: -pair[1]),
        sources=[(row.lane.title, row) for row in sorted(read_lane_status(now), key=lambda row: -row.rows)],
    )


def drop_zeros(counts: Iterable[tuple[str, int]]) -> Counts:
    """The counts above 0."""
    return [(name, count) for name, count in counts if count]
