"""Comparing any packages."""

import re

import pytest
from django.test import Client

from packgrid.comparison.models import RecentComparison
from packgrid.search.index import index_packages
from web.compare.opening import BROWSER, HOST, opened, sent_to
from web.rows import make_grid, make_package
from web.sanity import text_of

pytestmark = pytest.mark.django_db
HEADS = re.compile(r'<th scope="col"><a href="/packages/p/([\w-]+)/">')


@pytest.fixture(autouse=True)
def packages():
    made = [make_package(slug, title=slug.upper(), facts={"stars": at}) for at, slug in enumerate("abc")]
    make_grid("shared", title="Shared", packages=made, features=[("Paging", {"a": "yes", "b": "no"})])
    return made


def test_packages_stand_in_the_order_of_the_address(django_assert_num_queries):
    with django_assert_num_queries(8):
        html = opened("/compare/?p=c,a,b")
    assert HEADS.findall(html) == ["c", "a", "b"]
    assert '<h1 id="named">C, A and B</h1>' in html
    assert "3 packages, as they were chosen." in html
    assert '<a href="/grids/g/shared/">Shared</a>' in html
    assert 'href="/grids/add/?packages=c,a,b"' in html
    assert HEADS.findall(opened("/compare/?p=c,a,b&sort=-stars")) == ["c", "b", "a"]


def test_packages_are_moved_and_taken_away_by_links():
    html = opened("/compare/?p=c,a&hide=stars")
    assert re.findall(r'<a href="([^"]+)" aria-label="([^"]+)">', html) == [
        ("?p=a,c&amp;hide=stars", "Move C one place on"),
        ("?p=a&amp;hide=stars", "Remove C"),
        ("?p=a,c&amp;hide=stars", "Move A one place back"),
        ("?p=c&amp;hide=stars", "Remove A"),
    ]


def test_packages_in_rows_are_moved_and_removed_too():
    html = opened("/compare/?p=c,a&layout=rows&group=none")
    assert re.findall(r'<th scope="row"><a href="/packages/p/(\w)/">', html) == ["c", "a"]
    assert '<a href="?p=c&amp;layout=rows&amp;group=none" aria-label="Remove A">' in html


def test_boxes_are_led_to_the_comma_list():
    assert sent_to("/compare/?p=a&p=b&q=&p=a") == "?p=a,b"


def test_names_that_nobody_has_are_told_with_those_that_come_near():
    crispy = make_package("django-crispy-forms", title="Crispy", facts={"summary": "Forms"})
    index_packages([crispy.pk])
    html = opened("/compare/?p=a,crispy-forms,b")
    assert HEADS.findall(html) == ["a", "b"]
    assert "No package is called “crispy-forms”. Did you mean Crispy? Remove it" in text_of(html)
    assert 'href="?p=a,django-crispy-forms,b"' in html
    assert '<a href="?p=a,b">Remove it</a>' in html


def test_too_many_are_said(django_assert_max_num_queries):
    slugs = [make_package(f"p-{at}").slug for at in range(53)]
    with django_assert_max_num_queries(7):
        html = opened(f"/compare/?p={','.join(slugs)}")
    assert len(re.findall(r'<th scope="row"><a href="/packages/p/p-\d+/">', html)) == 50
    assert "At most 50 packages can be compared at once; the last 3 are left out." in html


def test_with_one_or_none_it_explains_itself():
    assert "Compare any packages side by side" in opened("/compare/")
    html = opened("/compare/?p=a")
    assert "A is chosen. Add another package to compare them." in html
    assert "<table" not in html


@pytest.mark.parametrize("agent", ["", "Googlebot/2.1 (+http://www.google.com/bot.html)", "curl/8.5", "python-httpx/1"])
def test_what_robots_compare_is_not_kept(agent):
    Client(headers=HOST | {"user-agent": agent}).get("/compare/?p=a,b")
    assert not RecentComparison.objects.exists()


def test_what_people_compare_is_offered_to_others():
    reader = Client(headers=BROWSER)
    for query in ("p=b,a", "p=a,b,nobody", "p=a", "p=a,b&format=csv"):
        reader.get(f"/compare/?{query}")
    assert RecentComparison.objects.count() == 1
    assert '<a href="?p=a,b">A, B</a>' in opened("/compare/")


def test_it_can_be_framed():
    answer = Client(headers=HOST).get("/compare/embed/?p=a,b&differences=1")
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert 'href="/compare/?p=a,b&amp;differences=1"' in opened("/compare/embed/?p=a,b&differences=1")
