"""The contents of the list of grids: a theme, an order, a page."""

from collections.abc import Sequence

import attrs
from django.core.paginator import Page
from django.http import HttpRequest

from packgrid.comparison import queries as comparison
from packgrid.comparison.grid_themes import BY_SLUG, Theme, group_by_theme
from packgrid.comparison.queries import SummedUpGrid
from packgrid.web.lists.kept_reads import keep_grids
from packgrid.web.paging import page_of


@attrs.frozen(kw_only=True)
class GridList:
    """Everything the page shows. `theme` is None for all themes; `asked` are the parameters of its address."""

    theme: Theme | None
    themes: Sequence[tuple[Theme, int]]
    count: int
    page: Page[SummedUpGrid]
    asked: dict[str, str]


def read_grid_list(request: HttpRequest) -> GridList:
    """The page that a request asks for; one query if nothing is kept. An unknown theme stands for all of them."""
    sort, theme = comparison.read_sort(request.GET.get("sort", "")), BY_SLUG.get(request.GET.get("theme", ""))
    grids = keep_grids(sort)
    groups = group_by_theme(grids)
    rows = grids if theme is None else dict(groups).get(theme, [])
    asked = {"theme": theme.slug, "sort": sort} if theme else {"sort": sort}
    return GridList(
        theme=theme,
        themes=[(group, len(members)) for group, members in groups],
        count=len(grids),
        page=page_of(request, rows),
        asked=asked,
    )
