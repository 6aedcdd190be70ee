"""Sitemaps (sitemaps.org, protocol 0.9): an index and a file for each kind of page."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, overload

import attrs
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemaps
from django.db.models import Max, Min, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from packgrid.catalogue.models import Package
from packgrid.catalogue.visibility import visible_packages
from packgrid.comparison import queries as comparison
from packgrid.comparison.models import Grid
from packgrid.httpcache import tags
from packgrid.httpcache.policy import cacheable

A_DAY_S = 24 * 3600
STATIC_PAGES = ("home", "packages", "grids", "latest", "liked", "changes", "readiness", "statistics", "about", "help")


class PackageSitemap(Sitemap[Package]):
    """Every package that may be seen."""

    limit = 2000

    def items(self) -> "PackagesById":
        return PackagesById(visible_packages().only("slug", "modified"))

    def lastmod(self, item: Package) -> datetime:
        return item.modified

    def get_latest_lastmod(self) -> None:
        """None: to find it would read every package, and one of them changes all the time."""


@attrs.frozen
class PackagesById(Sequence[Package]):
    """Packages indexed by id, so that nothing is counted and a page does not read the pages before it.

    Ids of deleted and hidden packages are skipped: a slice may have fewer rows than its length.
    """

    rows: QuerySet[Package]

    def __len__(self) -> int:
        """The number of ids from the first to the last; two queries."""
        first, last = self.id_range
        return last - first + 1

    @overload
    def __getitem__(self, part: int) -> Package: ...
    @overload
    def __getitem__(self, part: slice) -> list[Package]: ...
    def __getitem__(self, part: int | slice) -> Package | list[Package]:
        """The packages between two ids; three queries."""
        first, _last = self.id_range
        if isinstance(part, int):
            return self.rows.get(pk=first + part)
        return list(self.rows.filter(pk__gte=first + part.start, pk__lt=first + part.stop).order_by("pk"))

    @property
    def id_range(self) -> tuple[int, int]:
        """The first id and the last, by two queries: SQLite would scan the table for both at once."""
        first, last = (self.rows.aggregate(end=end("pk"))["end"] for end in (Min, Max))
        return first or 1, last or 0


class GridSitemap(Sitemap[Grid]):
    """Every grid that has packages."""

    def items(self) -> QuerySet[Grid]:
        return comparison.grids_with_counts().order_by("pk")

    def lastmod(self, item: Grid) -> datetime:
        return item.modified


class StaticSitemap(Sitemap[str]):
    """The pages that are always there."""

    def items(self) -> tuple[str, ...]:
        return STATIC_PAGES

    def location(self, item: str) -> str:
        return reverse(item)


SECTIONS: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {
    "static": StaticSitemap,
    "packages": PackageSitemap,
    "grids": GridSitemap,
}


def show_index(request: HttpRequest) -> HttpResponse:
    """The list of the sitemaps."""
    answer = sitemaps.index(request, SECTIONS, sitemap_url_name="sitemap").render()
    return cacheable(answer, [tags.PACKAGES, tags.GRIDS], fresh_for_s=A_DAY_S)


def show_section(request: HttpRequest, section: str) -> HttpResponse:
    """One sitemap; a large one has pages (`?p=2`)."""
    answer = sitemaps.sitemap(request, SECTIONS, section).render()
    return cacheable(answer, [tags.PACKAGES, tags.GRIDS], fresh_for_s=A_DAY_S)
