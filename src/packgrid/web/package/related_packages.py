"""The packages related to a package: the most similar ones of its grids, and those that require it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import attrs

from packgrid.catalogue.models import Facts, Package
from packgrid.comparison.models import GridPackage
from packgrid.search.query import Hit, search
from packgrid.search.query_language import parse_query
from packgrid.search.tags import required_projects
from packgrid.web.package.similarity import PackageTraits, Similarity, find_most_similar

SHOWN_DEPENDENTS = 8
COLUMNS = ("package", "grid", "package__slug", "package__title", "package__facts__topics")
MORE_COLUMNS = ("package__facts__requires_dist", "package__facts__stars")


@attrs.frozen
class SimilarPackage:
    """A similar package, and what they share."""

    slug: str
    title: str
    by: Similarity

    @property
    def url(self) -> str:
        return f"/packages/p/{self.slug}/"


@attrs.frozen
class Dependents:
    """Packages that require this one, the best known first. If `is_capped`, there are more than `count`."""

    shown: Sequence[Hit]
    count: int
    is_capped: bool


def find_similar_packages(package: Package, facts: Facts, grid_ids: Sequence[int]) -> list[SimilarPackage]:
    """The most similar packages of its grids; one query, none if it is in no grid."""
    if not grid_ids:
        return []
    columns = GridPackage.objects.filter(grid__in=grid_ids, package__is_hidden=False)
    found = list(columns.order_by().values_list(*COLUMNS, *MORE_COLUMNS))
    names = {row[0]: (row[2], row[3]) for row in found}
    us = PackageTraits(
        pk=package.pk,
        grids=frozenset(grid_ids),
        topics=frozenset(facts.topics or ()),
        needs=frozenset(required_projects(facts.requires_dist or ())),
    )
    alike = find_most_similar(us, read_traits(found), Counter(row[1] for row in found))
    return [SimilarPackage(*names[other.pk], other) for other in alike]


def read_traits(found: Iterable[tuple[Any, ...]]) -> list[PackageTraits]:
    """The traits of the packages of these rows, each package once with all its grids."""
    rows = list(found)
    grids: dict[int, set[int]] = defaultdict(set)
    for pk, grid, *_ in rows:
        grids[pk].add(grid)
    return [
        PackageTraits(
            pk=pk,
            grids=frozenset(grids[pk]),
            topics=frozenset(topics or ()),
            needs=frozenset(required_projects(requires_dist or ())),
            stars=stars or 0,
        )
        for pk, _grid, _slug, _title, topics, requires_dist, stars in {row[0]: row for row in rows}.values()
    ]


def find_dependents(package: Package, now: datetime) -> Dependents | None:
    """The packages that require it, from the search index; one query. None if it has no PyPI project."""
    if not package.pypi_name:
        return None
    found = search(parse_query(f"uses:{package.pypi_name}"), limit=SHOWN_DEPENDENTS, now=now)
    return Dependents(found.entries, found.count, found.is_capped)
