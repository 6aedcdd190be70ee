"""Adding a package: paste an address, see what it is, save the form that this has filled."""

import time

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from packgrid.accounts.permissions import may_moderate
from packgrid.catalogue.curating import add_package
from packgrid.catalogue.duplicates import find_duplicate
from packgrid.catalogue.models import Package
from packgrid.catalogue.package_preview import NotAPackage, PackagePreview
from packgrid.catalogue.refresh_requests import request_refresh
from packgrid.comparison.curating import add_column
from packgrid.comparison.models import Grid
from packgrid.lib.clean_text import clean_text
from packgrid.refresh.subjects import ensure_rows
from packgrid.revisions.errors import EditRefused
from packgrid.web.editing.access import by, editors
from packgrid.web.editing.doing import attempt
from packgrid.web.editing.forms import AddressForm, PackageForm
from packgrid.web.editing.suggesting import grids_for, initial_of

LOOKS, LOOKS_WITHIN_S = 20, 3600
LOOKED = "looked"


@editors
def add(request: HttpRequest) -> HttpResponse:
    """Both steps: the address, then the form."""
    if request.method == "POST":
        return looked_up(request) if "address" in request.POST else saved(request)
    if "by_hand" in request.GET:
        return filled(request, PackageForm(is_new=True), offered(request))
    return asked(request, AddressForm({"address": request.GET["q"]} if "q" in request.GET else None))


def asked(request: HttpRequest, form: AddressForm, *, status: int = 200) -> HttpResponse:
    """The first step."""
    return render(request, "web/editing/add.html", {"form": form, "grid_slug": grid_slug(request)}, status=status)


def grid_slug(request: HttpRequest) -> str:
    """The grid that somebody came from."""
    return clean_text(request.POST.get("grid_slug", request.GET.get("grid_slug", "")))


def looked_up(request: HttpRequest) -> HttpResponse:
    """What was pasted, as its sources describe it; or why it cannot be added."""
    from packgrid.refresh.preview import preview_package  # noqa: PLC0415 it brings an HTTP client of 5 MB that few ask for

    form = AddressForm(request.POST)
    if not form.is_valid():
        return asked(request, form)
    if not may_look(request):
        form.add_error("address", _("You have looked up many addresses. Wait a little, or fill the form by hand."))
        return asked(request, form)
    try:
        found = preview_package(form.cleaned_data["address"])
    except NotAPackage as error:
        form.add_error("address", str(error))
        return asked(request, form)
    initial = initial_of(found)
    if twin := find_duplicate(initial):
        return known(request, twin)
    grids = {grid.slug: grid for grid in (*offered(request), *grids_for(found, timezone.now()))}
    return filled(request, PackageForm(initial=initial, is_new=True), list(grids.values()), found)


def may_look(request: HttpRequest) -> bool:
    """Whether they may let us ask once more: hosts are asked for people, not for programs."""
    since = time.time() - LOOKS_WITHIN_S
    recent = [at for at in request.session.get(LOOKED, ()) if at > since]
    request.session[LOOKED] = [*recent, time.time()][-LOOKS:]
    return len(recent) < LOOKS


def known(request: HttpRequest, twin: Package) -> HttpResponse:
    """We have it."""
    shown = {"form": AddressForm(), "twin": twin, "grid_slug": grid_slug(request)}
    return render(request, "web/editing/add.html", shown)


def offered(request: HttpRequest) -> list[Grid]:
    """The grids that the form offered, and the one that somebody came from."""
    return list(Grid.objects.filter(slug__in=[*map(clean_text, request.POST.getlist("offered")), grid_slug(request)]))


def filled(
    request: HttpRequest, form: PackageForm, grids: list[Grid], found: PackagePreview | None = None
) -> HttpResponse:
    """The second step."""
    wanted = {*request.POST.getlist("grids"), grid_slug(request)}
    form.focus_on_wrong()
    shown = {"form": form, "found": found, "grids": grids, "wanted": wanted, "is_asking": settings.REFRESH}
    return render(request, "web/editing/package.html", shown)


def saved(request: HttpRequest) -> HttpResponse:
    """The package, added; or the form with what is wrong."""
    form = PackageForm(request.POST, is_new=True, is_moderator=may_moderate(request.user))
    if form.is_valid():
        who = by(request, form.cleaned_data["why"])
        values = form.values({}, who.now)
        if package := attempt(lambda: add_package(values, by=who), form):
            put_into_grids(request, package)
            welcome(request, package)
            return redirect(package)
    return filled(request, form, offered(request))


def put_into_grids(request: HttpRequest, package: Package) -> None:
    """Put it into the grids that were chosen; what is refused is said."""
    for grid in Grid.objects.filter(slug__in=map(clean_text, request.POST.getlist("grids"))):
        try:
            add_column(grid.pk, package.pk, by=by(request))
        except EditRefused as refused:
            messages.warning(request, f"{grid.title}: {refused}")


def welcome(request: HttpRequest, package: Package) -> None:
    """Let its sources be asked before all others, and say so."""
    now = timezone.now()
    ensure_rows([package.pk], now)
    request_refresh(package.pk, now=now)
    soon = (
        _("Its sources are asked now: facts appear within a minute or two.")
        if settings.REFRESH
        else _("Its sources are asked once refreshing is switched on.")
    )
    messages.success(request, _("%(title)s is in the catalogue. %(soon)s") % {"title": package.title, "soon": soon})
