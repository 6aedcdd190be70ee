"""Pages of readiness for a version, and of statistics."""

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from packgrid.httpcache import tags
from packgrid.httpcache.policy import cacheable
from packgrid.web.lists.readiness import ANSWERS, PRODUCTS, read_readiness
from packgrid.web.lists.statistics import read_statistics

FRESH_FOR_S = 600


def show_readiness_index(request: HttpRequest) -> HttpResponse:
    """Every series of Django and Python."""
    shown = {"products": PRODUCTS, "today": datetime.now(UTC).date()}
    return cacheable(render(request, "web/lists/readiness_index.html", shown), (), fresh_for_s=FRESH_FOR_S)


def show_readiness(request: HttpRequest, product: str, series: str) -> HttpResponse:
    """The best known packages by whether they declare a series."""
    found = PRODUCTS.get(product)
    asked = next((one for one in found.series if one.name == series), None) if found else None
    if found is None or asked is None:
        raise Http404
    shown = {"shown": read_readiness(found, asked, today=datetime.now(UTC).date()), "answers": ANSWERS, "key": product}
    return cacheable(render(request, "web/lists/readiness.html", shown), [tags.PACKAGES], fresh_for_s=FRESH_FOR_S)


def show_statistics(request: HttpRequest) -> HttpResponse:
    """The statistics of the catalogue."""
    page = render(request, "web/lists/statistics.html", {"shown": read_statistics(datetime.now(UTC))})
    return cacheable(page, (), fresh_for_s=FRESH_FOR_S)
