"""Pages of words: about, help, terms, feeds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from packgrid.httpcache.policy import cacheable

PAGES = ("about", "help", "terms", "syndication")


def words(request: HttpRequest, name: str) -> HttpResponse:
    """The page of this name."""
    return cacheable(render(request, f"web/words/{name}.html"), ())
