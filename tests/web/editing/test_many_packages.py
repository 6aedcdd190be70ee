import pytest

from packgrid.catalogue.models import FormerPackage
from packgrid.comparison.models import Grid
from packgrid.revisions.models import Edit
from web.editing.editor_client import get_page, read_text, submit_form
from web.rows import make_grid, make_package

pytestmark = pytest.mark.django_db
PATH = "/grids/forms/packages/add/"
NAMES = """
Django_Filter
pip install crispy-forms
https://github.com/Ada/Kite/issues
drf

A title of two words
django-filter
inside
no-such-package
hidden
"""


@pytest.fixture
def forms():
    make_package("django-filter", title="django-filter", facts={})
    make_package("crispy", title="Crispy", pypi_name="crispy-forms", facts={})
    make_package("kite", title="Kite", repo_url="https://github.com/ada/kite", facts={})
    make_package("two", title="A title of two words", facts={})
    make_package("hidden", title="Hidden", is_hidden=True, facts={})
    FormerPackage.objects.create(slug="drf", package=make_package("rest", title="REST framework", facts={}))
    return make_grid("forms", title="Forms", packages=[make_package("inside", title="Inside", facts={})])


def test_a_list_is_previewed_and_added(ada, forms):
    get_page(ada, PATH)
    text = read_text(submit_form(ada, PATH, {"names": NAMES, "preview": "1"}, status=200))
    assert "To add 5 django-filter Crispy Kite REST framework A title of two words" in text
    assert "Already in this grid 1 Inside" in text
    assert "Not found 2 no-such-package Add to the catalogue hidden Add to the catalogue" in text
    assert forms.columns.count() == 1
    text = read_text(submit_form(ada, PATH, {"names": NAMES, "add": "1", "why": "complete"}))
    assert "5 packages were added to the grid." in text
    slugs = set(Grid.objects.get().packages.values_list("slug", flat=True))
    assert slugs == {"inside", "django-filter", "crispy", "kite", "rest", "two"}
    assert list(Edit.objects.values_list("kind", "why")) == [("column", "complete")] * 5


def test_the_list_stays_in_its_field_alone(ada, forms):
    html = submit_form(ada, PATH, {"names": "a-list", "preview": "1"}, status=200)
    assert html.count(">a-list</textarea>") == 1
    assert 'value="a-list"' not in html


def test_adding_twice_adds_nothing(ada, forms):
    submit_form(ada, PATH, {"names": "kite", "add": "1"})
    text = read_text(submit_form(ada, PATH, {"names": "kite", "add": "1"}, status=200))
    assert "Already in this grid 1 Kite" in text
    assert Edit.objects.count() == 1


def test_a_locked_grid_takes_none(ada, forms):
    Grid.objects.update(is_locked=True)
    assert 'name="names"' not in get_page(ada, PATH)
    text = read_text(submit_form(ada, PATH, {"names": "kite", "add": "1"}))
    assert "No package was added. This grid is locked" in text


def test_lines_above_the_limit_are_named(ada, forms):
    lines = "\n".join(f"name-{number}" for number in range(103))
    text = read_text(submit_form(ada, PATH, {"names": lines}, status=200))
    assert "3 more lines were not read. Add them in a second step." in text
