"""The page that adds many packages to a grid at once: names or addresses, one a line, with a preview."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from packgrid.accounts.permissions import may_moderate
from packgrid.catalogue.models import Package
from packgrid.catalogue.named_packages import MAX_LINES, find_named_packages
from packgrid.comparison import grid_edits
from packgrid.comparison import queries as comparison
from packgrid.comparison.models import Grid
from packgrid.lib.clean_text import clean_text
from packgrid.lib.plurals import choose_plural
from packgrid.revisions.errors import EditRefused
from packgrid.web.editing.access import editors_only, make_edit_context
from packgrid.web.lookups import find_or_404


@editors_only
def add_many_packages(request: HttpRequest, slug: str) -> HttpResponse:
    """Show which packages a list names; a POST with "add" puts them into the grid."""
    grid = find_or_404(comparison.grid_by_slug, slug)
    text = clean_text(request.POST.get("names", ""))
    shown = read_preview(grid, text)
    if request.method == "POST" and "add" in request.POST and shown["found"]:
        return add_found(request, grid, shown["found"])
    is_closed = grid.is_locked and not may_moderate(request.user)
    more = {"grid": grid, "names": text, "is_closed": is_closed, "is_previewed": bool(text.strip()), "limit": MAX_LINES}
    return render(request, "web/editing/many_packages.html", shown | more)


def read_preview(grid: Grid, text: str) -> dict[str, Any]:
    """The packages that are to be added, those that are in the grid already, and the lines that name none."""
    named = find_named_packages(text)
    inside = set(comparison.list_package_ids(grid))
    packages = [one.package for one in named if one.package]
    return {
        "found": [package for package in packages if package.pk not in inside],
        "present": [package for package in packages if package.pk in inside],
        "missing": [one.text for one in named if one.package is None],
        "left_out": max(0, len([line for line in text.splitlines() if line.strip()]) - MAX_LINES),
    }


def add_found(request: HttpRequest, grid: Grid, packages: Sequence[Package]) -> HttpResponse:
    """Add these packages, all or none, and go to the grid."""
    by = make_edit_context(request, request.POST.get("why", ""))
    try:
        count = grid_edits.add_columns(grid.pk, [package.pk for package in packages], by=by)
    except EditRefused as refused:
        messages.error(request, f"No package was added. {refused}")
        return redirect(grid)
    said = choose_plural(count, f"{count} package was added to the grid.", f"{count} packages were added to the grid.")
    messages.success(request, said)
    return redirect(grid)
