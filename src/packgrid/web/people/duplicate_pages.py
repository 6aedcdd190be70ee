"""Pages for moderators about packages that are probably listed twice: the list, and the preview of a merge."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from packgrid.catalogue.distinct_packages import list_distinct_packages, mark_distinct
from packgrid.catalogue.duplicates import list_likely_duplicates
from packgrid.catalogue.models import Package
from packgrid.catalogue.package_merges import PackageMerge, merge_packages, preview_merge
from packgrid.catalogue.queries import get_package_by_id
from packgrid.comparison.merged_columns import CellConflict, find_cell_conflicts
from packgrid.revisions.edit_log import EditContext
from packgrid.revisions.errors import EditRefused
from packgrid.web.lookups import find_or_404
from packgrid.web.people.page_guards import moderators_only, signed_in_user

MAX_MARKS = 200
SOURCE = "source"
"""The choice of the text of the merged package."""


@moderators_only
def likely_duplicates(request: HttpRequest) -> HttpResponse:
    """The packages that are probably listed twice, each with the reason, and the pairs that are not duplicates."""
    shown = {"duplicates": list_likely_duplicates(), "distinct": list_distinct_packages(MAX_MARKS)}
    return render(request, "web/people/duplicates.html", shown)


@moderators_only
@require_POST
def mark_as_distinct(request: HttpRequest, source_id: int, target_id: int) -> HttpResponse:
    """Mark two packages as not duplicates."""
    by = EditContext(signed_in_user(request), timezone.now(), request.POST.get("why", ""))
    try:
        mark_distinct(target_id, source_id, by=by)
        messages.success(request, "Marked as not duplicates. You can undo this below, or revert it in the history.")
    except EditRefused as refused:
        messages.error(request, str(refused))
    return redirect("duplicates")


@moderators_only
def merge_page(request: HttpRequest, source_id: int, target_id: int) -> HttpResponse:
    """A preview of a merge; a POST merges."""
    if request.method == "POST":
        return merge_from_form(request, source_id, target_id)
    if source_id == target_id:
        raise Http404
    source, target = (find_or_404(get_package_by_id, pk) for pk in (source_id, target_id))
    shown = {
        "source": source,
        "target": target,
        "packages": (source, target),
        "parts": preview_merge(source, target, now=timezone.now()),
        "conflicts": read_conflicts(source, target),
    }
    return render(request, "web/people/merge.html", shown)


def read_conflicts(source: Package, target: Package) -> list[CellConflict]:
    """The cells whose texts differ."""
    return find_cell_conflicts(PackageMerge(source, target, timezone.now()))


def merge_from_form(request: HttpRequest, source_id: int, target_id: int) -> HttpResponse:
    """Merge the packages with the texts that were chosen, and go to the history of the remaining one."""
    by = EditContext(signed_in_user(request), timezone.now(), request.POST.get("why", ""))
    try:
        merge_packages(source_id, target_id, by=by, overwritten=read_chosen_cells(request))
    except EditRefused as refused:
        messages.error(request, str(refused))
        return redirect("duplicates")
    messages.success(request, "Merged. You can revert the merge in the history.")
    return redirect("package_history", find_or_404(get_package_by_id, target_id).slug)


def read_chosen_cells(request: HttpRequest) -> frozenset[str]:
    """The keys of the cells for which a moderator chose the text of the merged package or grid."""
    return frozenset(name.removeprefix("cell-") for name, value in request.POST.items() if value == SOURCE)
