"""Pages of readiness for a series of a framework, and of statistics."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from packgrid.httpcache import tags
from packgrid.httpcache.policy import cacheable
from packgrid.lib.frameworks import BY_NAME, FRAMEWORKS, Framework
from packgrid.web.lists.readiness import ANSWERS, read_framework_readiness, read_readiness
from packgrid.web.lists.statistics import read_statistics

FRESH_FOR_S = 600


def show_readiness_index(request: HttpRequest) -> HttpResponse:
    """Every series of every framework."""
    shown = {"frameworks": FRAMEWORKS, "today": datetime.now(UTC).date()}
    return cacheable(render(request, "web/lists/readiness_index.html", shown), (), fresh_for_s=FRESH_FOR_S)


def show_framework_readiness(request: HttpRequest, name: str) -> HttpResponse:
    """The series of a framework, with how many packages declare or allow each."""
    framework = BY_NAME.get(name.lower())
    if framework is None:
        return render_unknown_framework(request, name)
    if name != framework.key:
        return HttpResponsePermanentRedirect(reverse("readiness-framework", args=[framework.key]))
    shown = {"shown": read_framework_readiness(framework), "today": datetime.now(UTC).date()}
    page = render(request, "web/lists/readiness_framework.html", shown)
    return cacheable(page, [tags.PACKAGES], fresh_for_s=FRESH_FOR_S)


def show_readiness(request: HttpRequest, name: str, version: str) -> HttpResponse:
    """The best known packages by whether they declare a series."""
    framework = BY_NAME.get(name.lower())
    if framework is None:
        return render_unknown_framework(request, name)
    series = framework.find_series(version)
    if series is None:
        return render_unknown_series(request, framework, version)
    if (name, version) != (framework.key, series.name):
        return HttpResponsePermanentRedirect(reverse("readiness-of", args=[framework.key, series.name]))
    found = read_readiness(framework, series, today=datetime.now(UTC).date())
    page = render(request, "web/lists/readiness.html", {"shown": found, "answers": ANSWERS})
    return cacheable(page, [tags.PACKAGES], fresh_for_s=FRESH_FOR_S)


def render_unknown_framework(request: HttpRequest, name: str) -> HttpResponse:
    """404 with the frameworks that there are."""
    return render(request, "web/lists/readiness_unknown.html", {"name": name, "frameworks": FRAMEWORKS}, status=404)


def render_unknown_series(request: HttpRequest, framework: Framework, version: str) -> HttpResponse:
    """404 with the series of the framework."""
    shown = {"name": version, "framework": framework, "frameworks": FRAMEWORKS}
    return render(request, "web/lists/readiness_unknown.html", shown, status=404)


def show_statistics(request: HttpRequest) -> HttpResponse:
    """The statistics of the catalogue."""
    page = render(request, "web/lists/statistics.html", {"shown": read_statistics(datetime.now(UTC))})
    return cacheable(page, (), fresh_for_s=FRESH_FOR_S)
