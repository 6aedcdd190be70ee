"""Pages for moderators that merge a grid into another one: choosing the other grid, and the preview."""

import re

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from packgrid.comparison.former_grids import find_present_grid_slugs
from packgrid.comparison.grid_merges import merge_grids, plan_grid_merge, preview_grid_merge
from packgrid.comparison.merged_grid_cells import find_grid_cell_conflicts
from packgrid.comparison.models import Grid
from packgrid.comparison.queries import find_grid_by_text, grid_by_slug
from packgrid.lib.clean_text import clean_text
from packgrid.revisions.edit_log import EditContext
from packgrid.revisions.errors import EditRefused
from packgrid.web.editing.grids import find_merge_targets
from packgrid.web.lookups import find_or_404
from packgrid.web.people.duplicate_pages import read_chosen_cells
from packgrid.web.people.page_guards import moderators_only, signed_in_user

ADDRESS = re.compile(r"/grids/g/([\w-]+)")


@moderators_only
def choose_grid_merge(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for the grid to merge into; lead to the preview of the merge once it is found."""
    grid = find_or_404(grid_by_slug, slug)
    text = clean_text(request.GET.get("into", "")).strip()
    address = ADDRESS.search(text)
    other = find_grid_by_text(address[1] if address else text)
    if other and other != grid:
        return redirect("merge_grids", grid.slug, other.slug)
    shown = {"grid": grid, "wanted": text, "similar": find_merge_targets(grid)}
    return render(request, "web/people/choose_grid_merge.html", shown)


@moderators_only
def merge_grids_page(request: HttpRequest, slug: str, grid_slug: str) -> HttpResponse:
    """A preview of a merge of the first grid into the second; a POST merges."""
    if request.method == "POST" and find_present_grid_slugs([slug]).get(slug) == grid_slug:
        return redirect("grid_history", grid_slug)  # merged by a click before this one
    source, target = (find_or_404(grid_by_slug, name) for name in (slug, grid_slug))
    if source == target:
        raise Http404
    if request.method == "POST":
        return merge_shown_grids(request, source, target)
    merge = plan_grid_merge(source, target, now=timezone.now())
    shown = {
        "source": source,
        "target": target,
        "parts": preview_grid_merge(merge),
        "conflicts": find_grid_cell_conflicts(merge),
    }
    return render(request, "web/people/merge_grids.html", shown)


def merge_shown_grids(request: HttpRequest, source: Grid, target: Grid) -> HttpResponse:
    """Merge the grids with the texts that were chosen, and go to the history of the remaining one."""
    by = EditContext(signed_in_user(request), timezone.now(), request.POST.get("why", ""))
    try:
        merge_grids(source.pk, target.pk, by=by, overwritten=read_chosen_cells(request))
    except EditRefused as refused:
        messages.error(request, str(refused))
        return redirect(source)
    messages.success(request, "Merged. You can revert the merge in the history.")
    return redirect("grid_history", target.slug)
