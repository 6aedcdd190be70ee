import pytest
from django.db import IntegrityError

from packgrid.catalogue.models import Category, Example, Package, Release
from packgrid.comparison.models import Feature, Grid, GridCell, GridPackage


@pytest.fixture
def package(db):
    return Package.objects.create(slug="p", title="P", category=Category.objects.create(slug="apps", title="App"))


@pytest.fixture
def column(package):
    return GridPackage.objects.create(grid=Grid.objects.create(slug="g", title="G"), package=package)


def test_a_slug_is_there_once(column):
    with pytest.raises(IntegrityError, match="slug"):
        Package.objects.create(slug="p", title="Q", category=column.package.category)


@pytest.mark.parametrize(("model", "slug"), [(Category, "apps"), (Grid, "g")])
def test_a_slug_of_a_category_or_grid_is_there_once(column, model, slug):
    with pytest.raises(IntegrityError, match="slug"):
        model.objects.create(slug=slug, title="again")


def test_one_column_a_package(column):
    with pytest.raises(IntegrityError, match="grid"):
        GridPackage.objects.create(grid=column.grid, package=column.package)


def test_one_text_a_cell(column):
    feature = Feature.objects.create(grid=column.grid, title="F")
    GridCell.objects.create(column=column, feature=feature, text="yes")
    with pytest.raises(IntegrityError, match="cell"):
        GridCell.objects.create(column=column, feature=feature, text="no")


def test_one_release_a_version(package):
    Release.objects.create(package=package, version="1.0", sort_key="1")
    with pytest.raises(IntegrityError, match="release"):
        Release.objects.create(package=package, version="1.0", sort_key="1")


def test_one_example_an_address(package):
    Example.objects.create(package=package, title="A", url="https://a.example/")
    with pytest.raises(IntegrityError, match="example"):
        Example.objects.create(package=package, title="B", url="https://a.example/")


def test_a_category_with_packages_stays(package):
    with pytest.raises(IntegrityError):
        package.category.delete()
