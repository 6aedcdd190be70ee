"""Answers in the shape of pages and commands out of the simple search, which knows words and phrases alone."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import attrs

from packgrid.catalogue.models import Package
from packgrid.search.language import Query, text_of
from packgrid.search.models import Entry
from packgrid.search.query import find

MOST = 1000


@attrs.frozen
class Facet:
    """A value that answers have, and how many of them."""

    value: str
    count: int


@attrs.frozen
class Hit:
    """An answer: a package or a grid, with what a list says beside its name."""

    entry_id: int
    package_id: int | None
    grid_id: int | None
    slug: str
    title: str
    description: str
    labels: tuple[str, ...]


@attrs.frozen
class Results:
    """A page of answers. `count` is that of all, at least that where `is_capped`.

    `suggestion` is the question as it was probably meant, "" if it is right; `entries` answer that then. `near` is what
    comes near where nothing fits.
    """

    entries: Sequence[Hit]
    count: int
    is_capped: bool
    facets: Mapping[str, Sequence[Facet]]
    suggestion: str = ""
    near: Sequence[Hit] = ()


def search(query: Query, *, limit: int, offset: int = 0, now: datetime) -> Results:  # noqa: ARG001 no filter, no time
    """The best answers to a question: two queries."""
    found = find(text_of(attrs.evolve(query, without=(), filters=(), sort="")), MOST + 1)
    page = hits(found[:MOST][offset : offset + limit])
    return Results(entries=page, count=min(len(found), MOST), is_capped=len(found) > MOST, facets={})


def suggest(prefix: str, *, limit: int) -> Sequence[Hit]:
    """The best answers while somebody is typing: two queries."""
    return hits(find(prefix, limit))


def hits(entries: Iterable[Entry]) -> list[Hit]:
    """Entries as answers."""
    found = list(entries)
    packages = Package.objects.select_related("facts").in_bulk([entry.package_id for entry in found])
    return [
        Hit(
            entry_id=entry.pk,
            package_id=entry.package_id,
            grid_id=entry.grid_id,
            slug=entry.slug,
            title=entry.title,
            description=entry.description,
            labels=tuple(labels(packages.get(entry.package_id or 0))),
        )
        for entry in found
    ]


def labels(package: Package | None) -> Iterable[str]:
    """What a list says beside the name of a package."""
    if package and package.facts.is_archived:
        yield "archived"
    if package and package.deprecated_at:
        yield "deprecated"
    if package and package.replaced_by_id:
        yield "superseded"
