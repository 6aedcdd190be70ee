"""Leads the addresses of merged and renamed packages and grids to their present pages."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import ResolverMatch, reverse

from packgrid.catalogue.former_packages import get_remaining_package, get_remaining_package_by_id
from packgrid.comparison.former_grids import get_former_grid

FRESH_FOR = "max-age=600"
"""Browsers keep permanent redirects for good unless told otherwise, but a merge can be undone."""


class FormerAddressMiddleware:
    """Redirects (301) a page that was not found, if a package or grid in its address was merged or renamed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The redirect; None if the exception is another one, or nothing in the address leads anywhere."""
        match = request.resolver_match
        if not isinstance(exception, Http404) or request.method not in {"GET", "HEAD"} or match is None:
            return None
        changed = find_present_values(match)
        if not changed:
            return None
        path = reverse(match.view_name, kwargs=match.kwargs | changed)
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path, headers={"Cache-Control": FRESH_FOR})


def find_present_values(match: ResolverMatch) -> dict[str, Any]:
    """The parts of an address that lead elsewhere, with what they are now."""
    if not match.view_name:
        return {}
    found: dict[str, Any] = {}
    for name, lookup in lookups_for(match.route).items():
        if name in match.kwargs:
            try:
                found[name] = lookup(match.kwargs[name])
            except ObjectDoesNotExist:
                continue
    return found


def lookups_for(route: str) -> Mapping[str, Callable[[Any], Any]]:
    """The lookups that find the rows which the arguments of a route name."""
    if route.startswith("packages/"):
        return {"slug": lambda slug: get_remaining_package(slug).slug}
    found: dict[str, Callable[[Any], Any]] = {"package_id": lambda pk: get_remaining_package_by_id(pk).pk}
    if route.startswith("grids/"):
        found |= dict.fromkeys(("slug", "grid_slug"), find_present_grid_slug)
    return found


def find_present_grid_slug(slug: str) -> str:
    """The slug that a grid has now, by a former one.

    Raises:
        FormerGrid.DoesNotExist, Grid.DoesNotExist: it leads to no grid, or a grid has it.
    """
    return get_former_grid(slug).slug
