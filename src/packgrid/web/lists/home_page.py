"""The contents of the home page."""

from collections.abc import Sequence
from datetime import UTC, datetime

import attrs

from packgrid.catalogue.listed_packages import (
    ListedPackage,
    last_released_ids,
    most_downloaded_ids,
    most_starred_ids,
    read_listed_packages,
)
from packgrid.catalogue.queries import CountedCategory, count_packages
from packgrid.comparison import queries as comparison
from packgrid.comparison.grid_themes import Theme, group_by_theme
from packgrid.comparison.queries import ListedGrid, SummedUpGrid
from packgrid.history.recent_events import Event, newest_events
from packgrid.history.trending import Trend, find_trending
from packgrid.httpcache.kept_values import keep
from packgrid.web.change_sentences import make_event_sentence
from packgrid.web.compare.comparisons import OfferedComparison, offer_comparisons
from packgrid.web.lists.kept_reads import EVERYTHING, keep_categories, keep_grids

SHOWN_PACKAGES = 8
SHOWN_GRIDS = 4
LARGEST_FIRST = "-packages"
FRESH_FOR_S = 60
"""How old recent comparisons and trends may be, of which no cache tag tells."""


@attrs.frozen
class ThemeTile:
    """A theme with the number of its grids and the largest of them."""

    theme: Theme
    count: int
    largest: Sequence[SummedUpGrid]


@attrs.frozen(kw_only=True)
class HomePage:
    """Everything the page shows. Shelves of which nothing is known are empty."""

    package_count: int
    grid_count: int
    categories: Sequence[CountedCategory]
    grids: Sequence[ListedGrid]
    themes: Sequence[ThemeTile]
    compared: Sequence[OfferedComparison]
    trends: Sequence[Trend]
    starred: Sequence[ListedPackage]
    downloaded: Sequence[ListedPackage]
    released: Sequence[ListedPackage]
    events: Sequence[tuple[Event, str]]


def keep_home_page() -> HomePage:
    """The page as it is now, kept until something on it changes, and for a minute at most."""
    return keep(
        "home page", EVERYTHING, lambda: read_home_page(datetime.now(UTC)), fresh_for_s=lambda _page: FRESH_FOR_S
    )


def read_home_page(now: datetime) -> HomePage:
    """The page as it is now; sixteen queries at most.

    Where there are no trends, the packages with most downloads stand in their place, else those with most stars.
    """
    trends = find_trending(SHOWN_PACKAGES, now=now)
    released_ids = last_released_ids(SHOWN_PACKAGES)
    downloaded_ids = [] if trends else most_downloaded_ids(SHOWN_PACKAGES)
    starred_ids = [] if trends or downloaded_ids else most_starred_ids(SHOWN_PACKAGES)
    found = read_listed_packages({*released_ids, *starred_ids, *downloaded_ids})
    categories, grids = keep_categories(), keep_grids(LARGEST_FIRST)
    return HomePage(
        package_count=count_packages(categories),
        grid_count=len(grids),
        categories=[category for category in categories if category.package_count],
        grids=comparison.header_grids(),
        themes=make_theme_tiles(grids),
        compared=offer_comparisons(),
        trends=trends,
        starred=[found[pk] for pk in starred_ids if pk in found],
        downloaded=[found[pk] for pk in downloaded_ids if pk in found],
        released=[found[pk] for pk in released_ids if pk in found],
        events=[(event, make_event_sentence(event)) for event in newest_events(limit=SHOWN_PACKAGES)],
    )


def make_theme_tiles(grids: Sequence[SummedUpGrid]) -> list[ThemeTile]:
    """The themes of these grids, each with the first few of its grids."""
    return [ThemeTile(theme, len(rows), rows[:SHOWN_GRIDS]) for theme, rows in group_by_theme(grids)]
