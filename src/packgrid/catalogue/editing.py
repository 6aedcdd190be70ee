"""The door through which records enter the catalogue: compared in bulk, written only where they differ."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import batched
from typing import Any, Self

import attrs
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model

from packgrid.catalogue import facts
from packgrid.catalogue.events import packages_changed
from packgrid.catalogue.models import Category, Example, Facts, Package
from packgrid.catalogue.records import CategoryRecord, Outcome, PackageRecord, Verdict

BATCH = 500
DECISIONS = (
    "title",
    "repo_url",
    "repo_subdirectory",
    "pypi_name",
    "pypi_url",
    "documentation_url",
    "deprecated_at",
    "deprecated_reason",
    "is_hidden",
    "created",
    "modified",
)
CATEGORY_COLUMNS = ("title", "title_plural", "description", "show_pypi", "created", "modified")


def put_categories(records: Sequence[CategoryRecord], *, now: datetime) -> list[Outcome]:
    """Add what is new, change what differs; one outcome a record, in order."""
    with transaction.atomic():
        known = {category.slug: category for category in Category.objects.all()}
        outcomes = [put_category(record, known, now) for record in records]
        reset_sequence(Category)
    return outcomes


def put_category(record: CategoryRecord, known: dict[str, Category], now: datetime) -> Outcome:
    """One category, saved if it differs."""
    category = known.get(record.slug)
    if category is None:
        if reason := id_taken(record.id, {row.pk: row.slug for row in known.values()}):
            return Outcome(Verdict.REFUSED, reason)
        known[record.slug] = category = Category(pk=record.id, slug=record.slug, title=record.slug)
        assign(category, given(record, CATEGORY_COLUMNS))
        category.save(force_insert=True)
        return Outcome(Verdict.ADDED)
    if not assign(category, given(record, CATEGORY_COLUMNS)):
        return Outcome(Verdict.UNCHANGED)
    category.modified = record.modified or now
    category.save()
    return Outcome(Verdict.CHANGED)


def put_packages(records: Sequence[PackageRecord], *, origin: str, now: datetime) -> list[Outcome]:
    """Add what is new, change what differs; one outcome a record, in order. `origin` names the file.

    A handful of statements for each 500 records. Facts follow the rules of docs/decisions/0004.
    """
    with transaction.atomic():
        stored = Stored.read(records)
        merged = [merge(record, stored, origin=origin, now=now) for record in records]
        known = stored.packages
        write(known, records, merged)
        put_examples(records, known)
        changed = {
            known[record.slug].pk
            for record, outcome in zip(records, merged, strict=True)
            if outcome.verdict in {Verdict.ADDED, Verdict.CHANGED}
        }
        packages_changed.send(Package, ids=changed)
    return merged


@attrs.frozen
class Stored:
    """What the database holds, as far as the records touch it: packages with facts, category ids, ids that are taken."""

    packages: dict[str, Package]
    categories: dict[str, int]
    ids: dict[int, str]

    @classmethod
    def read(cls, records: Sequence[PackageRecord]) -> Self:
        """Two statements, and one for each 500 records."""
        packages: dict[str, Package] = {}
        for batch in batched((record.slug for record in records), BATCH):
            packages |= Package.objects.select_related("facts").in_bulk(batch, field_name="slug")
        wanted = [record.id for record in records if record.id is not None]
        ids = dict(Package.objects.filter(pk__in=wanted).values_list("pk", "slug"))
        return cls(packages, dict(Category.objects.values_list("slug", "pk")), ids)


def merge(record: PackageRecord, stored: Stored, *, origin: str, now: datetime) -> Outcome:
    """Lay the record over the package in memory, or make a new one there."""
    category = stored.categories.get(record.category or "")
    if record.category and category is None:
        return Outcome(Verdict.REFUSED, f"category: there is no category {record.category!r}")
    package, verdict = stored.packages.get(record.slug), Verdict.UNCHANGED
    if package is None:
        if category is None:
            return Outcome(Verdict.REFUSED, "category: missing")
        if reason := id_taken(record.id, stored.ids):
            return Outcome(Verdict.REFUSED, reason)
        package, verdict = new_package(record, now), Verdict.ADDED
        stored.packages[record.slug] = package
        if record.id:
            stored.ids[record.id] = record.slug
    decided = given(record, DECISIONS) | ({"category_id": category} if category else {})
    is_changed = assign(package, decided)
    is_changed |= facts.lay_over(package.facts, record, origin=origin)
    if is_changed and verdict is Verdict.UNCHANGED:
        package.modified, verdict = record.modified or now, Verdict.CHANGED
    return Outcome(verdict)


def new_package(record: PackageRecord, now: datetime) -> Package:
    """A package in memory with an empty row of facts."""
    package = Package(pk=record.id, slug=record.slug, title=record.slug, created=now, modified=now)
    package.facts = Facts(package=package)
    return package


def id_taken(pk: int | None, slugs: Mapping[int, str]) -> str:
    """Why this id cannot be given, "" if it can."""
    return f"id: {pk} belongs to {slugs[pk]!r}" if pk is not None and pk in slugs else ""


def given(record: object, names: Iterable[str]) -> dict[str, Any]:
    """The fields of a record that say something."""
    return {name: value for name in names if (value := getattr(record, name)) is not None}


def assign(row: Model, values: Mapping[str, Any]) -> bool:
    """Set what differs; True if anything did."""
    different = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    return bool(different)


def write(known: Mapping[str, Package], records: Sequence[PackageRecord], outcomes: Sequence[Outcome]) -> None:
    """Insert the new rows, those with ids of their own first, and update the changed ones."""
    by_verdict: dict[Verdict, list[Package]] = {verdict: [] for verdict in Verdict}
    for record, outcome in zip(records, outcomes, strict=True):
        if outcome.verdict is not Verdict.REFUSED:
            by_verdict[outcome.verdict].append(known[record.slug])
    added, changed = by_verdict[Verdict.ADDED], by_verdict[Verdict.CHANGED]
    numbered = [package for package in added if package.pk]
    Package.objects.bulk_create(numbered, BATCH)
    if numbered:
        reset_sequence(Package)
    Package.objects.bulk_create([package for package in added if not package.pk], BATCH)
    for package in added:
        package.facts.package_id = package.pk
    Facts.objects.bulk_create([package.facts for package in added], BATCH)
    replace(changed, "id")
    replace([package.facts for package in changed], "package")
    link_successors(records, known)


def replace[M: Model](rows: Sequence[M], key: str) -> None:
    """Write these rows over those with the same key, all columns at once."""
    if not rows:
        return
    model = type(rows[0])
    columns = [field.name for field in model._meta.concrete_fields if not field.primary_key]  # noqa: SLF001 its public name
    model._default_manager.bulk_create(  # noqa: SLF001 likewise
        rows, BATCH, update_conflicts=True, unique_fields=[key], update_fields=columns
    )


def link_successors(records: Iterable[PackageRecord], known: Mapping[str, Package]) -> None:
    """Set what replaces a package, once all of them exist."""
    wanted = {record.slug: record.replaced_by for record in records if record.replaced_by}
    successors = dict(Package.objects.filter(slug__in=wanted.values()).values_list("slug", "pk")) if wanted else {}
    for slug, successor in wanted.items():
        if slug in known and successor in successors:
            Package.objects.filter(pk=known[slug].pk).update(replaced_by=successors[successor])


def put_examples(records: Iterable[PackageRecord], known: Mapping[str, Package]) -> None:
    """Add the sites that are not there yet; what a file lists counts as approved."""
    rows = [
        Example(package=known[record.slug], title=example.title, url=example.url, is_approved=True)
        for record in records
        for example in record.examples
        if record.slug in known
    ]
    Example.objects.bulk_create(rows, BATCH, ignore_conflicts=True)


def reset_sequence(model: type[Model]) -> None:
    """After ids were given by hand, let the database go on behind the highest. SQLite does so by itself."""
    for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
        with connection.cursor() as cursor:
            cursor.execute(statement)
