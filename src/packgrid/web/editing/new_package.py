"""The page that adds a package: look up a pasted address, and save the form that this has filled in."""

import time

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from packgrid.accounts.permissions import may_moderate
from packgrid.catalogue.duplicates import find_certain_duplicate, find_possible_duplicate
from packgrid.catalogue.models import Package
from packgrid.catalogue.package_edits import add_package
from packgrid.catalogue.package_preview import NotAPackage, PackagePreview
from packgrid.catalogue.refresh_requests import request_refresh
from packgrid.comparison.grid_edits import add_column
from packgrid.comparison.models import Grid
from packgrid.comparison.queries import grids_by_slugs
from packgrid.lib.clean_text import clean_text
from packgrid.refresh.subjects import ensure_rows
from packgrid.revisions.errors import EditRefused
from packgrid.web.editing.access import editors_only, make_edit_context
from packgrid.web.editing.form_actions import try_action
from packgrid.web.editing.form_suggestions import suggest_grids, suggest_values
from packgrid.web.editing.forms import AddressForm, PackageForm

LOOKS, LOOKS_WITHIN_S = 20, 3600
LOOKED = "looked"


@editors_only
def add_package_page(request: HttpRequest) -> HttpResponse:
    """The page with both steps: the address, then the form."""
    if request.method == "POST":
        return look_up_pasted(request) if "address" in request.POST else save_package(request)
    if "by_hand" in request.GET:
        return render_form_step(request, PackageForm(is_new=True), read_offered_grids(request))
    return render_address_step(request, AddressForm({"address": request.GET["q"]} if "q" in request.GET else None))


def render_address_step(request: HttpRequest, form: AddressForm, *, status: int = 200) -> HttpResponse:
    """The first step: a field for an address or a name."""
    return render(request, "web/editing/add.html", {"form": form, "grid_slug": read_grid_slug(request)}, status=status)


def read_grid_slug(request: HttpRequest) -> str:
    """The slug of the grid that somebody came from."""
    return clean_text(request.POST.get("grid_slug", request.GET.get("grid_slug", "")))


def look_up_pasted(request: HttpRequest) -> HttpResponse:
    """Look up what was pasted, and show the filled form, or why it cannot be added."""
    from packgrid.refresh.preview import preview_package  # noqa: PLC0415 it brings an HTTP client of 5 MB that few ask for

    form = AddressForm(request.POST)
    if not form.is_valid():
        return render_address_step(request, form)
    if not may_look_up(request):
        form.add_error(
            "address",
            f"You have looked up {LOOKS} addresses in the last hour. Try again later, or fill in the form yourself.",
        )
        return render_address_step(request, form)
    try:
        found = preview_package(form.cleaned_data["address"])
    except NotAPackage as error:
        form.add_error("address", str(error))
        return render_address_step(request, form)
    initial = suggest_values(found)
    if known := find_certain_duplicate(initial):
        return render_known_package(request, known)
    grids = {grid.slug: grid for grid in (*read_offered_grids(request), *suggest_grids(found, timezone.now()))}
    filled, twin = PackageForm(initial=initial, is_new=True), find_possible_duplicate(initial)
    return render_form_step(request, filled, list(grids.values()), found=found, twin=twin)


def may_look_up(request: HttpRequest) -> bool:
    """Count a look-up of this session; False if it has reached the limit for the last hour."""
    since = time.time() - LOOKS_WITHIN_S
    recent = [at for at in request.session.get(LOOKED, ()) if at > since]
    request.session[LOOKED] = [*recent, time.time()][-LOOKS:]
    return len(recent) < LOOKS


def render_known_package(request: HttpRequest, twin: Package) -> HttpResponse:
    """A page that says that the package is listed already."""
    shown = {"form": AddressForm(), "twin": twin, "grid_slug": read_grid_slug(request)}
    return render(request, "web/editing/add.html", shown)


def read_offered_grids(request: HttpRequest) -> list[Grid]:
    """The grids that the form offered, and the one that somebody came from."""
    return grids_by_slugs([*map(clean_text, request.POST.getlist("offered")), read_grid_slug(request)])


def render_form_step(
    request: HttpRequest,
    form: PackageForm,
    grids: list[Grid],
    *,
    found: PackagePreview | None = None,
    twin: Package | None = None,
) -> HttpResponse:
    """The second step: the form. `twin` is a package that may be the same one."""
    wanted = {*request.POST.getlist("grids"), read_grid_slug(request)}
    form.focus_first_error()
    shown = {
        "form": form,
        "found": found,
        "grids": grids,
        "wanted": wanted,
        "is_asking": settings.REFRESH,
        "twin": twin,
    }
    return render(request, "web/editing/package.html", shown | {"is_asking": settings.REFRESH})


def save_package(request: HttpRequest) -> HttpResponse:
    """Add the package; or show the form with its errors."""
    form = PackageForm(request.POST, is_new=True, is_moderator=may_moderate(request.user))
    twin, is_another = None, request.POST.get("is_another") == "yes"
    if form.is_valid():
        who = make_edit_context(request, form.cleaned_data["why"])
        values = form.edit_values({}, who.now)
        if package := try_action(lambda: add_package(values, by=who, is_another=is_another), form):
            put_into_grids(request, package)
            request_first_refresh(request, package)
            return redirect(package)
        twin = find_possible_duplicate(values)
    return render_form_step(request, form, read_offered_grids(request), twin=twin)


def put_into_grids(request: HttpRequest, package: Package) -> None:
    """Put the package into the chosen grids; refusals become messages."""
    for grid in grids_by_slugs([clean_text(slug) for slug in request.POST.getlist("grids")]):
        try:
            add_column(grid.pk, package.pk, by=make_edit_context(request))
        except EditRefused as refused:
            messages.warning(request, f"{grid.title}: {refused}")


def request_first_refresh(request: HttpRequest, package: Package) -> None:
    """Move the new package to the head of the refresh queue, and say so in a message."""
    now = timezone.now()
    ensure_rows([package.pk], now)
    request_refresh(package.pk, now=now)
    soon = (
        "Facts about it will appear in a minute or two."
        if settings.REFRESH
        else "Automatic updates are off on this site, so facts about it will not appear yet."
    )
    messages.success(request, f"{package.title} was added to the catalogue. {soon}")
