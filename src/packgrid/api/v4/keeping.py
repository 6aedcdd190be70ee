"""Keeps the documents of API v4, in the transaction that changes what they say."""

import json
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save

from packgrid.api.v4.documents import CATEGORIES, GRIDS, PACKAGES, Kind, form, made
from packgrid.api.v4.models import Document, GridDocument, PackageDocument
from packgrid.catalogue.events import are_many, categories_changed, packages_changed
from packgrid.catalogue.models import Category
from packgrid.catalogue.rows import among
from packgrid.comparison.events import grids_changed
from packgrid.comparison.models import GridPackage

BATCH, AT_ONCE = 500, 5000
FEW = 50

type Progress = Callable[[int, int], None]


def listen() -> None:
    """Follow the changes that the rooms below announce."""
    packages_changed.connect(on_packages_changed, dispatch_uid="api.v4")
    grids_changed.connect(on_grids_changed, dispatch_uid="api.v4")
    categories_changed.connect(on_categories_changed, dispatch_uid="api.v4")
    post_save.connect(on_category_saved, sender=Category, dispatch_uid="api.v4")
    post_delete.connect(on_column_deleted, sender=GridPackage, dispatch_uid="api.v4")


def on_packages_changed(ids: Collection[int], **_: object) -> None:
    """Write their documents, and those of their grids where a title or a place in the lists is another.

    Of very many, drop them: what is missing is made when it is read, and written by `write_missing`.
    """
    if are_many():
        drop(PACKAGES, ids)
        drop(GRIDS, grids_of(ids))
    elif moved := write(PACKAGES, ids):
        write(GRIDS, grids_of(moved))


def on_grids_changed(ids: Collection[int], **_: object) -> None:
    """Write their documents, and those of their packages, which name their grids; or drop them, likewise."""
    renew = drop if are_many() else write
    renew(GRIDS, ids)
    for batch in batched(sorted(ids), BATCH):
        renew(PACKAGES, set(GridPackage.objects.filter(grid__in=batch).values_list("package", flat=True)))


def on_categories_changed(ids: Collection[int], **_: object) -> None:
    """Write their documents."""
    write(CATEGORIES, ids)


def on_category_saved(instance: Category, **_: object) -> None:
    """Write its document."""
    write(CATEGORIES, [instance.pk])


def on_column_deleted(instance: GridPackage, **_: object) -> None:
    """Drop both documents: either row may be about to be deleted, too. What is missing is made when it is read."""
    PackageDocument.objects.filter(pk=instance.package_id).delete()
    GridDocument.objects.filter(pk=instance.grid_id).delete()


def grids_of(package_ids: Collection[int]) -> set[int]:
    """The grids that these packages are in."""
    found: set[int] = set()
    for batch in batched(sorted(package_ids), AT_ONCE):
        found.update(GridPackage.objects.filter(package__in=among(batch)).values_list("grid", flat=True))
    return found


def write_missing(progress: Progress = lambda _done, _all: None) -> int:
    """Write the documents that are missing or were made by an older Packgrid, a few in a transaction; how many.

    `progress` is told how many are written, and of how many.
    """
    kinds = (CATEGORIES, GRIDS, PACKAGES)
    count, total = 0, sum(missing(kind).count() for kind in kinds)
    for kind in kinds:
        for ids in missing_ids(kind):
            write(kind, ids)
            count += len(ids)
            progress(count, total)
    return count


def missing(kind: Kind) -> QuerySet[Any]:
    """The rows without a document, or with one that an older Packgrid made."""
    return kind.rows().exclude(document__form=form())


def missing_ids(kind: Kind) -> Iterator[list[int]]:
    """Their ids, a few at a time, the newest first."""
    rows = missing(kind).order_by("-pk").values_list("pk", flat=True)
    ids = list(rows[:FEW])
    while ids:
        yield ids
        ids = list(rows.filter(pk__lt=ids[-1])[:FEW])


def write(kind: Kind, ids: Iterable[int]) -> set[int]:
    """Write the documents that changed; the ids of rows that came, went, or have another title."""
    moved: set[int] = set()
    for batch in batched(sorted(ids), BATCH):
        with transaction.atomic(savepoint=False):
            lock(kind, batch)
            before = kind.store.objects.in_bulk(batch)
            after = {row.pk: made(kind, row) for row in kind.rows().filter(pk__in=batch)}
            put(kind, before, after)
        moved |= {pk for pk in batch if title(before.get(pk)) != title(after.get(pk))}
    return moved


def drop(kind: Kind, ids: Iterable[int]) -> None:
    """Delete their documents, which no longer say what is true."""
    for batch in batched(sorted(ids), AT_ONCE):
        with transaction.atomic(savepoint=False):
            lock(kind, batch)
            kind.store.objects.filter(pk__in=among(batch)).delete()


def lock(kind: Kind, ids: Collection[int]) -> None:
    """Wait for whoever else is changing these rows, so that what is read next holds their change, too.

    A statement of its own: one that waited would read the rows that it joins as they were before (PostgreSQL 18
    manual, 13.2.1, read 2026-11).
    """
    rows = kind.model._default_manager.filter(pk__in=among(ids)).order_by("pk")  # noqa: SLF001 its public name
    list(rows.select_for_update(no_key=True).values_list("pk"))


def put(kind: Kind, before: dict[int, Any], after: dict[int, bytes]) -> None:
    """Insert, update and delete what differs."""
    gone = before.keys() - after.keys()
    if gone:
        kind.store.objects.filter(pk__in=gone).delete()
    now_s = int(time.time())
    rows = [
        kind.store(row_id=pk, body=body, form=form(), changed_s=later(before.get(pk), now_s))
        for pk, body in after.items()
        if (old := before.get(pk)) is None or old.form != form() or bytes(old.body) != body
    ]
    kind.store.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["row"], update_fields=["body", "form", "changed_s"]
    )


def later(before: Document | None, now_s: int) -> int:
    """When a document changed, in another second than the time before."""
    return max(now_s, before.changed_s + 1) if before else now_s


def title(document: Document | bytes | None) -> str | None:
    """The title in a document; None where there is none, as perhaps in one that another edition made."""
    body = document.body if isinstance(document, Document) else document
    return None if body is None else json.loads(bytes(body).decode(errors="surrogateescape")).get("title")
