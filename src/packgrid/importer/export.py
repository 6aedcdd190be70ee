"""Everything that people entered, and the facts with it, as records that a load takes."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Any

import attrs

from packgrid.catalogue.builtin_facts import COLUMNS as BUILTIN_COLUMNS
from packgrid.catalogue.former_packages import is_merged
from packgrid.catalogue.models import Category, DistinctPackages, Example, Facts, FormerPackage, Package
from packgrid.catalogue.queries import facts_of
from packgrid.catalogue.records import FACT_COLUMNS, CategoryRecord, ExampleRecord, PackageRecord
from packgrid.comparison.grid_export import read_grid_records
from packgrid.comparison.models import Grid
from packgrid.importer.validation import Record

BATCH = 500
CATEGORY = ("slug", "title", "title_plural", "description", "show_pypi", "created", "modified")
PACKAGE = (
    "slug",
    "title",
    "repo_url",
    "repo_subdirectory",
    "pypi_name",
    "index_name",
    "pypi_url",
    "documentation_url",
    "deprecated_at",
    "deprecated_reason",
    "replaced_by_url",
    *BUILTIN_COLUMNS,
    "created",
    "modified",
)


def export_categories() -> Iterator[Record]:
    """Every category: one query."""
    for row in Category.objects.order_by("pk"):
        yield CategoryRecord(id=row.pk, **{name: getattr(row, name) for name in CATEGORY})


def export_packages() -> Iterator[Record]:
    """Every package with its facts, former slugs and approved examples, by id: five queries for each 500.

    Packages that were merged into others are left out.
    """
    ids = list(Package.objects.exclude(is_merged()).order_by("pk").values_list("pk", flat=True))
    for batch in batched(ids, BATCH):
        rows = Package.objects.filter(pk__in=batch).select_related("facts", "category", "replaced_by").order_by("pk")
        examples, former, distinct = examples_of(batch), former_slugs_of(batch), distinct_slugs_of(batch)
        for row in rows:
            record = package_record(row, facts_of(row), examples[row.pk])
            yield attrs.evolve(record, former_slugs=former[row.pk], distinct_from=distinct[row.pk])


def former_slugs_of(ids: Sequence[int]) -> dict[int, list[str]]:
    """The former slugs of these packages, by package."""
    found: dict[int, list[str]] = defaultdict(list)
    for package_id, slug in FormerPackage.objects.filter(package__in=ids).order_by("pk").values_list("package", "slug"):
        found[package_id].append(slug)
    return found


def distinct_slugs_of(ids: Sequence[int]) -> dict[int, list[str]]:
    """The slugs of older packages that these are no duplicates of, by package."""
    found: dict[int, list[str]] = defaultdict(list)
    marks = DistinctPackages.objects.filter(second__in=ids).order_by("pk")
    for package_id, slug in marks.values_list("second", "first__slug"):
        found[package_id].append(slug)
    return found


def examples_of(ids: Sequence[int]) -> dict[int, list[ExampleRecord]]:
    """The sites that use these packages and were approved."""
    found: dict[int, list[ExampleRecord]] = defaultdict(list)
    for row in Example.objects.filter(package__in=ids, is_approved=True).order_by("pk"):
        found[row.package_id].append(ExampleRecord(title=row.title, url=row.url))
    return found


def package_record(row: Package, facts: Facts, examples: list[ExampleRecord]) -> PackageRecord:
    """One of them. Texts that are empty are not said, so that a load does not clear anything."""
    decisions: dict[str, Any] = {name: getattr(row, name) or None for name in PACKAGE}
    said: dict[str, Any] = {name: getattr(facts, name) for name in FACT_COLUMNS}
    return PackageRecord(
        id=row.pk,
        category=row.category.slug,
        replaced_by=row.replaced_by.slug if row.replaced_by else None,
        is_hidden=row.is_hidden or None,
        last_fetched_at=facts.last_fetched_at,
        examples=examples,
        **decisions,
        **said,
    )


def export_grids() -> Iterator[Record]:
    """Every grid, by id: four queries for each 500."""
    for batch in batched(list(Grid.objects.order_by("pk").values_list("pk", flat=True)), BATCH):
        yield from read_grid_records(batch)
