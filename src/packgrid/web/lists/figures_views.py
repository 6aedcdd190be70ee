"""Pages of figures: readiness for a version, statistics."""

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from packgrid.httpcache import tags
from packgrid.httpcache.policy import cacheable
from packgrid.web.lists.readiness import ANSWERS, PRODUCTS, readiness
from packgrid.web.lists.statistics import statistics

KEPT_S = 600


def readiness_index(request: HttpRequest) -> HttpResponse:
    """Every series of Django and Python."""
    shown = {"products": PRODUCTS, "today": datetime.now(UTC).date()}
    return cacheable(render(request, "web/lists/readiness_index.html", shown), (), fresh_for_s=KEPT_S)


def readiness_of(request: HttpRequest, product: str, series: str) -> HttpResponse:
    """Which of the best known packages declare a series."""
    found = PRODUCTS.get(product)
    asked = next((one for one in found.series if one.name == series), None) if found else None
    if found is None or asked is None:
        raise Http404
    shown = {"shown": readiness(found, asked, today=datetime.now(UTC).date()), "answers": ANSWERS, "key": product}
    return cacheable(render(request, "web/lists/readiness.html", shown), [tags.PACKAGES], fresh_for_s=KEPT_S)


def open_figures(request: HttpRequest) -> HttpResponse:
    """The catalogue in figures."""
    page = render(request, "web/lists/statistics.html", {"shown": statistics(datetime.now(UTC))})
    return cacheable(page, (), fresh_for_s=KEPT_S)
