"""Packages side by side: grids and comparisons, each also for a frame on another site, and timesheets."""

import attrs
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override

from packgrid.comparison import queries as comparison
from packgrid.comparison.models import Grid
from packgrid.comparison.side_queries import MOST_SIDES, sides_of
from packgrid.httpcache import tags
from packgrid.httpcache.policy import cacheable
from packgrid.web.addresses import make_absolute_url
from packgrid.web.compare import comparisons
from packgrid.web.compare.frame_policy import FRAME_POLICY
from packgrid.web.compare.grid_table import GridTable, keep_grid_table
from packgrid.web.compare.page import TablePage, make_table_page
from packgrid.web.compare.private_compression import compress_private
from packgrid.web.compare.responses import AN_HOUR_S, render_export, render_table_page, table_tags
from packgrid.web.compare.stack_marks import read_stack_marks
from packgrid.web.compare.state import is_untidy, make_address, make_address_without_picked, read_state
from packgrid.web.compare.timesheet import make_timesheet
from packgrid.web.lookups import find_or_404


@compress_private
def grid(request: HttpRequest, slug: str) -> HttpResponse:
    """All packages of a grid side by side, or the table as a file."""
    state = read_state(request.GET, timezone.now())
    if request.GET.get("do") == "hide":
        return HttpResponseRedirect(make_address_without_picked(state))
    if is_untidy(request.GET):
        return HttpResponseRedirect(make_address(state, named=()))
    found = find_or_404(comparison.grid_by_slug, slug)
    page, made, table = read_grid_page(request, found)
    shown = {
        "grid": found,
        "shown": page,
        "proposed": table.proposed,
        "marks": table.marks,
        "embed": reverse("grid-embed", args=[slug]),
        "page_url": make_absolute_url(request, found.get_absolute_url()),
        "picture_url": make_absolute_url(request, reverse("grid-picture", args=[slug])),
    }
    return render_export(request, found.title, page, made) or render_table_page(
        request, "web/compare/grid.html", shown, made
    )


@xframe_options_exempt
@csp_override(FRAME_POLICY)
def grid_embed(request: HttpRequest, slug: str) -> HttpResponse:
    """The table of a grid alone, for a frame on any site."""
    found = find_or_404(comparison.grid_by_slug, slug)
    page, made, _ = read_grid_page(request, found)
    url = found.get_absolute_url() + page.form.own_url
    return render_table_page(
        request, "web/compare/embed.html", {"shown": page, "title": found.title, "page_url": url}, made
    )


def read_grid_page(request: HttpRequest, found: Grid) -> tuple[TablePage, set[str], GridTable]:
    """The table of a grid in the state of the address, its cache tags, and what is kept; no query if it is kept."""
    now, table = timezone.now(), keep_grid_table(found)
    state = attrs.evolve(read_state(request.GET, now), named=())
    page = make_table_page(table.sides, [table.part], state, now, answers=table.answers)
    return page, table_tags(table.sides, [found]), table


def grid_packages(_request: HttpRequest, slug: str) -> HttpResponse:
    """The packages of a grid as a list, by the search."""
    return redirect(f"{reverse('search')}?q=grid%3A{slug}", permanent=True)


def timesheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The timeline of the packages of a grid."""
    now, found = timezone.now(), find_or_404(comparison.grid_by_slug, slug)
    sides = sides_of(found, now)
    page = render(request, "web/compare/timesheet.html", {"grid": found, "sheet": make_timesheet(sides, now)})
    return cacheable(page, table_tags(sides, [found]), fresh_for_s=AN_HOUR_S)


@compress_private
def compare(request: HttpRequest) -> HttpResponse:
    """Any packages side by side, or the table as a file."""
    now = timezone.now()
    state = read_state(request.GET, now, default_sort="")
    if is_untidy(request.GET):
        return HttpResponseRedirect(make_address(state))
    compared = comparisons.make_comparison(state, now)
    made = table_tags(compared.sides, [part.grid for part in compared.parts])
    if file := render_export(request, compared.title, compared.page, made):
        return file
    if not comparisons.is_robot(request.headers.get("User-Agent", "")):
        comparisons.remember_comparison(compared, now)
    shown = {
        "shown": compared.page,
        "title": compared.title,
        "compared": compared,
        "marks": read_stack_marks(compared.sides),
        "missing": list(comparisons.find_missing_names(compared)),
        "most": MOST_SIDES,
        "offered": () if compared.is_comparison else comparisons.offer_comparisons(),
        "grids": () if compared.is_comparison else comparison.header_grids(),
        "embed": reverse("compare-embed"),
    }
    others = set() if compared.is_complete else {tags.PACKAGES, tags.GRIDS}
    return render_table_page(request, "web/compare/compare.html", shown, made | others)


@xframe_options_exempt
@csp_override(FRAME_POLICY)
def compare_embed(request: HttpRequest) -> HttpResponse:
    """The table of a comparison alone, for a frame on any site."""
    now = timezone.now()
    compared = comparisons.make_comparison(read_state(request.GET, now, default_sort=""), now)
    shown = {
        "shown": compared.page,
        "title": compared.title,
        "page_url": reverse("compare") + compared.page.form.own_url,
    }
    made = table_tags(compared.sides, [part.grid for part in compared.parts])
    return render_table_page(request, "web/compare/embed.html", shown, made | {tags.PACKAGES})
