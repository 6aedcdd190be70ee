"""The page of a cell, and the same form for the script that edits it within the table."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from packgrid.accounts.permissions import may_moderate
from packgrid.comparison import queries as comparison
from packgrid.comparison.grid_edits import CellPlace, fill_cell
from packgrid.comparison.models import Grid, GridCell
from packgrid.revisions.errors import Conflict
from packgrid.revisions.models import Edit
from packgrid.revisions.queries import edits_of, last_edit_by_field
from packgrid.web.compare.table_html import render_cell
from packgrid.web.editing.access import editors_only, make_edit_context
from packgrid.web.editing.form_actions import conflict_choices, keep_own_values, read_seen_state, try_action
from packgrid.web.editing.forms import CellForm
from packgrid.web.editing.packages import report_saved
from packgrid.web.lookups import find_or_404

SEEN = ("text",)
WORDS = (
    ("yes, check, good, +", "yes"),
    ("++ or +2, +++ or +3", "++"),
    ("no, bad, negative, -", "no"),
    ("-- or -2, --- or -3", "--"),
)


@editors_only
def edit_cell(request: HttpRequest, grid_slug: str, package_id: int, feature_id: int) -> HttpResponse:
    """The form of a cell. A GET writes nothing."""
    grid = find_or_404(comparison.grid_by_slug, grid_slug)
    column = grid.columns.filter(package=package_id, package__is_hidden=False).select_related("package").first()
    feature = grid.features.filter(pk=feature_id).first()
    if column is None or feature is None:
        raise Http404
    stored = comparison.find_cell(column.pk, feature.pk) or GridCell(column=column, feature=feature)
    shown = {
        "grid": grid,
        "package": column.package,
        "feature": feature,
        "is_closed": grid.is_locked and not may_moderate(request.user),
        "words": [(said, render_cell(example)) for said, example in WORDS] if feature.kind != "number" else [],
    }
    if request.method != "POST":
        form = CellForm(initial={"text": stored.text})
        form.fields["text"].widget.attrs["autofocus"] = True
        return render_cell_form(request, shown, form, stored)
    form = CellForm(request.POST)
    if "preview" in request.POST or not form.is_valid():
        return render_cell_form(request, shown, form, stored)
    return save_cell(request, shown, form, stored)


def save_cell(request: HttpRequest, shown: dict[str, Any], form: CellForm, stored: GridCell) -> HttpResponse:
    """Save a cell; or show the text that somebody else saved meanwhile, to choose from."""
    who, grid = make_edit_context(request, form.cleaned_data["why"]), shown["grid"]
    was = (read_seen_state(request, SEEN) or {"text": stored.text}).get("text") or ""
    text = keep_own_values(request, {"text": form.cleaned_data["text"].replace("\r\n", "\n")}).get("text", stored.text)
    place = CellPlace(grid.pk, shown["package"].pk, shown["feature"].pk)
    try:
        done = try_action(lambda: fill_cell(place, text, was=str(was), by=who), form)
    except Conflict as conflict:
        return respond_conflict(request, shown, form, stored, conflict)
    if form.errors:
        return render_cell_form(request, shown, form, stored)
    return respond_saved(request, grid, text, done)


def respond_saved(request: HttpRequest, grid: Grid, text: str, done: Edit | None) -> HttpResponse:
    """A redirect to the grid; for the script, the HTML of the cell and the id of the edit, for Undo."""
    if wants_json(request):
        return JsonResponse({"html": render_cell(text), "text": text, "edit": done.pk if done else None})
    report_saved(request, done)
    return redirect(grid)


def respond_conflict(
    request: HttpRequest, shown: dict[str, Any], form: CellForm, stored: GridCell, conflict: Conflict
) -> HttpResponse:
    """The form with the texts of two people, to choose from."""
    found = conflict_choices(conflict.theirs, last_edit_by_field(edits_of(Edit.Kind.CELL, stored.pk)))
    if wants_json(request):
        who = found[0].edit.who if found[0].edit else None
        said = f"{who.get_username() if who else 'Someone'} changed this cell while you were editing."
        return JsonResponse({"theirs": found[0].theirs, "sentence": said}, status=409)
    stored.text = found[0].theirs
    return render_cell_form(request, shown | {"clashes": found}, form, stored)


def wants_json(request: HttpRequest) -> bool:
    """True if the script sent the request."""
    return request.headers.get("Accept", "") == "application/json"


def render_cell_form(request: HttpRequest, shown: dict[str, Any], form: CellForm, stored: GridCell) -> HttpResponse:
    """The form of a cell, with its last edit."""
    clashes = shown.get("clashes", ())
    if wants_json(request):
        sentences = [str(sentence) for found in form.errors.values() for sentence in found]
        status = 422 if sentences else 200
        shape = {"text": stored.text, "html": render_cell(stored.text), "sentence": " ".join(sentences)}
        return JsonResponse(shape, status=status)
    was = json.dumps({"text": stored.text})
    if form.is_bound and not clashes:
        was = request.POST.get("was", was)
    form.focus_first_error()
    last = edits_of(Edit.Kind.CELL, stored.pk).first() if stored.pk else None
    preview = render_cell(request.POST.get("text", "")) if "preview" in request.POST else None
    more = {"form": form, "was": was, "said": last, "preview": preview}
    return render(request, "web/editing/cell.html", shown | more, status=409 if clashes else 200)
