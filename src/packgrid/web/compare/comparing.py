"""Comparing any packages: who was meant by the names in an address, and the ways to add, move and take away."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from difflib import get_close_matches

import attrs
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from packgrid.comparison import recent
from packgrid.comparison.reading import MOST_SIDES, shared_parts, sides_named
from packgrid.comparison.table import Part, Side
from packgrid.search.query import Hit, suggest
from packgrid.web.compare import drawing
from packgrid.web.compare.page import TablePage, table_page
from packgrid.web.compare.state import State, address

A_PAIR = 2
NEAR, MOST_UNKNOWN, OFFERED = 3, 5, 8
ROBOT = re.compile(r"bot|crawl|spider|slurp|preview|curl|wget|python|java/|go-http|https?:|monitor", re.IGNORECASE)
"""The obvious ones; polite robots give an address."""


@attrs.frozen(kw_only=True)
class Compared:
    """A comparison: the packages that exist, the features of the grids they share, and the page of both."""

    state: State
    sides: Sequence[Side]
    parts: Sequence[Part]
    page: TablePage
    too_many: int

    @property
    def title(self) -> str:
        """Their names."""
        *before, last = [side.title for side in self.sides] or [""]
        return _("%(names)s and %(last)s") % {"names": ", ".join(before), "last": last} if before else last

    @property
    def is_comparison(self) -> bool:
        """Whether there are two at least."""
        return len(self.sides) >= A_PAIR

    @property
    def is_whole(self) -> bool:
        """Whether it is a comparison of all that were named."""
        return self.is_comparison and len(self.sides) == len(self.state.named)

    @property
    def heads(self) -> SafeString:
        """The heads of the columns, each with the ways to move it and to take it away."""
        return heads(self.page.table.sides, self.state)

    @property
    def slugs(self) -> str:
        """What a new grid is made of."""
        return ",".join(side.slug for side in self.sides)


def compared(state: State, now: datetime) -> Compared:
    """The comparison of the packages that are named, as many as fit: five queries."""
    kept = attrs.evolve(state, named=state.named[:MOST_SIDES])
    sides = sides_named(kept.named, now)
    parts = shared_parts(sides) if len(sides) >= A_PAIR else []
    page, too_many = table_page(sides, parts, kept, now), len(state.named) - len(kept.named)
    return Compared(state=kept, sides=sides, parts=parts, page=page, too_many=too_many)


def is_robot(agent: str) -> bool:
    """Whether it says that it is a program, or says nothing."""
    return not agent or bool(ROBOT.search(agent))


def remember(found: Compared, now: datetime) -> None:
    """Keep that these were compared, for others who choose among them."""
    recent.remember([side.package_id for side in found.sides], now=now)


@attrs.frozen
class Offer:
    """A comparison to look at."""

    title: str
    url: str


def offered() -> list[Offer]:
    """What was compared lately: two queries."""
    return [
        Offer(", ".join(package.title for package in packages), "?p=" + ",".join(package.slug for package in packages))
        for packages in recent.recently_compared(OFFERED)
    ]


@attrs.frozen
class Missing:
    """A name that no package has: those that come near, and the address without it."""

    name: str
    near: Sequence[Offer]
    url: str


def missing(found: Compared) -> Iterator[Missing]:
    """The names that no package has, a few at most; up to three queries each."""
    known = {side.slug for side in found.sides}
    for name in [name for name in found.state.named if name not in known][:MOST_UNKNOWN]:
        near = [Offer(hit.title, replaced(found.state, name, hit.slug)) for hit in nearest(name)]
        yield Missing(name, near, replaced(found.state, name, ""))


def nearest(name: str) -> list[Hit]:
    """The packages that come near a name, nearest first."""
    hits = [hit for hit in suggest(name.replace("-", " "), limit=2 * NEAR) if hit.package_id]
    closest = get_close_matches(name, [hit.slug for hit in hits], n=1)
    return sorted(hits, key=lambda hit: hit.slug not in closest)[:NEAR]


def replaced(state: State, name: str, other: str) -> str:
    """The address with another package in a place, or with none."""
    named = [other if one == name else one for one in state.named]
    return address(state, named=tuple(dict.fromkeys(filter(None, named))))


def heads(sides: Sequence[Side], state: State) -> SafeString:
    """The heads of the columns, each with the ways to move it and to take it away."""
    return mark_safe(  # noqa: S308 escaped where it is made
        "".join(drawing.head(side, more=ways(side, sides, state), is_selectable=False) for side in sides)
    )


def ways(side: Side, sides: Sequence[Side], state: State) -> str:
    """The links to move a package and to take it away."""
    slugs = [one.slug for one in sides]
    at = slugs.index(side.slug)
    name = {"title": side.title}
    links = [link(address(state, named=without(slugs, at)), "✕", _("Remove %(title)s") % name)]
    back, on = "→←" if get_language_bidi() else "←→"
    if at + 1 < len(slugs):
        links.insert(0, link(moved(state, slugs, at), on, _("Move %(title)s one place on") % name))
    if at:
        links.insert(0, link(moved(state, slugs, at - 1), back, _("Move %(title)s one place back") % name))
    return f'<span class="ways">{" ".join(links)}</span>'


def without(slugs: Sequence[str], at: int) -> tuple[str, ...]:
    """All but one."""
    return (*slugs[:at], *slugs[at + 1 :])


def moved(state: State, slugs: Sequence[str], at: int) -> str:
    """The address with a package and the one behind it in each other's place, in the order that is seen."""
    return address(state, named=(*slugs[:at], slugs[at + 1], slugs[at], *slugs[at + 2 :]), sort="")


def link(url: str, sign: str, label: str) -> str:
    """A link that shows a sign and says what it does."""
    return f'<a href="{escape(url)}" aria-label="{escape(label)}">{sign}</a>'
