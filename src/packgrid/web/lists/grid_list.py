"""The contents of the list of grids: those of a theme, or those that answer a question."""

from collections.abc import Sequence
from datetime import UTC, datetime
from math import sqrt

import attrs
from django.core.paginator import Page
from django.http import HttpRequest

from packgrid.comparison import queries as comparison
from packgrid.comparison.grid_themes import BY_SLUG, Theme, group_by_theme
from packgrid.comparison.proposed_descriptions import read_proposed_descriptions
from packgrid.comparison.queries import SummedUpGrid
from packgrid.search.query import MAX_RANKED, search
from packgrid.search.query_language import MAX_QUERY_LENGTH, parse_query
from packgrid.web.lists.kept_reads import keep_grids
from packgrid.web.paging import page_of

BEST_PACKAGES = 30
MOST_BY_PACKAGES = 10
LEAST_MEMBERS = 2
"""A grid answers a question by its packages, if so many of the best packages are in it, or the very best one."""


@attrs.frozen(kw_only=True)
class GridList:
    """Everything the page shows. `theme` is None for all themes; `asked` are the parameters of its address.

    `proposed` are the descriptions that are proposed for grids of the page without one, by id.
    """

    text: str
    theme: Theme | None
    themes: Sequence[tuple[Theme, int]]
    count: int
    page: Page[SummedUpGrid]
    proposed: dict[int, str]
    asked: dict[str, str]


def read_grid_list(request: HttpRequest) -> GridList:
    """The page that a request asks for; two queries if nothing is kept, a few more for a question.

    An unknown theme stands for all of them; a question is asked about all of them, too.
    """
    text = request.GET.get("q", "").strip()[:MAX_QUERY_LENGTH]
    sort, theme = comparison.read_sort(request.GET.get("sort", "")), BY_SLUG.get(request.GET.get("theme", ""))
    grids = keep_grids(sort)
    groups = group_by_theme(grids)
    if text:
        page, asked, theme = page_of(request, find_grids(text, grids)), {"q": text}, None
    else:
        page = page_of(request, dict(groups).get(theme, []) if theme else grids)
        asked = {"theme": theme.slug, "sort": sort} if theme else {"sort": sort}
    return GridList(
        text=text,
        theme=theme,
        themes=[(group, len(members)) for group, members in groups],
        count=len(grids),
        page=page,
        proposed=read_proposed_descriptions({grid.pk: grid.title for grid in page if not grid.description}),
        asked=asked,
    )


def find_grids(text: str, grids: Sequence[SummedUpGrid]) -> list[SummedUpGrid]:
    """Those of the grids that a search finds, then those in which many of the packages are that it finds."""
    results = search(parse_query(text), limit=MAX_RANKED, now=datetime.now(UTC))
    hits = [hit for hit in (*results.grids, *results.entries) if hit.grid_id]
    package_ids = [hit.package_id for hit in results.entries if hit.package_id][:BEST_PACKAGES]
    by_id = {grid.pk: grid for grid in grids}
    found = {hit.grid_id: by_id[hit.grid_id] for hit in hits if hit.grid_id in by_id}
    return [*found.values(), *(grid for grid in rank_by_packages(package_ids, by_id) if grid.pk not in found)]


def rank_by_packages(package_ids: Sequence[int], grids: dict[int, SummedUpGrid]) -> list[SummedUpGrid]:
    """The grids that have the first or several of these packages, those first of whose packages they are most.

    Two queries.
    """
    counts, with_best = map(comparison.count_members_by_grid, (package_ids, package_ids[:1]))
    inside = [grid for pk, grid in grids.items() if pk in with_best or counts[pk] >= LEAST_MEMBERS]
    return sorted(inside, key=lambda grid: -counts[grid.pk] / sqrt(grid.package_count))[:MOST_BY_PACKAGES]
