"""The two layouts of a list: a table for comparing, cards for reading."""

from collections.abc import Sequence

import attrs
from django.http import HttpRequest

LAYOUTS = {"table": "Table", "cards": "Cards"}


@attrs.frozen
class ListLayout:
    """A layout to choose, with the address of the same page in it."""

    title: str
    url: str
    is_current: bool


def read_layout(request: HttpRequest, usual: str) -> str:
    """The layout that the address asks for, else the usual one."""
    asked = request.GET.get("shape", "")
    return asked if asked in LAYOUTS else usual


def make_layout_parameters(layout: str, usual: str) -> dict[str, str]:
    """The parameters that give other pages of the list the same layout."""
    return {} if layout == usual else {"shape": layout}


def list_layouts(request: HttpRequest, current: str) -> Sequence[ListLayout]:
    """The layouts to choose from, with addresses that keep all other parameters except the page."""
    return [ListLayout(title, make_layout_url(request, name), name == current) for name, title in LAYOUTS.items()]


def make_layout_url(request: HttpRequest, layout: str) -> str:
    """The query of this request with another layout."""
    asked = request.GET.copy()
    asked["shape"] = layout
    asked.pop("page", None)
    return f"?{asked.urlencode()}"
