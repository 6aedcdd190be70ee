"""What is done with one click: use, like and follow. A GET shows the button, a POST does it."""

from collections.abc import Callable, Mapping

import attrs
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from packgrid.accounts.models import User
from packgrid.catalogue import queries as catalogue
from packgrid.catalogue.models import Package
from packgrid.catalogue.visibility import visible_packages
from packgrid.community.usage_and_favorites import put_favorite, put_usage
from packgrid.community.watchlist import follow, mark_visit, unfollow
from packgrid.comparison import queries as comparison
from packgrid.web.lookups import find_or_404
from packgrid.web.people.asking import REFUSED, back, confirm, for_people, is_quick, somebody, told


@attrs.frozen
class Click:
    """One thing to do with a package: its words, what it does, and what is said afterwards."""

    words: str | Promise
    do: Callable[[User, Package], None]
    done: str | Promise


CLICKS: Mapping[tuple[str, str], Click] = {
    ("usage", "add"): Click(
        gettext_lazy("I use it"),
        lambda user, package: put_usage(user, package, is_used=True),
        gettext_lazy("You use it. Others see the number, and your name only if you share what you use."),
    ),
    ("usage", "remove"): Click(
        gettext_lazy("I do not use it any more"),
        lambda user, package: put_usage(user, package, is_used=False),
        gettext_lazy("You are no longer counted among those who use it."),
    ),
    ("favorite", "add"): Click(
        gettext_lazy("Add it to my favourites"),
        lambda user, package: put_favorite(user, package, is_liked=True),
        gettext_lazy("It is among your favourites."),
    ),
    ("favorite", "remove"): Click(
        gettext_lazy("Take it out of my favourites"),
        lambda user, package: put_favorite(user, package, is_liked=False),
        gettext_lazy("It is no longer among your favourites."),
    ),
    ("watch", "add"): Click(
        gettext_lazy("Follow it"),
        lambda user, package: follow(user, package=package),
        gettext_lazy("You follow it: what happens to it is told under “Watching”."),
    ),
    ("watch", "remove"): Click(
        gettext_lazy("Follow it no more"),
        lambda user, package: unfollow(user, package=package),
        gettext_lazy("You no longer follow it."),
    ),
}


@for_people
def by_slug(request: HttpRequest, slug: str, kind: str, verb: str) -> HttpResponse:
    """A click on a package that the address names by its slug."""
    return clicked(request, find_or_404(catalogue.get_package, slug), CLICKS[kind, verb])


@for_people
def by_id(request: HttpRequest, pk: int, kind: str, verb: str) -> HttpResponse:
    """A click on a package that the address names by its id."""
    found = get_object_or_404(visible_packages(), pk=pk)
    return clicked(request, catalogue.get_package(found.slug), CLICKS[kind, verb])


def clicked(request: HttpRequest, package: Package, click: Click) -> HttpResponse:
    """Do it, and go back or give the buttons anew."""
    if request.method != "POST":
        says = _("You can undo this with one click.")
        return confirm(request, title=package.title, says=says, does=str(click.words))
    is_done = told(request, lambda: click.do(somebody(request), package), str(click.done))
    if is_quick(request) and not is_done:
        return HttpResponse(status=REFUSED)
    if is_quick(request):
        return render(request, "web/people/buttons.html", {"package": catalogue.get_package(package.slug)})
    return back(request, package.get_absolute_url())


@for_people
def grid(request: HttpRequest, slug: str, verb: str) -> HttpResponse:
    """Follow a grid, or no more; or know what it shows."""
    found = find_or_404(comparison.grid_by_slug, slug)
    user = somebody(request)
    does, do, done = {
        "add": (_("Follow it"), lambda: follow(user, grid=found), _("You follow this grid.")),
        "remove": (_("Follow it no more"), lambda: unfollow(user, grid=found), _("You no longer follow this grid.")),
        "seen": (
            _("I have seen it"),
            lambda: mark_visit(user, found, now=timezone.now()),
            _("From now on, this page tells what has changed since today."),
        ),
    }[verb]
    if request.method != "POST":
        return confirm(request, title=found.title, says=_("You can undo this with one click."), does=does)
    is_done = told(request, do, done)
    if is_quick(request) and not is_done:
        return HttpResponse(status=REFUSED)
    if is_quick(request):
        return render(request, "web/people/grid_buttons.html", {"grid": found})
    return back(request, found.get_absolute_url())
