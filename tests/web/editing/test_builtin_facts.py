"""Editors say that what a package does is built in now; pages show it, and the edit can be undone."""

import pytest
from django.test import Client
from django.utils import timezone

from packgrid.catalogue.models import Package
from packgrid.projections.announcements import announce
from packgrid.revisions.models import Edit
from web.editing.editor_client import get_page, read_hidden_field, read_text, submit_form
from web.rows import make_grid, make_package

pytestmark = pytest.mark.django_db
PAGE, EDIT = "/packages/p/django-a/", "/packages/django-a/edit/"
BUILTIN = {
    "builtin_in": "django",
    "builtin_since": "6.0",
    "builtin_name": "django.tasks",
    "builtin_url": "https://docs.example/releases/6.0/",
}
SENTENCE = "Part of Django since 6.0: django.tasks."


@pytest.fixture
def package() -> Package:
    made = make_package(pypi_name="a", facts={"version": "2", "released_at": timezone.now(), "stars": 1})
    announce(packages={made.pk})
    return made


def package_form(html: str, package: Package, **fields: object) -> dict[str, object]:
    given = {"title": package.title, "category": package.category_id, "pypi_name": "a", "why": "Release notes"}
    return given | {"was": read_hidden_field(html, "was")} | fields


def test_an_editor_adds_the_fact_pages_show_it_and_the_edit_is_undone(ada, package):
    html = read_text(submit_form(ada, EDIT, package_form(get_page(ada, EDIT), package, **BUILTIN)))
    assert "Saved." in html
    assert SENTENCE in html
    assert "With Django 6.0 or newer, check first whether you still need this package." in html
    assert 'href="https://docs.example/releases/6.0/"' in get_page(ada, PAGE)
    assert "Maintained" in read_text(get_page(ada, PAGE))
    history = read_text(get_page(ada, "/packages/p/django-a/history/"))
    for words in ("Built into", "Django", "Built in since", "6.0", "New name", "django.tasks"):
        assert words in history
    edit = Edit.objects.get()
    submit_form(ada, f"/edits/{edit.pk}/revert/", {"why": "Not quite"})
    assert SENTENCE not in read_text(get_page(ada, PAGE))
    package.refresh_from_db()
    assert [getattr(package, name) for name in BUILTIN] == ["", "", "", ""]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"builtin_in": ""}, "Say what it is built into, or empty the other three fields."),
        ({"builtin_in": "flask"}, "“flask” is not in the list. Choose one from the list."),
        ({"builtin_since": ""}, "Enter the first version that has it, such as 6.0."),
        ({"builtin_since": "soon"}, "“soon” is not a version. Write it as 6.0 or 3.9.1."),
        ({"builtin_url": ""}, "Enter the address of a page that says so, such as the release notes."),
        ({"builtin_url": "ftp://a"}, "“ftp://a” is not the address of a page. Begin it with https://."),
    ],
)
def test_a_wrong_input_is_explained_beside_its_field_and_kept(ada, package, changes, sentence):
    form = package_form(get_page(ada, EDIT), package, **BUILTIN | changes)
    html = submit_form(ada, EDIT, form, status=200)
    assert sentence in read_text(html)
    assert 'value="django.tasks"' in html
    assert Edit.objects.count() == 0


def test_lists_grids_and_comparisons_say_it_in_short(ada, package):
    other = make_package("django-b", facts={})
    make_grid("tasks", packages=[package, other])
    without = Client(headers={"host": "djangopackages.org"})
    assert "Built in now" not in without.get("/grids/g/tasks/").content.decode()
    submit_form(ada, EDIT, package_form(get_page(ada, EDIT), package, **BUILTIN))
    for path in ("/search/?q=is:builtin", "/grids/g/tasks/", "/compare/?p=django-a,django-b"):
        assert '<i class="tag">in Django 6.0</i>' in without.get(path).content.decode(), path
    grid = read_text(without.get("/grids/g/tasks/").content.decode())
    assert "Built in now" in grid
    assert "Part of Django since 6.0: django.tasks" in grid
    assert "in Django 6.0" not in without.get("/grids/g/tasks/?at=2020-01-01").content.decode()
    assert "django-b" not in read_text(without.get("/search/?q=is:builtin").content.decode())


def test_a_successor_is_named_with_the_page_that_says_so(ada, package):
    make_package("django-new", title="New one")
    url = "https://docs.example/moved/"
    form = package_form(get_page(ada, EDIT), package, replaced_by_url=url)
    html = submit_form(ada, EDIT, form, status=200)
    assert "Say which package replaces it, or empty the source." in read_text(html)
    html = submit_form(ada, EDIT, form | {"replaced_by": "django-new"})
    assert "Use New one instead. Source: docs.example/moved" in read_text(html)
    assert f'href="{url}"' in html
