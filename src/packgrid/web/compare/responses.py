"""Responses with a table: as a page or as a file, with their cache tags."""

from collections.abc import Iterable, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from packgrid.catalogue.cooldown import seconds_to_next_day
from packgrid.comparison.models import Grid
from packgrid.comparison.table import Moment, Side
from packgrid.httpcache import tags
from packgrid.httpcache.policy import cacheable
from packgrid.web.compare.exports import EXPORT_FORMATS, Export
from packgrid.web.compare.page import TablePage
from packgrid.web.compare.state import make_address

AN_HOUR_S, A_MINUTE_S = 3600, 60
"""Supported series change every day; changes are stored a moment after the facts."""


def render_table_page(
    request: HttpRequest, template: str, shown: Mapping[str, object], made: Iterable[str]
) -> HttpResponse:
    """A page with a table (`shown` in the template). It is cached briefly where it shows what has no cache tag."""
    page = shown["shown"]
    is_changing = shown.get("offered") or (isinstance(page, TablePage) and page.state.since)
    fresh_for_s = A_MINUTE_S if is_changing or not isinstance(page, TablePage) else count_fresh_seconds(page)
    return cacheable(render(request, template, shown), made, fresh_for_s=fresh_for_s)


def count_fresh_seconds(page: TablePage) -> float:
    """How long a table is right: an hour, or until one of its releases is a day older."""
    releases = (side.values.get("released") for side in page.table.sides)
    days = [released.at for released in releases if isinstance(released, Moment) and not released.is_month]
    return min(AN_HOUR_S, seconds_to_next_day(days, timezone.now()) or AN_HOUR_S)


def render_export(request: HttpRequest, title: str, page: TablePage, made: Iterable[str]) -> HttpResponse | None:
    """The table in the format that the address asks for, readable from any site; None if it asks for none."""
    form = page.state.form
    if not form:
        return None
    kind, write = EXPORT_FORMATS[form]
    site = request.build_absolute_uri("/")[:-1]
    url = site + request.path + make_address(page.state, form="").rstrip("?")
    answer = HttpResponse(write(Export(title=title, url=url, site=site, table=page.table)), f"{kind}; charset=utf-8")
    name = request.path.strip("/").rpartition("/")[2]
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.{form}"'
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return cacheable(answer, made, fresh_for_s=count_fresh_seconds(page))


def table_tags(sides: Iterable[Side], grids: Iterable[Grid]) -> set[str]:
    """The cache tags of a table."""
    return tags.packages(side.package_id for side in sides) | tags.grids(row.pk for row in grids) | {tags.CATEGORIES}
