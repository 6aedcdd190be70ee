"""The contents of the home page."""

from collections.abc import Sequence
from datetime import UTC, datetime

import attrs

from packgrid.catalogue.listed_packages import (
    ListedPackage,
    last_released_ids,
    most_starred_ids,
    newest_packages,
    read_listed_packages,
)
from packgrid.catalogue.queries import CountedCategory
from packgrid.comparison import queries as comparison
from packgrid.comparison.queries import ListedGrid
from packgrid.history.trending import Trend, find_trending
from packgrid.httpcache.kept_values import keep
from packgrid.web.compare.comparisons import OfferedComparison, offer_comparisons
from packgrid.web.lists.kept_reads import EVERYTHING, keep_categories

SHOWN_PACKAGES = 8
FRESH_FOR_S = 60
"""How old recent comparisons and trends may be, of which no cache tag tells."""


@attrs.frozen(kw_only=True)
class HomePage:
    """Everything the page shows."""

    grids: Sequence[ListedGrid]
    grid_count: int
    categories: Sequence[CountedCategory]
    newest: Sequence[ListedPackage]
    released: Sequence[ListedPackage]
    starred: Sequence[ListedPackage]
    trends: Sequence[Trend]
    compared: Sequence[OfferedComparison]


def keep_home_page() -> HomePage:
    """The page as it is now, kept until something on it changes, and for a minute at most."""
    return keep(
        "home page", EVERYTHING, lambda: read_home_page(datetime.now(UTC)), fresh_for_s=lambda _page: FRESH_FOR_S
    )


def read_home_page(now: datetime) -> HomePage:
    """The page as it is now; fourteen queries. The packages with most stars replace the trends where there are none."""
    trends = find_trending(SHOWN_PACKAGES, now=now)
    released_ids = last_released_ids(SHOWN_PACKAGES)
    starred_ids = [] if trends else most_starred_ids(SHOWN_PACKAGES)
    found = read_listed_packages({*released_ids, *starred_ids})
    return HomePage(
        grids=comparison.header_grids(),
        grid_count=comparison.grid_count(),
        categories=keep_categories(),
        newest=newest_packages(SHOWN_PACKAGES),
        released=[found[pk] for pk in released_ids if pk in found],
        starred=[found[pk] for pk in starred_ids if pk in found],
        trends=trends,
        compared=offer_comparisons(),
    )
