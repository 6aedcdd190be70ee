"""The pages of a package: parse the request, read once, render."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from packgrid.assessment.queries import read_package_evidence
from packgrid.assessment.summary import summarize
from packgrid.catalogue import queries as catalogue
from packgrid.catalogue.advisories import has_osv_answered, read_package_vulnerabilities
from packgrid.catalogue.cooldown import find_cooling_release
from packgrid.catalogue.models import Package
from packgrid.catalogue.refresh_requests import request_refresh
from packgrid.history.queries import newest_changes
from packgrid.httpcache import tags
from packgrid.httpcache.policy import cacheable
from packgrid.search.answers import read_package_support
from packgrid.web.addresses import make_absolute_url
from packgrid.web.ages import count_fresh_seconds, list_counted_moments
from packgrid.web.cooldown import NAME as COOLDOWN
from packgrid.web.cooldown import make_cooldown_context, read_cooldown
from packgrid.web.lookups import find_or_404
from packgrid.web.package import health_page as weighing
from packgrid.web.package import trends, value_table
from packgrid.web.package.install_commands import choose_version, list_install_commands
from packgrid.web.package.json_ld import render_json_ld
from packgrid.web.package.links import find_changelog
from packgrid.web.package.maintainer_tasks import list_maintainer_tasks
from packgrid.web.package.metric_pages import read_index_page, read_metric_page
from packgrid.web.package.page import describe_package, list_page_tags, read_package_page
from packgrid.web.package.past_page import parse_past_day, read_past_page
from packgrid.web.package.releases import make_release_rows
from packgrid.web.package.support_matrix import list_newest_cells, make_full_matrix, make_newest_grid
from packgrid.web.package.unknown_values import describe_unknown_values
from packgrid.web.paging import page_of

AN_HOUR_S = 3600
SHOWN_CHANGES = 300


def show_package(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything we know about a package, or with `?at=` what was known at the end of a day."""
    try:
        found, now = find_or_404(catalogue.get_package, slug), timezone.now()
    except Http404:
        return redirect_to_spelling(request, slug)
    if day := parse_past_day(request.GET.get("at", ""), now.date()):
        return show_past(request, found, day)
    cooldown = make_cooldown_context(request.GET)
    shown, days = read_package_page(found, now), read_cooldown(request.GET)[0]
    page_url = make_absolute_url(request, found.get_absolute_url())
    picture_url = make_absolute_url(request, reverse("package-picture", args=[slug]))
    addresses = {"page_url": page_url, "picture_url": picture_url}
    context = {"shown": shown, "package": found, "linked": render_json_ld(shown, page_url)} | addresses
    cooling = find_cooling_release(found, shown.facts, now, days)
    installed = choose_version(cooling, is_asked=COOLDOWN in request.GET)
    commands = list_install_commands(found.pypi_name, installed)
    context |= cooldown | {
        "unknown": describe_unknown_values(shown),
        "tasks": list_maintainer_tasks(shown.found, now),
        "support": read_package_support(found),
        "cooling": cooling,
        "installed": installed,
        "commands": commands,
    }
    fresh_s = count_fresh_seconds(now, list_counted_moments(shown.found.evidence))
    if cooling:  # another release may become old enough
        fresh_s = min(fresh_s, AN_HOUR_S)
    return cacheable(render(request, "web/package/page.html", context), list_page_tags(shown), fresh_for_s=fresh_s)


def redirect_to_spelling(request: HttpRequest, name: str) -> HttpResponse:
    """Lead from another spelling of a slug or project name to the page of the package.

    Raises:
        Http404: it means no package.
    """
    slug = catalogue.find_other_spelling(name)
    if slug is None:
        raise Http404
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    return HttpResponsePermanentRedirect(reverse("package", args=[slug]) + query)


def show_past(request: HttpRequest, found: Package, day: date) -> HttpResponse:
    return render_part(request, found, "past", {"then": read_past_page(found, day, timezone.now())})


def render_part(
    request: HttpRequest,
    found: Package,
    name: str,
    context: Mapping[str, object],
    moments: Iterable[datetime | None] = (),
) -> HttpResponse:
    """Render one of the pages below a package; `moments` are those from which it counts full days."""
    common = {
        "package": found,
        "description": describe_package(catalogue.facts_of(found)),
        "page_url": make_absolute_url(request, request.path),
    }
    answer = render(request, f"web/package/{name}.html", common | dict(context))
    fresh_s = count_fresh_seconds(timezone.now(), moments)
    return cacheable(answer, tags.packages([found.pk]) | {tags.CATEGORIES}, fresh_for_s=fresh_s)


def show_releases(request: HttpRequest, slug: str) -> HttpResponse:
    found = find_or_404(catalogue.get_package, slug)
    facts, page = catalogue.facts_of(found), page_of(request, catalogue.all_releases(found))
    known = read_package_vulnerabilities(found) if has_osv_answered(found.pk) else None
    shown = make_release_rows(found, facts, list(page.object_list), known)
    return render_part(request, found, "releases", {"page": page, "rows": shown, "changelog": find_changelog(facts)})


def show_support(request: HttpRequest, slug: str) -> HttpResponse:
    """The support of each release for each Django, Python and framework that it mentions."""
    found = find_or_404(catalogue.get_package, slug)
    evidence, now = read_package_evidence(found), timezone.now()
    return render_part(
        request,
        found,
        "support",
        {
            "support": read_package_support(found),
            "matrix": make_full_matrix(evidence, now),
            "together": make_newest_grid(evidence, now),
            "newest": list_newest_cells(evidence, now),
        },
    )


def show_health(request: HttpRequest, slug: str) -> HttpResponse:
    """The labels, and the score with the weights of the address."""
    found, now, weights = (
        find_or_404(catalogue.get_package, slug),
        timezone.now(),
        weighing.parse_weights(request.GET.dict()),
    )
    summary = summarize(read_package_evidence(found), weights=weights, now=now)
    context = {
        "found": summary,
        "parts": weighing.weigh_parts(summary.score.parts),
        "presets": weighing.list_presets(weights),
        "others": list(weighing.list_other_results(summary, now)),
        "tasks": list_maintainer_tasks(summary, now),
    }
    return render_part(request, found, "health", context, list_counted_moments(summary.evidence))


def show_activity(request: HttpRequest, slug: str) -> HttpResponse:
    """Metrics over the years of the address, and the changes of a package, newest first."""
    found, asked = find_or_404(catalogue.get_package, slug), request.GET.get("years", trends.DEFAULT_RANGE)
    span = trends.parse_span(asked, timezone.now().date())
    context = {
        "facts": catalogue.facts_of(found),
        "span": span,
        "ranges": trends.RANGES,
        "years": asked if asked in trends.RANGES else trends.DEFAULT_RANGE,
        "trends": trends.read_trends(found.pk, span),
        "weeks": trends.read_weekly_commits(found.pk, span),
        "events": newest_changes(limit=SHOWN_CHANGES, package_ids=[found.pk]),
    }
    return render_part(request, found, "activity", context)


def show_facts(request: HttpRequest, slug: str) -> HttpResponse:
    """Every value with its source and its age."""
    found = find_or_404(catalogue.get_package, slug)
    return render_part(request, found, "facts", {"values": value_table.read_value_table(found)})


@login_required(login_url="/login/")
def refresh_package(request: HttpRequest, slug: str) -> HttpResponse:
    """Request a refresh of a package (POST) and say what will happen. A GET changes nothing."""
    found = find_or_404(catalogue.get_package, slug)
    if request.method == "POST":
        sentence = request_refresh(found.pk, now=timezone.now())
        messages.info(request, f"{sentence} This page shows what is found, as soon as it is.")
    return redirect(found)


def show_metrics(request: HttpRequest) -> HttpResponse:
    """The index of the pages that explain numbers and labels."""
    return cacheable(render(request, "web/package/metric.html", {"found": read_index_page(), "is_index": True}), ())


def show_metric(request: HttpRequest, key: str) -> HttpResponse:
    try:
        found = read_metric_page(key)
    except KeyError as error:
        raise Http404 from error
    return cacheable(render(request, "web/package/metric.html", {"found": found}), ())
