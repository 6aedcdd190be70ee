"""An order means the same wherever packages are listed."""

import html
import re
from datetime import timedelta

import pytest
from django.test import Client

from packgrid.catalogue import fact_table
from packgrid.search.entry_facts import SORT_ORDERS
from packgrid.search.index import index_packages
from web.rows import AT, make_grid, make_package
from web.sanity import compact

pytestmark = pytest.mark.django_db
PACKAGE = re.compile(r'<th scope="(?:row|col)">(?:<input.*?)?<a href="/packages/p/pack-(\w)/"')
LIST, GRID, COMPARISON = "/packages/?sort={}", "/grids/g/all/?sort={}", "/compare/?p=pack-a,pack-b,pack-c&sort={}"
SEARCH = "/search/?q=pack+sort:{}&shape=table"
HIGHEST_FIRST = {
    "stars": "abc",
    "forks": "acb",
    "downloads": "bac",
    "usage": "bca",
    "released": "cab",
    "updated": "cba",
}
OLD_NAMES = {
    "repo_watchers": "stars",
    "repo_forks": "forks",
    "pypi_downloads": "downloads",
    "usage_count": "usage",
    "last_commit_date": "updated",
}


@pytest.fixture(autouse=True)
def packages():
    """Three packages, no two orders of which are the same."""
    counts = {letter: {key: order[::-1].index(letter) for key, order in HIGHEST_FIRST.items()} for letter in "abc"}
    made = [make_package(f"pack-{letter}", facts=facts_of(counts[letter])) for letter in "abc"]
    make_grid("all", packages=made)
    index_packages([package.pk for package in made])


def facts_of(counts):
    """Columns that are the higher the higher these counts are; each count by the key of its fact."""
    dates = {"released", "updated"}
    return {
        fact_table.BY_KEY[key].column: AT + timedelta(days=count) if key in dates else count
        for key, count in counts.items()
    }


def page_at(path):
    answer = Client(headers={"host": "djangopackages.org"}).get(path)
    assert answer.status_code == 200
    return compact(answer.content.decode())


def order_at(path):
    return "".join(PACKAGE.findall(page_at(path)))


@pytest.mark.parametrize("page", [LIST, GRID, COMPARISON])
@pytest.mark.parametrize("name", [*HIGHEST_FIRST, *OLD_NAMES])
def test_lists_and_tables_have_the_same_orders(page, name):
    highest_first = HIGHEST_FIRST[OLD_NAMES.get(name, name)]
    assert order_at(page.format(f"-{name}")) == highest_first
    assert order_at(page.format(name)) == highest_first[::-1]


@pytest.mark.parametrize("name", HIGHEST_FIRST)
def test_a_search_has_the_same_orders_highest_first(name):
    assert order_at(SEARCH.format(name)) == HIGHEST_FIRST[name]
    assert order_at(SEARCH.format(f"-{name}")) == HIGHEST_FIRST[name][::-1]


def test_every_fact_with_an_order_can_be_searched_in_that_order():
    assert {fact.key for fact in fact_table.FACTS if fact.direction} <= set(SORT_ORDERS)


@pytest.mark.parametrize("page", [LIST, "/categories/apps/?sort={}", GRID, COMPARISON, "/grids/?sort={}"])
@pytest.mark.parametrize("name", ["-frob", "frob", "--stars", "-", "<b>", "x" * 200])
def test_an_unknown_order_is_told_on_the_page_with_those_that_it_has(page, name):
    said = re.search(r"<p>“(.*?)” is not a sort order of this page. Sort by (.*?), with", page_at(page.format(name)))
    assert said is not None
    assert html.unescape(said[1]).rstrip("…") == name[:40]
    orders = said[2].split(", ")
    assert "title" in orders
    for order in orders:
        for sign in ("", "-"):
            assert "not a sort order" not in page_at(page.format(f"{sign}{order}"))


@pytest.mark.parametrize("path", ["/packages/?sort=", "/packages/", "/grids/?sort=", "/grids/g/all/"])
def test_no_order_is_no_problem(path):
    assert "not a sort order" not in page_at(path)
