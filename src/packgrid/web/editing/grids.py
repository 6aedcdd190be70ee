"""Pages that add and change grids, their packages and their features."""

import json
from collections.abc import Callable
from typing import Any

import attrs
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from packgrid.accounts.permissions import may_moderate
from packgrid.catalogue.models import Package
from packgrid.catalogue.visibility import packages_visible_to, visible_packages
from packgrid.comparison import grid_edits
from packgrid.comparison import queries as comparison
from packgrid.comparison.models import Feature, Grid
from packgrid.comparison.proposed_descriptions import read_proposed_descriptions
from packgrid.lib.clean_text import clean_text
from packgrid.revisions.errors import Conflict, EditRefused
from packgrid.revisions.field_values import read_fields
from packgrid.revisions.models import Edit
from packgrid.revisions.queries import edits_of, last_edit_by_field
from packgrid.search.answers import read_answers
from packgrid.search.query import search
from packgrid.search.query_language import parse_query
from packgrid.web.editing.access import editors_only, make_edit_context
from packgrid.web.editing.form_actions import (
    conflict_choices,
    keep_own_values,
    read_seen_state,
    seen_state_after,
    try_action,
)
from packgrid.web.editing.forms import FeatureForm, GridForm, ReasonedForm
from packgrid.web.editing.packages import report_saved
from packgrid.web.lookups import find_or_404
from packgrid.web.redirects import redirect_back

GRID_SEEN = ("title", "slug", "description", "is_locked", "is_header")
FEATURE_SEEN = ("title", "description", "kind")
MAX_PACKAGES = 50
MAX_HITS = 20


@editors_only
def add_grid(request: HttpRequest) -> HttpResponse:
    """A new grid, also out of a comparison (`?packages=a,b,c`)."""
    slugs = [slug for slug in request.GET.get("packages", "").split(",") if slug][:MAX_PACKAGES]
    by_slug = {row.slug: row for row in visible_packages().filter(slug__in=slugs)}
    packages = [by_slug[slug] for slug in dict.fromkeys(slugs) if slug in by_slug]
    form = GridForm(request.POST or None, is_new=True, is_moderator=may_moderate(request.user))
    similar: list[Grid] = []
    if request.method == "POST" and form.is_valid() and request.POST.get("is_another") != "yes":
        similar = comparison.find_similar_grids(form.cleaned_data["title"])
    if request.method == "POST" and form.is_valid() and not similar:
        who, values = make_edit_context(request, form.cleaned_data["why"]), form.edit_values({}, timezone.now())
        made = try_action(lambda: grid_edits.add_grid(values, [row.pk for row in packages], by=who), form)
        if made:
            messages.success(request, "The grid was created. Add features, then fill in the cells.")
            return redirect(made)
    form.focus_first_error()
    return render(request, "web/editing/grid.html", {"form": form, "packages": packages, "similar": similar})


@attrs.frozen
class EditableRow:
    """A grid or feature with its form: the row, the fields that its editor sees, and the function that changes it."""

    row: Grid | Feature
    kind: Edit.Kind
    seen: tuple[str, ...]
    change: Callable[..., Edit | None]

    def read_seen(self) -> dict[str, Any]:
        """The values of the fields that its editor sees."""
        return read_fields(self.row, self.seen)


def save_form(request: HttpRequest, form: ReasonedForm, editable: EditableRow) -> tuple[bool, dict[str, Any]]:
    """Save a form; True if it was saved, and the context of its page: `was`, and the choices to make, if any."""
    shown: dict[str, Any] = {"form": form, "was": json.dumps(editable.read_seen()), "clashes": []}
    if request.method != "POST" or "preview" in request.POST or not form.is_valid():
        form.focus_first_error()
        return False, shown | ({"was": request.POST["was"]} if "was" in request.POST else {})
    was = read_seen_state(request, editable.seen) or editable.read_seen()
    values = keep_own_values(request, form.edit_values(was, timezone.now()))  # type: ignore[attr-defined] # every form here has it
    who = make_edit_context(request, form.cleaned_data["why"])
    try:
        done = try_action(lambda: editable.change(editable.row.pk, values, was=was, by=who), form)
    except Conflict as conflict:
        edits = last_edit_by_field(edits_of(editable.kind, editable.row.pk))
        seen = json.dumps(seen_state_after(was, conflict.theirs))
        return False, shown | {"was": seen, "clashes": conflict_choices(conflict.theirs, edits)}
    if form.errors:
        return False, shown | {"was": request.POST.get("was", shown["was"])}
    report_saved(request, done)
    return True, shown


@editors_only
def edit_grid(request: HttpRequest, slug: str) -> HttpResponse:
    """The form of a grid, with links to the forms of its rows and columns."""
    grid = find_or_404(comparison.grid_by_slug, slug)
    form = GridForm(request.POST or None, initial=GridForm.read_initial(grid), is_moderator=may_moderate(request.user))
    is_saved, shown = save_form(request, form, EditableRow(grid, Edit.Kind.GRID, GRID_SEEN, grid_edits.change_grid))
    if is_saved:
        grid.refresh_from_db(fields=["slug"])
        return redirect(grid)
    parts = {
        "grid": grid,
        "is_closed": grid.is_locked and not may_moderate(request.user),
        "features": list(grid.features.all()),
        "packages": list(packages_visible_in(request).filter(columns__grid=grid).order_by("title", "pk")),
        "preview": request.POST.get("description", "") if "preview" in request.POST else "",
        "similar": find_merge_targets(grid) if may_moderate(request.user) else [],
    }
    return render(request, "web/editing/grid.html", shown | parts, status=409 if shown["clashes"] else 200)


@editors_only
@require_POST
def describe_grid(request: HttpRequest, slug: str) -> HttpResponse:
    """Accept the proposed description of a grid that has none; an edit as others, which can be reverted."""
    grid = find_or_404(comparison.grid_by_slug, slug)
    proposed, back = read_proposed_descriptions({grid.pk: grid.title})[grid.pk], grid.get_absolute_url()
    if clean_text(request.POST.get("description", "")) != proposed:
        messages.error(request, f"The packages of {grid.title} have changed. Read the new proposal, then accept it.")
        return redirect_back(request, back)
    by = make_edit_context(request, "Accepted the proposed description")
    try:
        report_saved(
            request, grid_edits.change_grid(grid.pk, {"description": proposed}, was={"description": ""}, by=by)
        )
    except Conflict:
        messages.error(request, f"Someone has described {grid.title} in the meantime. Nothing was changed.")
    except EditRefused as refused:
        messages.error(request, str(refused))
    return redirect_back(request, back)


def find_merge_targets(grid: Grid) -> list[Grid]:
    """Other grids with nearly the same title."""
    return [other for other in comparison.find_similar_grids(grid.title) if other != grid]


@editors_only
def add_column(request: HttpRequest, slug: str) -> HttpResponse:
    """Search for a package, and add it to the grid."""
    grid = find_or_404(comparison.grid_by_slug, slug)
    if request.method == "POST":
        return save_column(request, grid, clean_text(request.POST.get("package", "")))
    text = request.GET.get("q", "").strip()
    hits = [hit for hit in search(parse_query(text), limit=MAX_HITS * 2, now=timezone.now()).entries if hit.package_id]
    shown = {
        "grid": grid,
        "asked": text,
        "found": read_answers(hits[:MAX_HITS]) if text else [],
        "inside": set(grid.columns.values_list("package", flat=True)),
    }
    return render(request, "web/editing/column.html", shown)


def save_column(request: HttpRequest, grid: Grid, slug: str) -> HttpResponse:
    """Add the package with this slug to a grid, and redirect to the grid."""
    package = find_or_404(lambda wanted: visible_packages().get(slug=wanted), slug)
    try:
        grid_edits.add_column(grid.pk, package.pk, by=make_edit_context(request, request.POST.get("why", "")))
        messages.success(request, f"{package.title} was added to the grid.")
    except EditRefused as refused:
        messages.error(request, str(refused))
    return redirect(grid)


@editors_only
def remove_column(request: HttpRequest, grid_slug: str, package_id: int) -> HttpResponse:
    """Remove a package from a grid, after a page that asks first."""
    grid = find_or_404(comparison.grid_by_slug, grid_slug)
    package = find_or_404(lambda pk: packages_visible_in(request).get(columns__grid=grid, pk=pk), package_id)
    title = package.title
    asked = {
        "title": f"Remove {title} from {grid.title}?",
        "count": comparison.count_filled_cells(grid.pk, package_id),
        "back": grid.get_absolute_url(),
        "grid": grid,
    }
    return confirm_removal(request, asked, lambda who: grid_edits.remove_column(grid.pk, package_id, by=who))


def packages_visible_in(request: HttpRequest) -> QuerySet[Package]:
    """The packages that the person may see."""
    return packages_visible_to(is_moderator=may_moderate(request.user))


def confirm_removal(request: HttpRequest, asked: dict[str, Any], act: Callable[..., Edit]) -> HttpResponse:
    """Remove something and redirect; for a GET, the page that asks first."""
    if request.method != "POST":
        return render(request, "web/editing/remove.html", asked)
    try:
        act(make_edit_context(request, request.POST.get("why", "")))
        messages.success(request, "Removed. You can revert this in the history of the grid.")
    except EditRefused as refused:
        messages.error(request, str(refused))
    return redirect(asked["back"])


@editors_only
def add_feature(request: HttpRequest, grid_slug: str) -> HttpResponse:
    """The form of a new feature, the last row of the grid."""
    grid = find_or_404(comparison.grid_by_slug, grid_slug)
    form = FeatureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        who, values = make_edit_context(request, form.cleaned_data["why"]), form.edit_values({}, timezone.now())
        if try_action(lambda: grid_edits.add_feature(grid.pk, values, by=who), form):
            messages.success(request, "The feature was added as the last row of the grid.")
            return redirect(grid)
    form.focus_first_error()
    return render(request, "web/editing/feature.html", {"form": form, "grid": grid})


@editors_only
def edit_feature(request: HttpRequest, feature_id: int) -> HttpResponse:
    """The form of a feature: its title, description and kind."""
    feature = find_feature_or_404(feature_id)
    form = FeatureForm(request.POST or None, initial=read_fields(feature, FEATURE_SEEN))
    editable = EditableRow(feature, Edit.Kind.FEATURE, FEATURE_SEEN, grid_edits.change_feature)
    is_saved, shown = save_form(request, form, editable)
    if is_saved:
        return redirect(feature.grid)
    parts = {"feature": feature, "grid": feature.grid}
    return render(request, "web/editing/feature.html", shown | parts, status=409 if shown["clashes"] else 200)


def find_feature_or_404(feature_id: int) -> Feature:
    """A feature with its grid; 404 where there is none."""
    return find_or_404(comparison.get_feature, feature_id)


@editors_only
@require_POST
def move_feature(request: HttpRequest, feature_id: int) -> HttpResponse:
    """Move a feature to the row in "place", counted from 0."""
    feature = find_feature_or_404(feature_id)
    place = request.POST.get("place", "")
    if place.isdecimal() and place.isascii() and len(place) < 6:  # noqa: PLR2004 no grid has so many rows
        try:
            grid_edits.move_feature(feature_id, int(place), by=make_edit_context(request))
        except EditRefused as refused:
            messages.error(request, str(refused))
    return redirect("edit_grid", feature.grid.slug)


@editors_only
def remove_feature(request: HttpRequest, feature_id: int) -> HttpResponse:
    """Remove a feature from its grid, after a page that asks first."""
    feature = find_feature_or_404(feature_id)
    asked = {
        "title": f"Remove the feature “{feature.title}”?",
        "count": feature.cells.exclude(text="").count(),
        "back": feature.grid.get_absolute_url(),
        "grid": feature.grid,
    }
    return confirm_removal(request, asked, lambda who: grid_edits.remove_feature(feature_id, by=who))
