"""Stored documents are what would be built now, whatever changes."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Event
from time import sleep

import pytest
from django.db import connection, transaction
from django.db.models import F

from api.rows import add_category, add_grid, add_package, get
from packgrid.api.v4.document_store import write_missing_documents
from packgrid.api.v4.documents import CATEGORIES, GRIDS, PACKAGES, build_document
from packgrid.api.v4.models import GridDocument, PackageDocument
from packgrid.catalogue.models import Category, Facts, Package
from packgrid.comparison.models import Grid, GridPackage
from packgrid.projections.announcements import announce, collect_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def package():
    package = add_package("flat", title="Flat", facts={"stars": 3})
    add_grid("blocks", package, add_package("round", title="Round"))
    write_missing_documents()
    return package


def are_stored_documents_current() -> bool:
    """Whether every stored document is as it would be built now; missing ones are built when they are read."""
    return all(
        bytes(document.body) == build_document(kind, kind.rows().get(pk=document.pk))
        for kind in (PACKAGES, GRIDS, CATEGORIES)
        for document in kind.document_model.objects.all()
    )


def change(rows, **values: object):
    rows.update(**values)
    return set(rows.values_list("pk", flat=True))


@pytest.mark.parametrize(
    "edit",
    [
        lambda: announce(packages=change(Package.objects.filter(slug="flat"), title="Zero")),
        lambda: announce(packages=change(Package.objects.filter(slug="flat"), is_hidden=True)),
        lambda: announce(grids=change(Grid.objects.all(), title="Bricks")),
        lambda: announce(grids={add_grid("more", *Package.objects.all()).pk}),
        lambda: announce(categories=change(Category.objects.all(), title="Uses")),
        lambda: add_category().save(),
        lambda: add_category("tools"),
        lambda: GridPackage.objects.get(package__slug="flat").delete(),
        lambda: Grid.objects.get().delete(),
        lambda: Package.objects.get(slug="flat").delete(),
    ],
)
def test_every_change_updates_every_document_that_shows_it(package, edit):
    assert are_stored_documents_current()
    edit()
    assert are_stored_documents_current()


def test_a_document_that_is_missing_or_of_another_schema_is_built_when_it_is_read_and_stored_by_the_backfill(package):
    whole = get("packages/").content
    PackageDocument.objects.filter(pk=package.pk).delete()
    PackageDocument.objects.update(schema_fingerprint="older", body=b"{}")
    assert (get("packages/").content, get("packages/flat/").json()["title"]) == (whole, "Flat")
    assert [write_missing_documents(), write_missing_documents()] == [2, 0]
    assert get("packages/").content == whole


def test_a_change_of_many_packages_deletes_their_documents(package):
    with collect_changes(is_large=True):
        announce(packages=change(Package.objects.filter(slug="flat"), title="Zero"))
    assert list(PackageDocument.objects.values_list("row__slug", flat=True)) == ["round"]
    assert not GridDocument.objects.exists()
    assert write_missing_documents() == 2
    assert are_stored_documents_current()
    with collect_changes(is_large=True):
        announce(grids=change(Grid.objects.all(), title="Bricks"))
    assert (PackageDocument.objects.exists(), GridDocument.objects.exists()) == (False, False)


def test_changed_s_moves_with_every_change_and_only_then(package):
    documents = PackageDocument.objects.filter(pk=package.pk)
    documents.update(changed_s=F("changed_s") + 1000)
    before = documents.get().changed_s
    announce(packages={package.pk})
    assert documents.get().changed_s == before
    announce(packages=change(Package.objects.filter(slug="flat"), title="Zero"))
    assert documents.get().changed_s == before + 1


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one transaction writes at a time")
@pytest.mark.django_db(transaction=True)
def test_two_transactions_at_once_leave_a_document_with_both_changes():
    package = add_package("flat", facts={"stars": 3})
    announce(packages={package.pk})
    is_written, may_end = Event(), Event()

    @on_a_connection_of_its_own
    def load():
        Facts.objects.update(contributors=["ada"])  # search does not keep them: it does not make the other wait
        announce(packages={package.pk})
        is_written.set()
        may_end.wait(5)

    @on_a_connection_of_its_own
    def edit():
        is_written.wait(5)
        announce(grids={add_grid("blocks", package).pk})

    with ThreadPoolExecutor() as threads:
        both = [threads.submit(load), threads.submit(edit)]
        while not (is_somebody_waiting() or both[1].done()):
            sleep(0.01)
        may_end.set()
        assert [one.result() for one in both] == [None, None]
    assert are_stored_documents_current()
    assert get("packages/flat/").json()["participants"] == ["ada"]


def is_somebody_waiting():
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return cursor.fetchone()[0]


def on_a_connection_of_its_own(work):
    def done():
        with closing(connection), transaction.atomic():
            work()

    return done
