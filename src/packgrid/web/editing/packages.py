"""Changing a package."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from packgrid.accounts.permissions import may_moderate
from packgrid.catalogue import queries
from packgrid.catalogue.curating import FIELDS, MODERATED, change_package
from packgrid.catalogue.models import Package
from packgrid.revisions.errors import Conflict
from packgrid.revisions.field_values import read_fields
from packgrid.revisions.models import Edit
from packgrid.revisions.queries import edits_of, last_edit_by_field
from packgrid.web.editing.access import by, editors
from packgrid.web.editing.doing import Choice, attempt, choices, chosen, was_after, was_in
from packgrid.web.editing.forms import PackageForm
from packgrid.web.finding import or_404

SEEN = (*FIELDS, *MODERATED)


@editors
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """The form of a package; what two people changed at once is asked."""
    package = or_404(found_for(request), slug)
    is_moderator = may_moderate(request.user)
    initial = PackageForm.initial_of(package)
    if request.method != "POST":
        return page(request, package, PackageForm(initial=initial, is_moderator=is_moderator))
    form = PackageForm(request.POST, initial=initial, is_moderator=is_moderator)
    if form.is_valid():
        who, was = by(request, form.cleaned_data["why"]), was_in(request, SEEN) or read_fields(package, SEEN)
        values = chosen(request, form.values(was, who.now))
        try:
            done = attempt(lambda: change_package(package.pk, values, was=was, by=who), form)
        except Conflict as conflict:
            edits = last_edit_by_field(edits_of(Edit.Kind.PACKAGE, package.pk))
            was = was_after(was, conflict.theirs)
            return page(request, package, form, was, choices(conflict.theirs, edits))
        if not form.errors:
            say(request, done)
            return redirect(Package.objects.get(pk=package.pk))
    return page(request, package, form)


def found_for(request: HttpRequest) -> Callable[[str], Package]:
    """How to find a package: moderators find hidden ones, too."""
    everything = Package.objects.select_related("category", "replaced_by")
    return (lambda slug: everything.get(slug=slug)) if may_moderate(request.user) else queries.package


def say(request: HttpRequest, done: Edit | None) -> None:
    """What became of it."""
    if done:
        messages.success(request, _("Saved. The history keeps what it said before."))
    else:
        messages.info(request, _("Nothing was changed."))


def page(
    request: HttpRequest,
    package: Package,
    form: PackageForm,
    was: Mapping[str, Any] | None = None,
    clashes: Sequence[Choice] = (),
) -> HttpResponse:
    """The form, with the choices to make first."""
    form.focus_on_wrong()
    seen = json.dumps(was or was_in(request, SEEN) or read_fields(package, SEEN))
    shown = {"form": form, "package": package, "was": seen, "clashes": clashes}
    return render(request, "web/editing/package.html", shown, status=409 if clashes else 200)
