"""The page that edits a package."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from packgrid.accounts.permissions import may_moderate
from packgrid.catalogue import queries
from packgrid.catalogue.models import Package
from packgrid.catalogue.package_edits import FIELDS, MODERATED, change_package
from packgrid.revisions.errors import Conflict
from packgrid.revisions.field_values import read_fields
from packgrid.revisions.models import Edit
from packgrid.revisions.queries import edits_of, last_edit_by_field
from packgrid.web.editing.access import editors_only, make_edit_context
from packgrid.web.editing.form_actions import (
    ConflictChoice,
    conflict_choices,
    keep_own_values,
    read_seen_state,
    seen_state_after,
    try_action,
)
from packgrid.web.editing.forms import PackageForm
from packgrid.web.lookups import find_or_404

SEEN = (*FIELDS, *MODERATED)


@editors_only
def edit_package(request: HttpRequest, slug: str) -> HttpResponse:
    """The form of a package; where two people changed the same field, the second one chooses."""
    package = find_or_404(make_package_lookup(request), slug)
    is_moderator = may_moderate(request.user)
    initial = PackageForm.read_initial(package)
    if request.method != "POST":
        return render_package_form(request, package, PackageForm(initial=initial, is_moderator=is_moderator))
    form = PackageForm(request.POST, initial=initial, is_moderator=is_moderator)
    if form.is_valid():
        who, was = (
            make_edit_context(request, form.cleaned_data["why"]),
            read_seen_state(request, SEEN) or read_fields(package, SEEN),
        )
        values = keep_own_values(request, form.edit_values(was, who.now))
        try:
            done = try_action(lambda: change_package(package.pk, values, was=was, by=who), form)
        except Conflict as conflict:
            edits = last_edit_by_field(edits_of(Edit.Kind.PACKAGE, package.pk))
            was = seen_state_after(was, conflict.theirs)
            return render_package_form(request, package, form, was, conflict_choices(conflict.theirs, edits))
        if not form.errors:
            report_saved(request, done)
            package.refresh_from_db(fields=["slug"])
            return redirect(package)
    return render_package_form(request, package, form)


def make_package_lookup(request: HttpRequest) -> Callable[[str], Package]:
    """The function that finds a package by its slug; for moderators hidden ones, too."""
    return queries.get_package_or_hidden if may_moderate(request.user) else queries.get_package


def report_saved(request: HttpRequest, done: Edit | None) -> None:
    """Add a message that says what was saved."""
    if done:
        messages.success(request, "Saved. You can revert this in the history.")
    else:
        messages.info(request, "You changed nothing, so nothing was saved.")


def render_package_form(
    request: HttpRequest,
    package: Package,
    form: PackageForm,
    was: Mapping[str, Any] | None = None,
    clashes: Sequence[ConflictChoice] = (),
) -> HttpResponse:
    """The page with the form, and the conflicts to resolve first."""
    form.focus_first_error()
    seen = json.dumps(was or read_seen_state(request, SEEN) or read_fields(package, SEEN))
    shown = {"form": form, "package": package, "was": seen, "clashes": clashes}
    return render(request, "web/editing/package.html", shown, status=409 if clashes else 200)
