"""Pages: parse the request, read once, render."""

from collections.abc import Callable

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.generic import RedirectView

from packgrid.catalogue import queries as catalogue
from packgrid.catalogue.models import Package
from packgrid.comparison import queries as comparison
from packgrid.comparison.table import grid_table
from packgrid.publishing import tags
from packgrid.publishing.public import made_from
from packgrid.web.package_page import package_page, tags_of
from packgrid.web.paging import page_of

A_SHELF = 8
AGES_S = 60
"""For how long a page may be kept that tells ages, such as "3 minutes ago"."""
ROBOTS = "User-agent: *\nDisallow: /admin/\nDisallow: /search/\n"


def home(request: HttpRequest) -> HttpResponse:
    """Search, grids, what is new."""
    page = render(
        request,
        "web/home.html",
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
    page = page_of(request, catalogue.Listing(rows, sort))
    answer = render(request, "web/packages.html", shown | {"sort": sort, "page": page})
    return made_from(answer, [tags.PACKAGES, tags.CATEGORIES])


def package(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything we know about a package."""
    shown = package_page(or_404(catalogue.package, slug))
    return made_from(render(request, "web/package.html", {"shown": shown}), tags_of(shown), kept_s=AGES_S)


def grids(request: HttpRequest) -> HttpResponse:
    """Every grid."""
    sort = comparison.sort_of(request.GET.get("sort", ""))
    page = page_of(request, comparison.in_order(comparison.counted(), sort))
    return made_from(render(request, "web/grids.html", {"sort": sort, "page": page}), [tags.GRIDS])


def grid(request: HttpRequest, slug: str) -> HttpResponse:
    """All packages of a grid side by side."""
    found = or_404(comparison.grid, slug)
    page = render(request, "web/grid.html", {"grid": found, "table": grid_table(found)})
    return made_from(page, {*tags.grids([found.pk]), tags.CATEGORIES})


def robots(_request: HttpRequest) -> HttpResponse:
    """What crawlers may read."""
    return made_from(HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8"), ())


class Icon(RedirectView):
    """The site's icon, for whoever asks at the usual addresses without having read a page."""

    def get_redirect_url(self, *_args: object, **_kwargs: object) -> str:
        """Where the icon is, by its content."""
        return static("packgrid/icon.svg")


def or_404[Found](read: Callable[[str], Found], slug: str) -> Found:
    """What a read gives, or the page that says that it does not exist."""
    try:
        return read(slug)
    except ObjectDoesNotExist as error:
        raise Http404 from error
