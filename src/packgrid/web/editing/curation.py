"""A grid as a file: to download, to change, and to propose back."""

import hashlib
from collections.abc import Sequence
from typing import Any

import attrs
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from packgrid.accounts.permissions import may_moderate
from packgrid.catalogue.editing import read_ids
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
from packgrid.revisions.diff import diff_texts
from packgrid.revisions.errors import EditRefused
from packgrid.web.editing.access import by, editors
from packgrid.web.editing.forms import ProposalForm
from packgrid.web.finding import or_404

LARGEST_BYTES = 200_000
FILE = "file"


def toml(_request: HttpRequest, slug: str) -> HttpResponse:
    """A grid as a file in the format of `packgrid load`."""
    grid = or_404(comparison.grid, slug)
    page = HttpResponse("".join(as_toml([said_by(grid)])), content_type="application/toml; charset=utf-8")
    page.headers["Content-Disposition"] = f'attachment; filename="{grid.slug}.toml"'
    return cacheable(page, tags.grids([grid.pk]) | {tags.PACKAGES})


def said_by(grid: Grid) -> GridRecord:
    """What people say in a grid: no dates, no ids, nothing that only moderators change."""
    found = read_grid_records([grid.pk])[0]
    unsaid = dict.fromkeys(("id", "is_locked", "is_header", "created", "modified"))
    return attrs.evolve(found, **unsaid)  # type: ignore[arg-type] # all of them may be None


@editors
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a file would change; make these changes once that was confirmed."""
    grid = or_404(comparison.grid, slug)
    shown: dict[str, Any] = {"grid": grid, "is_closed": grid.is_locked and not may_moderate(request.user)}
    if request.method != "POST":
        return page(request, shown | {"form": ProposalForm()})
    form = ProposalForm(request.POST, request.FILES)
    text = text_of(request, form) if form.is_valid() else ""
    wanted = understood(text, grid, form) if form.is_valid() else None
    if wanted is None:
        return page(request, shown | {"form": form})
    return planned(request, shown, form, wanted, text)


def page(request: HttpRequest, shown: dict[str, Any]) -> HttpResponse:
    """The form, and the plan where there is one."""
    return render(request, "web/editing/propose.html", shown)


def text_of(request: HttpRequest, form: ProposalForm) -> str:
    """What was uploaded, else what was pasted; problems join the form."""
    file = request.FILES.get("file")
    if file is None:
        return str(form.cleaned_data["text"]).replace("\r\n", "\n")
    if (file.size or 0) > LARGEST_BYTES:
        form.add_error("file", _("The file is larger than 200 kB; no grid is."))
        return ""
    try:
        return bytes(file.read()).decode("utf-8-sig")
    except UnicodeDecodeError:
        form.add_error("file", _("The file is not UTF-8. Save it as UTF-8."))
        return ""


def understood(text: str, grid: Grid, form: ProposalForm) -> GridRecord | None:
    """The grid in a file; what is wrong with it joins the form, each problem with its place."""
    found = None
    for row in read_toml(text, FILE) if text.strip() else ():
        record = [row] if isinstance(row, Problem) else validate_row(row)
        if isinstance(record, list):
            form.add_error("text", [str(problem) for problem in record])
        elif isinstance(record, GridRecord) and record.slug == grid.slug and found is None:
            found = record
        else:
            said = _("%(slug)s: only the grid %(grid)s is changed here.")
            form.add_error("text", said % {"slug": record.slug, "grid": grid.slug})
    if found is None and not form.errors:
        form.add_error("text", _("There is no grid in it. Download the file of this grid and change that."))
    return None if form.errors else found


def planned(
    request: HttpRequest, shown: dict[str, Any], form: ProposalForm, wanted: GridRecord, text: str
) -> HttpResponse:
    """What would change; or it is changed, if this very plan was confirmed."""
    grid = shown["grid"]
    now = said_by(grid)
    known = set(read_ids({*wanted.packages, *now.packages}))
    steps = plan_steps(now, wanted, known=known)
    if steps and request.POST.get("confirmed") == mark_of(steps):
        try:
            count = apply_steps(grid, steps, by=by(request, form.cleaned_data["why"]))
        except EditRefused as refused:
            form.add_error(None, str(refused))
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("%(count)d changes were made.") % {"count": count})
            return redirect(grid)
    more = {
        "steps": [(step, list(diff_texts(step.before, step.after))) for step in steps],
        "mark": mark_of(steps),
        "is_new_plan": "confirmed" in request.POST and not form.errors,
        "left_out": find_packages_left_out(now, wanted, known=known),
        "text": text,
        "is_planned": True,
    }
    return page(request, shown | more | {"form": form})


def mark_of(steps: Sequence[ProposalStep]) -> str:
    """What tells one plan from another."""
    return hashlib.sha256(repr(steps).encode()).hexdigest()[:32]
