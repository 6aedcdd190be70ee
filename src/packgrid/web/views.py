"""Pages: parse the request, read once, render."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from packgrid.catalogue import queries as catalogue
from packgrid.catalogue.models import Package
from packgrid.comparison import queries as comparison
from packgrid.comparison.table import grid_table
from packgrid.search import query

A_PAGE = 50
A_SHELF = 8
SHOWN_RELEASES = 10
ROBOTS = "User-agent: *\nDisallow: /admin/\nDisallow: /search/\n"


def home(request: HttpRequest) -> HttpResponse:
    """Search, grids, what is new."""
    return render(
        request,
        "web/home.html",
        {
            "grids": comparison.header_grids(),
            "categories": catalogue.categories(),
            "newest": catalogue.newest(A_SHELF),
            "starred": catalogue.most_starred(A_SHELF),
            "released": catalogue.last_released(A_SHELF),
        },
    )


def packages(request: HttpRequest) -> HttpResponse:
    """Every package."""
    return package_list(request, catalogue.listed(), {"title": "Packages", "categories": catalogue.categories()})


def category(request: HttpRequest, slug: str) -> HttpResponse:
    """The packages of a category."""
    categories = catalogue.categories()
    found = next((row for row in categories if row.slug == slug), None)
    if found is None:
        raise Http404
    shown = {"title": found.title_plural or found.title, "categories": categories, "category": found}
    return package_list(request, catalogue.listed().filter(category=found), shown)


def package_list(request: HttpRequest, rows: QuerySet[Package], shown: dict[str, Any]) -> HttpResponse:
    """A page of packages in the order asked for."""
    sort = catalogue.sort_of(request.GET.get("sort", ""))
    return render(
        request, "web/packages.html", shown | {"sort": sort, "page": page_of(request, catalogue.in_order(rows, sort))}
    )


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    """The page asked for; the first for nonsense, the last for one beyond it."""
    return Paginator(rows, A_PAGE).get_page(request.GET.get("page"))


def package(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything we know about a package."""
    found = or_404(catalogue.package, slug)
    releases = found.releases.order_by("-sort_key")
    return render(
        request,
        "web/package.html",
        {
            "package": found,
            "facts": found.facts,
            "releases": list(releases[:SHOWN_RELEASES]),
            "release_count": releases.count(),
            "grids": comparison.grids_of(found.pk),
            "examples": list(found.examples.filter(is_approved=True)),
            "readme": getattr(found, "readme", None),
        },
    )


def grids(request: HttpRequest) -> HttpResponse:
    """Every grid."""
    sort = comparison.sort_of(request.GET.get("sort", ""))
    return render(
        request,
        "web/grids.html",
        {"sort": sort, "page": page_of(request, comparison.in_order(comparison.counted(), sort))},
    )


def grid(request: HttpRequest, slug: str) -> HttpResponse:
    """All packages of a grid side by side."""
    found = or_404(comparison.grid, slug)
    return render(request, "web/grid.html", {"grid": found, "table": grid_table(found)})


def search(request: HttpRequest) -> HttpResponse:
    """What matches a text."""
    text = request.GET.get("q", "")
    return render(request, "web/search.html", {"text": text[: query.LONGEST], "entries": query.find(text, A_PAGE)})


def robots(_request: HttpRequest) -> HttpResponse:
    """What crawlers may read."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


def or_404(read: Any, slug: str) -> Any:  # noqa: ANN401 whatever the read gives
    """What a read gives, or the page that says that it does not exist."""
    try:
        return read(slug)
    except ObjectDoesNotExist as error:
        raise Http404 from error
