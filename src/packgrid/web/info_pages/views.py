"""Pages of text: about, help, terms, feeds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from packgrid.httpcache.policy import cacheable

PAGES = ("about", "help", "terms", "syndication")


def show_info_page(request: HttpRequest, name: str) -> HttpResponse:
    return cacheable(render(request, f"web/info_pages/{name}.html"), ())
