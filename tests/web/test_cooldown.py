"""The reader's cooldown on every kind of page."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict
from django.test import Client

from packgrid.catalogue.models import Facts, Release
from packgrid.httpcache.policy import cache_policy_of
from packgrid.search.index import index_packages
from packgrid.web.cooldown import read_cooldown
from web.editing.editor_client import get_page, make_client, read_text
from web.rows import make_grid, make_package

LISTS = ("/packages/", "/categories/apps/", "/packages/latest/", "/search/?q=fresh")


def ago(**age: float) -> datetime:
    return datetime.now(UTC) - timedelta(**age)


@pytest.fixture
def client() -> Client:
    return make_client()


@pytest.fixture
def fresh():
    """A package with a release of two days ago, one with an old release, one of which only the month is known."""
    made = {}
    for slug, facts in (
        ("fresh", {"released_at": ago(days=2, hours=1)}),
        ("settled", {"released_at": ago(days=40, hours=1)}),
        ("monthly", {"released_at": ago(days=2), "released_to_the_month": True}),
    ):
        made[slug] = make_package(slug, title=slug, pypi_name=slug, facts={"version": "5.2", "stars": 1} | facts)
    for version, days in (("5.2", 2), ("5.1.2", 40)):
        Release.objects.create(
            package=made["fresh"], version=version, sort_key=version, uploaded_at=ago(days=days, hours=1)
        )
    index_packages([package.pk for package in made.values()])
    make_grid("things", packages=made.values())
    return made["fresh"]


@pytest.mark.parametrize(
    ("query", "days"),
    [("", 7), ("cooldown=", 7), ("cooldown=14", 14), ("cooldown=0", 0), ("cooldown=365", 365), ("cooldown=+3d", 3)],
)
def test_a_cooldown_is_a_number_of_days(query, days):
    assert read_cooldown(QueryDict(query)) == (days, "")


@pytest.mark.parametrize("asked", ["abc", "-1", "366", "1.5", "٣", "9" * 50, "7w", "1e1"])
def test_a_wrong_cooldown_is_told_plainly(asked):
    days, problem = read_cooldown(QueryDict(f"cooldown={asked}"))
    assert days == 7
    assert problem == (f"“{asked[:20]}” is not a cooldown. Write 0 to 365 days. This page uses 7 days.")


@pytest.mark.django_db
def test_a_package_says_which_release_is_old_enough(client, fresh):
    text = read_text(get_page(client, "/packages/p/fresh/"))
    assert (
        "5.2 was released 2 days ago; your cooldown is 7 days. 5.1.2 of 40 days ago is old enough: "
        "pip install fresh==5.1.2"
    ) in text
    text = read_text(get_page(client, "/packages/p/fresh/?cooldown=7"))
    assert "pip install fresh==5.1.2 uv add fresh==5.1.2 poetry add fresh==5.1.2 5.2 was released 2 days ago" in text
    assert "The commands install 5.1.2 of 40 days ago, which is old enough." in text
    text = read_text(get_page(client, "/packages/p/fresh/?cooldown=60"))
    assert "pip install fresh uv add fresh poetry add fresh" in text
    assert "your cooldown is 60 days. No other known release is old enough." in text
    for path in ("fresh/?cooldown=2", "fresh/?cooldown=0", "settled/", "monthly/"):
        assert "your cooldown" not in read_text(get_page(client, f"/packages/p/{path}"))
    assert "is not a cooldown" in read_text(get_page(client, "/packages/p/fresh/?cooldown=soon"))


@pytest.mark.django_db
@pytest.mark.parametrize("path", LISTS)
def test_lists_mark_packages_whose_newest_release_is_too_new(client, fresh, path):
    joint = "&" if "?" in path else "?"
    html = get_page(client, path)
    assert html.count("days old</span>") == 1
    assert "2 days old" in html
    assert 'href="/packages/p/fresh/"' in html
    html = get_page(client, f"{path}{joint}cooldown=60")
    assert 'href="/packages/p/fresh/?cooldown=60"' in html
    assert "days old</span>" not in get_page(client, f"{path}{joint}cooldown=1")
    assert "is not a cooldown" in read_text(get_page(client, f"{path}{joint}cooldown=x"))


@pytest.mark.django_db
def test_links_within_a_list_keep_the_cooldown(client, fresh):
    html = get_page(client, "/packages/?cooldown=14")
    assert 'href="?cooldown=14&amp;shape=cards"' in html
    assert "sort=-released&amp;cooldown=14" in html or "cooldown=14&amp;sort=-released" in html
    html = get_page(client, "/search/?q=fresh&cooldown=14")
    assert 'href="?q=fresh+sort%3Astars&amp;cooldown=14"' in html


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/packages/", "/packages/latest/", "/grids/g/things/", "/packages/p/fresh/"])
def test_a_cached_page_is_stale_before_a_number_of_days_is_wrong(client, fresh, path):
    Facts.objects.filter(package=fresh).update(released_at=ago(days=2, hours=23, minutes=59, seconds=30))
    assert cache_policy_of(client.get(path)).fresh_for_s <= 60
    Facts.objects.update(released_at=ago(days=300))
    assert (cache_policy_of(client.get("/packages/")).fresh_for_s) is None


@pytest.mark.django_db
def test_a_grid_and_its_exports_have_the_days_since_the_release(client, fresh):
    html = get_page(client, "/grids/g/things/")
    row = html.split("Days since release")[-1].split("</tr>")[0]
    assert [cell.split("</td>")[0] for cell in row.split("<td>")[1:]] == [
        '2 <i class="tag warn">new</i>',
        '<span class="unknown">not checked</span>',
        "40",
    ]
    assert 'class="tag warn">new' not in get_page(client, "/grids/g/things/?cooldown=2")
    html = get_page(client, "/grids/g/things/?cooldown=60&sort=title")
    assert html.count('class="tag warn">new') == 2
    assert "cooldown=60" in html.split("format=json")[0].rsplit("href=", 1)[1] + html.split("format=json")[1][:40]
    assert "is not a cooldown" in read_text(get_page(client, "/grids/g/things/?cooldown=x"))
    document = json.loads(client.get("/grids/g/things/?format=json&sort=title").content)
    assert {one["slug"]: one["facts"]["age"] for one in document["packages"]} == {
        "fresh": 2,
        "monthly": None,
        "settled": 40,
    }
    assert "Days since release" in client.get("/compare/?p=fresh,settled&format=csv").content.decode()
