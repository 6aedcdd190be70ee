"""A grid as a TOML file: to download, and to upload with changes."""

import hashlib
from collections.abc import Sequence
from typing import Any

import attrs
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from packgrid.accounts.permissions import may_moderate
from packgrid.catalogue.editing import read_ids
from packgrid.catalogue.visibility import hidden_packages
from packgrid.comparison import queries as comparison
from packgrid.comparison.grid_export import read_grid_records
from packgrid.comparison.grid_proposal import ProposalStep, apply_steps, find_packages_left_out, plan_steps
from packgrid.comparison.models import Grid
from packgrid.comparison.records import GridRecord
from packgrid.httpcache import tags
from packgrid.httpcache.policy import cacheable
from packgrid.importer.input_formats import read_toml
from packgrid.importer.output_formats import write_toml as as_toml
from packgrid.importer.problems import Problem
from packgrid.importer.validation import validate_row
from packgrid.lib.plurals import choose_plural
from packgrid.revisions.diff import diff_texts
from packgrid.revisions.errors import EditRefused
from packgrid.web.editing.access import editors_only, make_edit_context
from packgrid.web.editing.forms import ProposalForm
from packgrid.web.lookups import find_or_404

LARGEST_BYTES = 200_000
FILE = "file"


def download_grid(_request: HttpRequest, slug: str) -> HttpResponse:
    """A grid as a file in the format of `packgrid load`."""
    grid = find_or_404(comparison.grid_by_slug, slug)
    page = HttpResponse("".join(as_toml([grid_content(grid)])), content_type="application/toml; charset=utf-8")
    page.headers["Content-Disposition"] = f'attachment; filename="{grid.slug}.toml"'
    return cacheable(page, tags.grids([grid.pk]) | {tags.PACKAGES})


def grid_content(grid: Grid) -> GridRecord:
    """The values of a grid that editors can change, as a record: no dates, ids, or values for moderators."""
    found = read_grid_records([grid.pk])[0]
    unsaid = dict.fromkeys(("id", "is_locked", "is_header", "created", "modified"))
    return attrs.evolve(found, **unsaid)  # type: ignore[arg-type] # all of them may be None


@editors_only
def propose_grid(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a file would change; apply the changes after a confirmation."""
    grid = find_or_404(comparison.grid_by_slug, slug)
    shown: dict[str, Any] = {"grid": grid, "is_closed": grid.is_locked and not may_moderate(request.user)}
    if request.method != "POST":
        return render_proposal(request, shown | {"form": ProposalForm()})
    form = ProposalForm(request.POST, request.FILES)
    text = read_text(request, form) if form.is_valid() else ""
    wanted = parse_grid(text, grid, form) if form.is_valid() else None
    if wanted is None:
        return render_proposal(request, shown | {"form": form})
    return confirm_or_apply(request, shown, form, wanted, text)


def render_proposal(request: HttpRequest, shown: dict[str, Any]) -> HttpResponse:
    """The page with the form, and the changes where there are any."""
    return render(request, "web/editing/propose.html", shown)


def read_text(request: HttpRequest, form: ProposalForm) -> str:
    """The text of the upload, else of the text field; problems are added to the form."""
    file = request.FILES.get("file")
    if file is None:
        return str(form.cleaned_data["text"]).replace("\r\n", "\n")
    if (file.size or 0) > LARGEST_BYTES:
        form.add_error("file", "The file is larger than 200 kB. Choose the file of one grid.")
        return ""
    try:
        return bytes(file.read()).decode("utf-8-sig")
    except UnicodeDecodeError:
        form.add_error("file", "The file is not in UTF-8. Save it as UTF-8 and choose it again.")
        return ""


def parse_grid(text: str, grid: Grid, form: ProposalForm) -> GridRecord | None:
    """The grid in a file; problems are added to the form, each with its place."""
    found = None
    for row in read_toml(text, FILE) if text.strip() else ():
        record = [row] if isinstance(row, Problem) else validate_row(row)
        if isinstance(record, list):
            form.add_error("text", [str(problem) for problem in record])
        elif isinstance(record, GridRecord) and record.slug == grid.slug and found is None:
            found = record
        else:
            form.add_error(
                "text", f"{record.slug}: this page changes only the grid {grid.slug}. Remove the rest from the file."
            )
    if found is None and not form.errors:
        form.add_error("text", "The file has no grid. Download the file of this grid and change it.")
    return None if form.errors else found


def confirm_or_apply(
    request: HttpRequest, shown: dict[str, Any], form: ProposalForm, wanted: GridRecord, text: str
) -> HttpResponse:
    """Show the changes; or apply them, where these very changes were confirmed."""
    grid = shown["grid"]
    now = grid_content(grid)
    hidden = hidden_packages().values_list("slug", flat=True)
    known = read_ids({*wanted.packages, *now.packages}).keys() - set(hidden)
    steps = plan_steps(now, wanted, known=known)
    if steps and request.POST.get("confirmed") == digest_steps(steps):
        try:
            count = apply_steps(grid, steps, by=make_edit_context(request, form.cleaned_data["why"]))
        except EditRefused as refused:
            form.add_error(None, str(refused))
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, choose_plural(count, "1 change was saved.", f"{count} changes were saved."))
            return redirect(grid)
    more = {
        "steps": [(step, list(diff_texts(step.before, step.after))) for step in steps],
        "mark": digest_steps(steps),
        "is_new_plan": "confirmed" in request.POST and not form.errors,
        "left_out": find_packages_left_out(now, wanted, known=known),
        "text": text,
        "is_planned": True,
    }
    return render_proposal(request, shown | more | {"form": form})


def digest_steps(steps: Sequence[ProposalStep]) -> str:
    """A digest of the changes, by which a confirmation names them."""
    return hashlib.sha256(repr(steps).encode()).hexdigest()[:32]
