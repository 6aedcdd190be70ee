"""Pages to share a package elsewhere: its badges, its card, and the texts to copy."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override

from packgrid.assessment.queries import read_package_evidence
from packgrid.assessment.summary import summarize
from packgrid.catalogue import queries as catalogue
from packgrid.catalogue.cooldown import seconds_to_next_day
from packgrid.httpcache import tags
from packgrid.httpcache.policy import cacheable
from packgrid.web.addresses import make_absolute_url
from packgrid.web.ages import count_fresh_seconds, list_counted_moments
from packgrid.web.cooldown import read_cooldown
from packgrid.web.lookups import find_or_404
from packgrid.web.package import badges, citations
from packgrid.web.package.page import describe_package
from packgrid.web.xml_output import clean_xml

AN_HOUR_S = 3600
POLICY: dict[str, Any] = settings.SECURE_CSP
ANYWHERE = {**POLICY, "frame-ancestors": ["*"]}
"""The policy of the one page that is made for frames."""


def show_share(request: HttpRequest, slug: str) -> HttpResponse:
    package = find_or_404(catalogue.get_package, slug)
    facts, page = catalogue.facts_of(package), make_absolute_url(request, package.get_absolute_url())
    context = {
        "package": package,
        "description": describe_package(facts),
        "page_url": make_absolute_url(request, request.path),
        "badges": citations.list_badge_texts(package.title, page, f"{page}badge.svg"),
        "card": citations.make_card_text(package.title, f"{page}card/"),
        "citations": citations.list_citations(citations.make_citation(package, facts, page)),
    }
    answer = render(request, "web/package/share.html", context)
    return cacheable(answer, tags.packages([package.pk]) | {tags.CATEGORIES})


def show_badge(request: HttpRequest, slug: str) -> HttpResponse:
    """A badge as SVG; one query, six if it shows a conclusion."""
    package = find_or_404(catalogue.get_package, slug)
    shown = badges.BADGES.get(request.GET.get("show", badges.DEFAULT))
    if shown is None:
        raise Http404
    now, cooldown = timezone.now(), read_cooldown(request.GET)[0]
    said = shown(
        badges.BadgeSubject(
            package=package,
            now=now,
            cooldown=cooldown,
            make_summary=lambda: summarize(read_package_evidence(package), now=now),
        )
    )
    released_at = catalogue.facts_of(package).released_at
    fresh_s = min(AN_HOUR_S, seconds_to_next_day([released_at], now) or AN_HOUR_S) if released_at else AN_HOUR_S
    answer = clean_xml(HttpResponse(badges.draw_badge(said), content_type="image/svg+xml; charset=utf-8"))
    return cacheable(answer, tags.packages([package.pk]), fresh_for_s=fresh_s)


@xframe_options_exempt
@csp_override(ANYWHERE)
def show_card(request: HttpRequest, slug: str) -> HttpResponse:
    """A small page about a package, made for a frame on another site."""
    package, now = find_or_404(catalogue.get_package, slug), timezone.now()
    found = summarize(read_package_evidence(package), now=now)
    context = {
        "package": package,
        "facts": catalogue.facts_of(package),
        "description": describe_package(catalogue.facts_of(package)),
        "found": found,
        "page_url": make_absolute_url(request, package.get_absolute_url()),
    }
    fresh_s = count_fresh_seconds(now, list_counted_moments(found.evidence))
    return cacheable(
        render(request, "web/package/card.html", context), tags.packages([package.pk]), fresh_for_s=fresh_s
    )
