"""The two shapes of a list: a table for who compares figures, cards for who reads."""

from collections.abc import Sequence

import attrs
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

SHAPES = {"table": _("Table"), "cards": _("Cards")}


@attrs.frozen
class Shape:
    """A shape to choose: its title, the address of the same page in it."""

    title: str
    url: str
    is_current: bool


def shape_of(request: HttpRequest, usual: str) -> str:
    """The shape that was asked for, else the usual one."""
    asked = request.GET.get("shape", "")
    return asked if asked in SHAPES else usual


def kept(shape: str, usual: str) -> dict[str, str]:
    """What the addresses of other pages carry, so that they have the same shape."""
    return {} if shape == usual else {"shape": shape}


def shapes(request: HttpRequest, current: str) -> Sequence[Shape]:
    """The shapes to choose from; what else was asked for stays, but for the page."""
    return [Shape(str(title), asked_with(request, name), name == current) for name, title in SHAPES.items()]


def asked_with(request: HttpRequest, shape: str) -> str:
    """The query of this request with another shape."""
    asked = request.GET.copy()
    asked["shape"] = shape
    asked.pop("page", None)
    return f"?{asked.urlencode()}"
