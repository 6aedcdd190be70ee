"""Pages of a list: the one that was requested, and links to the others."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

PAGE_SIZE = 50
LONGEST_NUMBER = 9


def page_of[Row](request: HttpRequest, rows: QuerySet[Any, Row] | Sequence[Row]) -> Page[Row]:
    """The requested page; the last one if the list has become shorter.

    Raises:
        Http404: `page` is not a number above 0.
    """
    return Paginator(rows, PAGE_SIZE).get_page(parse_page_number(request.GET.get("page") or "1"))


def parse_page_number(text: str) -> int:
    """The number of a page. A very long one becomes a number beyond the last page.

    Raises:
        Http404: the text is not a number above 0.
    """
    if not (text.isascii() and text.isdecimal() and text.strip("0")):
        raise Http404
    return int(text) if len(text) <= LONGEST_NUMBER else 10**LONGEST_NUMBER


def list_page_links(page: Page[Any], asked: Mapping[str, str]) -> list[tuple[str, str]]:
    """The page numbers to show, each with its address; "" is the address of a gap."""
    around = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [(str(step), make_page_url(asked, step) if isinstance(step, int) else "") for step in around]


def make_page_url(asked: Mapping[str, str], page: int) -> str:
    """The query of a page of a list; `asked` holds its other parameters."""
    return "?" + urlencode({**asked, "page": page} if page > 1 else asked)
