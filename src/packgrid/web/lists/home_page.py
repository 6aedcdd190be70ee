"""The contents of the home page."""

from collections.abc import Sequence
from datetime import datetime

import attrs

from packgrid.catalogue import queries as catalogue
from packgrid.catalogue.models import Category, Package
from packgrid.comparison import queries as comparison
from packgrid.comparison.models import Grid
from packgrid.history.trending import Trend, find_trending
from packgrid.web.compare.comparisons import OfferedComparison, offer_comparisons

SHOWN_PACKAGES = 8


@attrs.frozen(kw_only=True)
class HomePage:
    """Everything the page shows."""

    grids: Sequence[Grid]
    grid_count: int
    categories: Sequence[Category]
    newest: Sequence[Package]
    released: Sequence[Package]
    starred: Sequence[Package]
    trends: Sequence[Trend]
    compared: Sequence[OfferedComparison]


def read_home_page(now: datetime) -> HomePage:
    """The page as it is now; sixteen queries. The packages with most stars replace the trends where there are none."""
    trends = find_trending(SHOWN_PACKAGES, now=now)
    return HomePage(
        grids=comparison.header_grids(),
        grid_count=comparison.grid_count(),
        categories=catalogue.list_categories(),
        newest=catalogue.newest_packages(SHOWN_PACKAGES),
        released=catalogue.last_released_packages(SHOWN_PACKAGES),
        starred=[] if trends else catalogue.most_starred_packages(SHOWN_PACKAGES),
        trends=trends,
        compared=offer_comparisons(),
    )
