"""Packages side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from packgrid.comparison import queries as comparison
from packgrid.comparison.table import grid_table
from packgrid.publishing import tags
from packgrid.publishing.public import made_from
from packgrid.web.finding import or_404


def grid(request: HttpRequest, slug: str) -> HttpResponse:
    """All packages of a grid side by side."""
    found = or_404(comparison.grid, slug)
    page = render(request, "web/compare/grid.html", {"grid": found, "table": grid_table(found)})
    return made_from(page, {*tags.grids([found.pk]), tags.CATEGORIES})
