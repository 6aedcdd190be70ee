import pytest
from django.db import connection

from packgrid.catalogue.bulk_rows import in_values, make_row, without_indexes
from packgrid.catalogue.models import Category, Facts, Package

pytestmark = pytest.mark.django_db


def indexes():
    with connection.cursor() as cursor:
        tables = ("catalogue_package", "catalogue_facts")
        found = [connection.introspection.get_constraints(cursor, table) for table in tables]
    return {name: tuple(said["columns"]) for table in found for name, said in table.items() if said["index"]}


def said(row):
    return {name: value for name, value in vars(row).items() if name not in {"_state", "created", "modified"}}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="elsewhere it would lock out readers")
def test_empty_tables_are_filled_without_their_plain_indexes_which_are_there_again_afterwards():
    before = indexes()
    with without_indexes(Package, Facts):
        within = indexes()
    assert "package_by_title" in before
    assert "package_by_title" not in within
    assert indexes() == before


def test_tables_with_rows_keep_their_indexes():
    Package.objects.create(slug="a", title="A", category=Category.objects.create(slug="apps", title="App"))
    before = indexes()
    with without_indexes(Package, Facts):
        assert indexes() == before


def test_a_row_that_is_made_is_what_the_constructor_makes():
    kind = Category.objects.create(slug="apps", title="App")
    rows = [make_row(Package, {"slug": "a", "title": "A", "category_id": kind.pk}), make_row(Facts, {"stars": 3})]
    others = [Package(slug="a", title="A", category=kind), Facts(stars=3)]
    for row, other in zip(rows, others, strict=True):
        assert said(row) == said(other)
    assert make_row(Facts, {}).provenance is not rows[1].provenance
    rows[0].save()
    assert Package.objects.get().category == kind


def test_rows_are_found_by_many_values_given_as_one():
    kinds = [Category.objects.create(slug=slug, title=slug) for slug in ("a", 'b"\\', "c")]
    found = Category.objects.order_by("pk")
    assert list(found.filter(pk__in=in_values([kinds[0].pk, kinds[2].pk]))) == [kinds[0], kinds[2]]
    assert list(found.filter(slug__in=in_values(["a", 'b"\\', "x"]))) == kinds[:2]
    assert list(found.filter(pk__in=in_values([]))) == []
