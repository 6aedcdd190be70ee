"""Pages: parse the request, read once, render."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from packgrid.catalogue import queries as catalogue
from packgrid.catalogue.models import Package
from packgrid.comparison import queries as comparison
from packgrid.publishing import tags
from packgrid.publishing.public import made_from
from packgrid.web.paging import page_of

A_SHELF = 8
AGES_S = 60
"""For how long a page may be kept that tells ages, such as "3 minutes ago"."""


def home(request: HttpRequest) -> HttpResponse:
    """Search, grids, what is new."""
    page = render(
        request,
        "web/lists/home.html",
        {
            "grids": comparison.header_grids(),
            "grid_count": comparison.grid_count(),
            "categories": catalogue.categories(),
            "newest": catalogue.newest(A_SHELF),
            "starred": catalogue.most_starred(A_SHELF),
            "released": catalogue.last_released(A_SHELF),
        },
    )
    return made_from(page, [tags.PACKAGES, tags.GRIDS, tags.CATEGORIES], kept_s=AGES_S)


def packages(request: HttpRequest) -> HttpResponse:
    """Every package."""
    return package_list(request, catalogue.listed(), {"categories": catalogue.categories()})


def category(request: HttpRequest, slug: str) -> HttpResponse:
    """The packages of a category."""
    categories = catalogue.categories()
    found = next((row for row in categories if row.slug == slug), None)
    if found is None:
        raise Http404
    shown = {"category": found, "categories": categories}
    return package_list(request, catalogue.listed().filter(category=found), shown)


def package_list(request: HttpRequest, rows: QuerySet[Package], shown: dict[str, object]) -> HttpResponse:
    """A page of packages in the order asked for."""
    sort = catalogue.sort_of(request.GET.get("sort", ""))
    page = page_of(request, catalogue.in_order(rows, sort))
    answer = render(request, "web/lists/packages.html", shown | {"sort": sort, "page": page})
    return made_from(answer, [tags.PACKAGES, tags.CATEGORIES])


def grids(request: HttpRequest) -> HttpResponse:
    """Every grid."""
    sort = comparison.sort_of(request.GET.get("sort", ""))
    page = page_of(request, comparison.in_order(comparison.counted(), sort))
    return made_from(render(request, "web/lists/grids.html", {"sort": sort, "page": page}), [tags.GRIDS])
