"""The packages related to a package: the most similar ones of its grids, and those that require it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

import attrs

from packgrid.catalogue.models import Facts, Package
from packgrid.catalogue.page_paths import package_path
from packgrid.comparison.queries import MOST_KEPT_LISTS, GridMember, list_members
from packgrid.search.query import Hit, search
from packgrid.search.query_language import parse_query
from packgrid.search.tags import required_projects
from packgrid.web.package.similarity import PackageTraits, Similarity, find_most_similar

SHOWN_DEPENDENTS = 8


@attrs.frozen
class SimilarPackage:
    """A similar package, and what they share."""

    slug: str
    title: str
    by: Similarity

    @property
    def url(self) -> str:
        return package_path(self.slug)


@attrs.frozen
class Dependents:
    """Packages that require this one, the best known first. If `is_capped`, there are more than `count`."""

    shown: Sequence[Hit]
    count: int
    is_capped: bool


def find_similar_packages(package: Package, facts: Facts, grid_ids: Sequence[int]) -> list[SimilarPackage]:
    """The most similar packages of its grids; one query, none if it is in no grid."""
    members = list_members(grid_ids)
    by_id = {member.package_id: member for member in members}
    traits = PackageTraits(
        pk=package.pk,
        grids=frozenset(grid_ids),
        topics=frozenset(facts.topics or ()),
        needs=frozenset(required_projects(facts.requires_dist or ())),
    )
    grid_sizes = Counter(member.grid_id for member in members)
    return [
        SimilarPackage(by_id[similar.pk].slug, by_id[similar.pk].title, similar)
        for similar in find_most_similar(traits, make_traits(members), grid_sizes)
    ]


def make_traits(members: Iterable[GridMember]) -> list[PackageTraits]:
    """The traits of these packages, each package once with all its grids."""
    by_id: dict[int, GridMember] = {}
    grids: dict[int, set[int]] = defaultdict(set)
    for member in members:
        by_id[member.package_id] = member
        grids[member.package_id].add(member.grid_id)
    return [
        PackageTraits(
            pk=pk,
            grids=frozenset(grids[pk]),
            topics=make_set(member.topics),
            needs=find_needs(member.requires_dist),
            stars=member.stars,
        )
        for pk, member in by_id.items()
    ]


@lru_cache(MOST_KEPT_LISTS)
def make_set(names: tuple[str, ...]) -> frozenset[str]:
    """These names as a set; kept, as the lists are."""
    return frozenset(names)


@lru_cache(MOST_KEPT_LISTS)
def find_needs(requires_dist: tuple[str, ...]) -> frozenset[str]:
    """The projects that these requirements name; kept, as the lists are."""
    return frozenset(required_projects(requires_dist))


def find_dependents(package: Package, now: datetime) -> Dependents | None:
    """The packages that require it, from the search index; one query. None if it has no PyPI project."""
    if not package.pypi_name:
        return None
    found = search(parse_query(f"uses:{package.pypi_name}"), limit=SHOWN_DEPENDENTS, now=now)
    return Dependents(found.entries, found.count, found.is_capped)
