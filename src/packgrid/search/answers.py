"""The rows behind hits, for the lists that show them."""

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Any

import attrs
from django.db.models import QuerySet

from packgrid.catalogue import queries as catalogue
from packgrid.catalogue.builtin_facts import read_builtin_fact
from packgrid.catalogue.bulk_rows import in_values
from packgrid.catalogue.compiled_queries import IDS, read_rows
from packgrid.catalogue.listed_packages import ListedPackage, read_listed_packages
from packgrid.catalogue.missing_values import explain_missing_value
from packgrid.catalogue.models import Package
from packgrid.comparison import queries as comparison
from packgrid.comparison.queries import ListedGrid
from packgrid.lib.databases import Database
from packgrid.lib.emojis import expand_emoji
from packgrid.search.listed_support import ListedSupport, read_listed_support, read_required_databases
from packgrid.search.models import Entry
from packgrid.search.query import Hit
from packgrid.search.tags import read_verdict, status_labels

LISTED_FACTS = ("version", "stars", "downloads", "released", "updated", "licence")
"""The facts that lists show of a package."""


@attrs.frozen(kw_only=True)
class SearchAnswer:
    """A hit with its row: `package` with facts and category, or `grid` with `package_count`; the other is None.

    `answered` are the sources that ever answered about the package.
    """

    hit: Hit
    package: ListedPackage | None = None
    grid: ListedGrid | None = None
    answered: Collection[str] = ()

    @property
    def url(self) -> str:
        """The address of its page on this site."""
        row = self.package or self.grid
        return row.get_absolute_url() if row else ""

    @property
    def description(self) -> str:
        """The description in the index, with emojis."""
        return expand_emoji(self.hit.description)

    @property
    def builtin_mark(self) -> str:
        """Such as "in Django 6.0", where what the package does is built in now."""
        fact = read_builtin_fact(self.package) if self.package else None
        return fact.mark if fact else "built in"

    @cached_property
    def support(self) -> Sequence[ListedSupport]:
        """The frameworks that the package supports, as its entry says; of an entry that is not there nothing."""
        has_project = bool(self.package and self.package.pypi_name)
        return read_listed_support(self.hit.tags, has_project=has_project)

    @property
    def databases(self) -> Sequence[Database]:
        """The databases that the package needs."""
        return read_required_databases(self.hit.tags)

    @cached_property
    def missing(self) -> dict[str, str]:
        """Why each fact of a list would be missing, by its key, such as "not checked"; empty for a grid."""
        package = self.package
        if package is None:
            return {}
        return {key: explain_missing_value(package, (key,), self.answered).value for key in LISTED_FACTS}


def read_answers(hits: Sequence[Hit]) -> list[SearchAnswer]:
    """The answers of these hits in their order: three queries. What was hidden or deleted meanwhile is left out."""
    package_ids = [hit.package_id for hit in hits if hit.package_id]
    grid_ids = [hit.grid_id for hit in hits if hit.grid_id]
    packages = read_listed_packages(package_ids)
    grids = comparison.grids_by_id(grid_ids)
    answered = catalogue.read_answered_sources(packages)
    found = (
        SearchAnswer(
            hit=hit,
            package=packages.get(hit.package_id or 0),
            grid=grids.get(hit.grid_id or 0),
            answered=answered.get(hit.package_id or 0, ()),
        )
        for hit in hits
    )
    return [answer for answer in found if answer.package or answer.grid]


def answers_of(packages: Sequence[ListedPackage]) -> list[SearchAnswer]:
    """These packages as answers, with what the index says of them; one that it does not have yet has no labels.

    Two queries.
    """
    answered = catalogue.read_answered_sources([package.pk for package in packages])
    entries = read_entries([package.pk for package in packages])
    return [
        SearchAnswer(
            hit=hit_of(package, entries.get(package.pk)), package=package, answered=answered.get(package.pk, ())
        )
        for package in packages
    ]


@attrs.frozen
class PackageSupport:
    """The frameworks that a package supports, and the databases that it needs."""

    series: Sequence[ListedSupport]
    databases: Sequence[Database]


def read_package_support(package: Package) -> PackageSupport:
    """The support of a package, as its search entry says; one query."""
    entry = read_entries([package.pk]).get(package.pk)
    tags = entry.tags if entry else ""
    return PackageSupport(read_listed_support(tags, has_project=bool(package.pypi_name)), read_required_databases(tags))


@attrs.frozen
class ListedEntry:
    """The columns of an entry of the index that lists show."""

    package_id: int
    pk: int
    description: str
    tags: str


def read_entries(package_ids: Sequence[int]) -> dict[int, ListedEntry]:
    """The entries of these packages, by the id of the package: one query, none for no packages."""
    rows = read_rows(select_entries, values=[package_ids]) if package_ids else []
    return {row[0]: ListedEntry(*row) for row in rows}


def select_entries() -> QuerySet[Entry, Any]:
    """The entries of some packages, a placeholder."""
    columns = [field.name for field in attrs.fields(ListedEntry)]
    return Entry.objects.filter(package_id__in=in_values(IDS)).order_by().values_list(*columns)


def hit_of(package: ListedPackage, entry: ListedEntry | None) -> Hit:
    """The hit that a search would give for a package."""
    return Hit(
        entry_id=entry.pk if entry else 0,
        package_id=package.pk,
        grid_id=None,
        slug=package.slug,
        title=package.title,
        description=entry.description if entry else "",
        labels=status_labels(entry.tags) if entry else (),
        verdict=read_verdict(entry.tags) if entry else "",
        tags=entry.tags if entry else "",
    )
