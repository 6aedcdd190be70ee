"""The page of a package."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from packgrid.catalogue import queries as catalogue
from packgrid.publishing.public import made_from
from packgrid.web.finding import or_404
from packgrid.web.package.page import package_page, tags_of

AGES_S = 60
"""For how long a page may be kept that tells ages, such as "3 minutes ago"."""


def package(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything we know about a package."""
    shown = package_page(or_404(catalogue.package, slug))
    return made_from(render(request, "web/package/page.html", {"shown": shown}), tags_of(shown), kept_s=AGES_S)
