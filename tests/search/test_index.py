import pytest

from packgrid.catalogue.events import packages_changed
from packgrid.catalogue.models import Category, Facts, Package
from packgrid.search.models import Entry


@pytest.mark.django_db
def test_a_changed_package_is_indexed_and_a_hidden_one_is_not():
    package = Package.objects.create(slug="a", title="A", category=Category.objects.create(slug="apps", title="App"))
    Facts.objects.create(package=package, summary="does a")
    packages_changed.send(Package, ids={package.pk})
    assert list(Entry.objects.values_list("slug", "title", "description")) == [("a", "A", "does a")]

    Package.objects.update(is_hidden=True)
    packages_changed.send(Package, ids={package.pk})
    assert not Entry.objects.exists()
