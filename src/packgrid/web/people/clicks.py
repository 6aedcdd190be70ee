"""Use, like and follow with one click. A GET shows the button, a POST does it."""

from collections.abc import Callable, Mapping

import attrs
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from packgrid.accounts.models import User
from packgrid.catalogue import queries as catalogue
from packgrid.catalogue.models import Package
from packgrid.community.usage_and_favorites import put_favorite, put_usage
from packgrid.community.watchlist import follow, mark_visit, unfollow
from packgrid.comparison import queries as comparison
from packgrid.web.lookups import find_or_404
from packgrid.web.people.form_responses import REFUSED_STATUS, do_and_report, is_sent_by_script, render_confirmation
from packgrid.web.people.page_guards import signed_in_only, signed_in_user
from packgrid.web.redirects import redirect_back


@attrs.frozen
class Click:
    """Something to do with a package: the words of its button, the function that does it, the message afterwards."""

    words: str
    do: Callable[[User, Package], None]
    done: str


CLICKS: Mapping[tuple[str, str], Click] = {
    ("usage", "add"): Click(
        "I use this",
        lambda user, package: put_usage(user, package, is_used=True),
        "You use this package. Others see only the number, unless you share what you use in your settings.",
    ),
    ("usage", "remove"): Click(
        "I no longer use this",
        lambda user, package: put_usage(user, package, is_used=False),
        "You no longer use this package.",
    ),
    ("favorite", "add"): Click(
        "Add to favourites",
        lambda user, package: put_favorite(user, package, is_liked=True),
        "Added to your favourites.",
    ),
    ("favorite", "remove"): Click(
        "Remove from favourites",
        lambda user, package: put_favorite(user, package, is_liked=False),
        "Removed from your favourites.",
    ),
    ("watch", "add"): Click(
        "Follow",
        lambda user, package: follow(user, package=package),
        "You follow this package. Its changes are on the page “Following”.",
    ),
    ("watch", "remove"): Click(
        "Unfollow",
        lambda user, package: unfollow(user, package=package),
        "You no longer follow this package.",
    ),
}


@signed_in_only
def click_package_by_slug(request: HttpRequest, slug: str, kind: str, verb: str) -> HttpResponse:
    """A click on a package that the address names by its slug."""
    return do_click(request, find_or_404(catalogue.get_package, slug), CLICKS[kind, verb])


@signed_in_only
def click_package_by_id(request: HttpRequest, pk: int, kind: str, verb: str) -> HttpResponse:
    """A click on a package that the address names by its id."""
    return do_click(request, find_or_404(catalogue.get_package_by_id, pk), CLICKS[kind, verb])


def do_click(request: HttpRequest, package: Package, click: Click) -> HttpResponse:
    """Do it, and redirect back; for the script, render the buttons again."""
    if request.method != "POST":
        says = "You can undo this with one click."
        return render_confirmation(request, title=package.title, says=says, does=click.words)
    is_done = do_and_report(request, lambda: click.do(signed_in_user(request), package), click.done)
    if is_sent_by_script(request) and not is_done:
        return HttpResponse(status=REFUSED_STATUS)
    if is_sent_by_script(request):
        return render(request, "web/people/buttons.html", {"package": catalogue.get_package(package.slug)})
    return redirect_back(request, package.get_absolute_url())


@signed_in_only
def click_grid(request: HttpRequest, slug: str, verb: str) -> HttpResponse:
    """Follow or unfollow a grid, or mark its changes as seen."""
    found = find_or_404(comparison.grid_by_slug, slug)
    user = signed_in_user(request)
    does, do, done = {
        "add": ("Follow", lambda: follow(user, grid=found), "You follow this grid."),
        "remove": ("Unfollow", lambda: unfollow(user, grid=found), "You no longer follow this grid."),
        "seen": (
            "Mark as seen",
            lambda: mark_visit(user, found, now=timezone.now()),
            "On your next visit, this page shows what changed since now.",
        ),
    }[verb]
    if request.method != "POST":
        return render_confirmation(request, title=found.title, says="You can undo this with one click.", does=does)
    is_done = do_and_report(request, do, done)
    if is_sent_by_script(request) and not is_done:
        return HttpResponse(status=REFUSED_STATUS)
    if is_sent_by_script(request):
        return render(request, "web/people/grid_buttons.html", {"grid": found})
    return redirect_back(request, found.get_absolute_url())
