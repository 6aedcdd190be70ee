"""Pages of words: about, help, terms, feeds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from packgrid.publishing.public import made_from

PAGES = ("about", "help", "terms", "syndication")
MOVED = {
    "faq": "/about/",
    "acceptable-use": "/terms/",
    "stack": "/about/#stack",
    "funding": "/about/#funding",
    "changelog": "/changes/",
    "changelog/feeds": "/feeds/changes/rss/",
    "changelog/feeds/rss": "/feeds/changes/rss/",
    "changelog/feeds/atom": "/feeds/changes/atom/",
}
"""Where the old system's pages of words are now."""


def words(request: HttpRequest, name: str) -> HttpResponse:
    """The page of this name."""
    return made_from(render(request, f"web/words/{name}.html"), ())
