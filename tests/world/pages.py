"""Lists that come a page at a time."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import attrs

from world.answers import Call


@attrs.frozen
class Page:
    """A part of a list: the `number` of the page, from 1, and how many there are."""

    items: Sequence[Any]
    number: int
    last: int
    size: int
    total: int

    def link(self, call: Call, url: str) -> dict[str, str]:
        """The header that leads to the other pages (RFC 8288), none where there are no others."""
        to = {"prev": self.number - 1, "next": self.number + 1, "last": self.last, "first": 1}
        wanted = (["prev", "first"] if self.number > 1 else []) + (["next", "last"] if self.number < self.last else [])
        said = ", ".join(f'<{url}?{urlencode({**call.query, "page": to[rel]})}>; rel="{rel}"' for rel in wanted)
        return {"link": said} if said else {}


def paged(call: Call, every: Sequence[Any], *, size_name: str, size: int) -> Page:
    """The page that is asked for by `page` and a size, at most a hundred."""
    size, number = call.number(size_name, size) or size, call.number("page", 1, most=10_000) or 1
    part = every[(number - 1) * size : number * size]
    return Page(part, number, max(1, -(-len(every) // size)), size, len(every))
