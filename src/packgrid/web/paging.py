"""Which page of a list was asked for, and how to get to the others."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

PAGE_SIZE = 50
LONGEST_NUMBER = 9


def page_of[Row: Model](request: HttpRequest, rows: QuerySet[Row] | Sequence[Row]) -> Page[Row]:
    """The page asked for; the last one where the list has become shorter.

    Raises:
        Http404: `page` is not a number above 0.
    """
    return Paginator(rows, PAGE_SIZE).get_page(number(request.GET.get("page") or "1"))


def number(said: str) -> int:
    """The number of a page; any that is too long to be one is beyond the end."""
    if not (said.isascii() and said.isdecimal() and said.strip("0")):
        raise Http404
    return int(said) if len(said) <= LONGEST_NUMBER else 10**LONGEST_NUMBER


def steps(page: Page[Any], asked: Mapping[str, str]) -> list[tuple[str, str]]:
    """The pages to offer, each with its address; an address of "" is a gap."""
    around = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [(str(step), address(asked, step) if isinstance(step, int) else "") for step in around]


def address(asked: Mapping[str, str], page: int) -> str:
    """The query of a page of a list; `asked` is what it carries besides."""
    return "?" + urlencode({**asked, "page": page} if page > 1 else asked)
