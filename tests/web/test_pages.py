import pytest
from django.utils import timezone

from packgrid.catalogue.models import Category, Facts, Package
from packgrid.comparison.models import Element, Feature, Grid, GridPackage

pytestmark = pytest.mark.django_db


@pytest.fixture
def bare():
    """A package of which nothing is known but its name, and the grid it is in."""
    package = Package.objects.create(slug="a", title="A", category=Category.objects.create(slug="apps", title="App"))
    Facts.objects.create(package=package)
    grid = Grid.objects.create(slug="g", title="G")
    column = GridPackage.objects.create(grid=grid, package=package)
    feature = Feature.objects.create(grid=grid, title="Does it")
    Element.objects.create(column=column, feature=feature, text="yes")
    return package


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/", 10),
        ("/packages/", 4),
        ("/packages/?sort=-released&page=9", 4),
        ("/packages/?sort=%00&page=abc", 4),
        ("/categories/apps/", 4),
        ("/packages/p/a/", 8),
        ("/grids/", 4),
        ("/grids/g/g/", 6),
        ("/search/?q=a+b", 3),
        ("/search/?q=%00", 3),
        ("/robots.txt", 0),
    ],
)
def test_a_page_is_shown_with_little_known_and_few_queries(client, bare, path, queries, django_assert_max_num_queries):
    with django_assert_max_num_queries(queries):
        answer = client.get(path)
    assert answer.status_code == 200
    assert "Vary" not in answer.headers or "Cookie" not in answer.headers["Vary"]


def test_unknown_is_said(client, bare):
    page = client.get("/packages/p/a/").content.decode()
    assert page.count('<span class="unknown">unknown</span>') > 8
    assert "<dd>0</dd>" not in page


@pytest.mark.parametrize("path", ["/packages/p/none/", "/grids/g/none/", "/categories/none/", "/none"])
def test_what_does_not_exist_is_404(client, bare, path):
    assert client.get(path).status_code == 404


def test_a_hidden_package_is_404(client, bare):
    Package.objects.update(is_hidden=True, modified=timezone.now())
    assert client.get("/packages/p/a/").status_code == 404
