"""Comparisons of any packages: finds the packages that an address names, and links that add, move and remove them."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from difflib import get_close_matches

import attrs
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from packgrid.comparison import recent_comparisons
from packgrid.comparison.side_queries import MOST_SIDES, shared_parts, sides_by_slug
from packgrid.comparison.table import Part, Side
from packgrid.search.query import Hit, suggest
from packgrid.web.compare import table_html
from packgrid.web.compare.page import TablePage, make_table_page
from packgrid.web.compare.state import TableState, make_address

FEWEST = 2
NEAR, MOST_UNKNOWN, OFFERED = 3, 5, 8
ROBOT = re.compile(r"bot|crawl|spider|slurp|preview|curl|wget|python|java/|go-http|https?:|monitor", re.IGNORECASE)
"""The obvious ones; polite robots give an address."""


@attrs.frozen(kw_only=True)
class PackageComparison:
    """A comparison: the packages that exist, the features of the grids they share, and the page of both."""

    state: TableState
    sides: Sequence[Side]
    parts: Sequence[Part]
    page: TablePage
    too_many: int

    @property
    def title(self) -> str:
        """The titles of the packages in a sentence."""
        *before, last = [side.title for side in self.sides] or [""]
        return f"{', '.join(before)} and {last}" if before else last

    @property
    def is_comparison(self) -> bool:
        """True if there are at least two packages."""
        return len(self.sides) >= FEWEST

    @property
    def is_complete(self) -> bool:
        """True if every named package exists."""
        return self.is_comparison and len(self.sides) == len(self.state.named)

    @property
    def heads(self) -> SafeString:
        """The heads of the columns, with links to move and to remove the package."""
        return make_heads(self.page.table.sides, self.state)

    @property
    def links(self) -> list[str]:
        """The links to move and to remove each package, as HTML."""
        sides = self.page.table.sides
        return [render_links(side, sides, self.state) for side in sides]

    @property
    def slugs(self) -> str:
        """The slugs of the packages, for a new grid."""
        return ",".join(side.slug for side in self.sides)


def make_comparison(state: TableState, now: datetime) -> PackageComparison:
    """The comparison of the named packages, cut to as many as fit; five queries."""
    cut = attrs.evolve(state, named=state.named[:MOST_SIDES])
    sides = sides_by_slug(cut.named, now)
    parts = shared_parts(sides) if len(sides) >= FEWEST else []
    page, too_many = make_table_page(sides, parts, cut, now), len(state.named) - len(cut.named)
    return PackageComparison(state=cut, sides=sides, parts=parts, page=page, too_many=too_many)


def is_robot(agent: str) -> bool:
    """True if the user agent is empty or names a program."""
    return not agent or bool(ROBOT.search(agent))


def remember_comparison(found: PackageComparison, now: datetime) -> None:
    """Store the comparison, to offer it to others."""
    recent_comparisons.store_comparison([side.package_id for side in found.sides], now=now)


@attrs.frozen
class OfferedComparison:
    """A link to a comparison."""

    title: str
    url: str


def offer_comparisons() -> list[OfferedComparison]:
    """Links to recent comparisons; two queries."""
    return [
        OfferedComparison(
            ", ".join(package.title for package in packages), "?p=" + ",".join(package.slug for package in packages)
        )
        for packages in recent_comparisons.read_recent_comparisons(OFFERED)
    ]


@attrs.frozen
class MissingName:
    """A name that no package has, packages with a similar name, and the address without it."""

    name: str
    near: Sequence[OfferedComparison]
    url: str


def find_missing_names(found: PackageComparison) -> Iterator[MissingName]:
    """The first few names that no package has; up to three queries each."""
    known = {side.slug for side in found.sides}
    for name in [name for name in found.state.named if name not in known][:MOST_UNKNOWN]:
        near = [
            OfferedComparison(hit.title, make_address_with_replaced(found.state, name, hit.slug))
            for hit in find_near_packages(name)
        ]
        yield MissingName(name, near, make_address_with_replaced(found.state, name, ""))


def find_near_packages(name: str) -> list[Hit]:
    """Packages with a similar name, the most similar first."""
    hits = [hit for hit in suggest(name.replace("-", " "), limit=2 * NEAR) if hit.package_id]
    closest = get_close_matches(name, [hit.slug for hit in hits], n=1)
    return sorted(hits, key=lambda hit: hit.slug not in closest)[:NEAR]


def make_address_with_replaced(state: TableState, name: str, other: str) -> str:
    """The address with one package replaced, or removed where `other` is ""."""
    named = [other if one == name else one for one in state.named]
    return make_address(state, named=tuple(dict.fromkeys(filter(None, named))))


def make_heads(sides: Sequence[Side], state: TableState) -> SafeString:
    """The heads of the columns, with links to move and to remove the package."""
    return mark_safe(  # noqa: S308 escaped where it is made
        "".join(
            table_html.render_head(side, more=render_links(side, sides, state), is_selectable=False) for side in sides
        )
    )


def render_links(side: Side, sides: Sequence[Side], state: TableState) -> str:
    """The links that move or remove a package, as HTML."""
    slugs = [one.slug for one in sides]
    at = slugs.index(side.slug)
    links = [render_link(make_address(state, named=remove_at(slugs, at)), "✕", f"Remove {side.title}")]
    if at + 1 < len(slugs):
        link = render_link(make_address_with_moved(state, slugs, at), "→", f"Move {side.title} one place on")
        links.insert(0, link)
    if at:
        link = render_link(make_address_with_moved(state, slugs, at - 1), "←", f"Move {side.title} one place back")
        links.insert(0, link)
    return f'<span class="ways">{" ".join(links)}</span>'


def remove_at(slugs: Sequence[str], at: int) -> tuple[str, ...]:
    """The slugs without the one at a place."""
    return (*slugs[:at], *slugs[at + 1 :])


def make_address_with_moved(state: TableState, slugs: Sequence[str], at: int) -> str:
    """The address with two neighbours swapped, in the order that is shown."""
    return make_address(state, named=(*slugs[:at], slugs[at + 1], slugs[at], *slugs[at + 2 :]), sort="")


def render_link(url: str, sign: str, label: str) -> str:
    """A link with a sign and a label."""
    return f'<a href="{escape(url)}" aria-label="{escape(label)}">{sign}</a>'
