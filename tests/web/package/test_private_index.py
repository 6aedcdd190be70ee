"""The pages of a package whose project is on a private index name that index, never PyPI."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from packgrid.catalogue.models import Facts, FetchState, Package, Release
from packgrid.history.models import Change, Kind
from web.rows import AT, make_grid, make_package
from web.sanity import words_of

pytestmark = pytest.mark.django_db
FACTS = {
    "version": "2.0",
    "summary": "Widgets",
    "links": {},
    "pypi_gone_since": AT,
    "pypi_gone_times": 3,
    "ownership": {"organization": "", "roles": [["ada", "owner"]]},
    "provenance": {name: ["pypi", None, None] for name in ("version", "summary", "links")},
}
PAGES = ("", "health/", "facts/", "support/", "activity/", "share/")


@pytest.fixture
def package() -> Package:
    made = make_package(
        "widgets", pypi_name="widgets", index_name="acme", repo_url="https://github.com/a/widgets", facts=FACTS
    )
    Release.objects.create(package=made, version="2.0", sort_key="2", uploaded_at=AT)
    now = timezone.now()
    states = {"due_at": now + timedelta(days=1), "last_success_at": AT, "host": "acme", "subject": "widgets"}
    FetchState.objects.create(package=made, source="pypi", **states)
    for kind in (Kind.PYPI_GONE, Kind.PYPI_BACK, Kind.RELEASE_GONE, Kind.RELEASE_BACK):
        Change.objects.create(package=made, kind=kind, subject="2.0", old="", new="", at=AT)
    return made


@pytest.mark.parametrize("page", PAGES)
def test_no_page_of_it_names_pypi(package, page):
    answer = Client().get(f"{package.get_absolute_url()}{page}")
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    assert answer.status_code == 200
    assert "PyPI" not in words_of(main)
    assert "/project/widgets" not in main


def test_its_page_names_the_index(package):
    text = words_of(Client().get(package.get_absolute_url()).content.decode())
    assert "The index acme has answered 404 since" in text
    assert "Can publish on the index acme" in text
    assert "is no longer on the index acme" in text


def test_a_grid_does_not_link_to_a_project_of_the_same_name_on_pypi(package):
    public = make_package("gadgets", pypi_name="gadgets", facts={})
    make_grid("g", packages=[package, public])
    html = Client().get("/grids/g/g/?rows=links").content.decode()
    assert "/project/gadgets/" in html
    assert "/project/widgets/" not in html


def test_the_api_gives_no_address_on_pypi(package):
    document = Client().get(f"/api/v4/packages/{package.pk}/").json()
    assert (document["slug"], document["pypi_url"]) == ("widgets", "")


def test_a_public_project_of_the_same_name_is_another_project(package):
    Facts.objects.filter(pk=package.pk).update(pypi_gone_since=None, pypi_gone_times=0)
    make_package("public-widgets", pypi_name="widgets", facts={})
    text = words_of(Client().get(f"{package.get_absolute_url()}health/").content.decode())
    assert "public-widgets" not in text


def test_the_same_name_on_another_index_is_a_warning_on_both_pages(package):
    other = make_package("gadgets", pypi_name="widgets", index_name="beta", facts={"is_name_public": True})
    ours, theirs = (words_of(Client().get(each.get_absolute_url()).content.decode()) for each in (package, other))
    assert "Another project called widgets is on the index beta." in ours
    assert "let it ask the index acme alone for widgets." in ours
    assert "Another project called widgets is on the index acme and PyPI." in theirs
    package.delete()
    Facts.objects.update(is_name_public=False)
    assert "Another project" not in words_of(Client().get(other.get_absolute_url()).content.decode())
