"""Pages of text: about, help, terms, feeds, and the documentation of the API."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from packgrid.httpcache.policy import cacheable
from packgrid.web.info_pages.api_page import read_api_page

PAGES = ("about", "help", "terms", "syndication")


def show_info_page(request: HttpRequest, name: str) -> HttpResponse:
    return cacheable(render(request, f"web/info_pages/{name}.html"), ())


def show_api_help(request: HttpRequest) -> HttpResponse:
    """The documentation of the API, with examples for this site."""
    page = read_api_page(f"{request.scheme}://{request.get_host()}")
    return cacheable(render(request, "web/info_pages/api.html", {"page": page}), ())
