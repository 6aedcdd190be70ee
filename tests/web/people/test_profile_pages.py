"""Profiles: pages, links, lists that are shared or not."""

import pytest

from community.people import NOW, link, make_person
from packgrid.accounts.models import Profile
from packgrid.community.models import Maintainer
from packgrid.community.usage_and_favorites import put_favorite, put_usage
from web.people.forms import browser, seen, send
from web.rows import make_package
from web.sanity import text_of

pytestmark = pytest.mark.django_db
PAGE = "/profiles/ada/"


@pytest.fixture
def ada():
    person = make_person()
    link(person, "countess")
    used, liked = make_package("used", facts={}), make_package("liked", facts={})
    put_usage(person, used, is_used=True)
    put_favorite(person, liked, is_liked=True)
    kept = make_package("kept", facts={})
    Maintainer.objects.create(user=person, package=kept, token="t", proven_at=NOW)
    Maintainer.objects.create(user=person, package=used, token="u")
    return person


def shelves(html):
    return [name for name in ("maintains", "contributed", "uses", "favorites") if f'<section id="{name}">' in html]


def test_others_see_what_is_shared_and_its_owner_sees_all(ada):
    assert shelves(seen(browser(), PAGE)) == ["maintains"]
    html = seen(browser(ada), PAGE)
    assert shelves(html) == ["maintains", "contributed", "uses", "favorites"]
    assert html.count("only you see this") == 2
    Profile.objects.update(shares_usages=True, shares_favorites=True)
    assert shelves(seen(browser(), PAGE)) == ["maintains", "uses", "favorites"]


def test_nothing_shared_says_so():
    make_person("bob")
    assert "This person shares nothing here." in text_of(seen(browser(), "/profiles/bob/"))


def test_old_addresses_by_the_account_at_github_find_the_same_person(ada):
    assert "<h1>ada</h1>" in seen(browser(), "/profiles/countess/")
    seen(browser(), "/profiles/nobody/", status=404)


def test_favourites_and_contributions_have_pages_of_their_own(ada):
    for name in ("favorites", "contributed"):
        assert "ada" in seen(browser(ada), f"{PAGE}{name}/")
    seen(browser(), f"{PAGE}favorites/", status=403)
    seen(browser(), f"{PAGE}contributed/")
    Profile.objects.update(shares_favorites=True, shares_contributions=False)
    assert ">liked</a>" in seen(browser(), f"{PAGE}favorites/")
    seen(browser(), f"{PAGE}contributed/", status=403)


def test_a_profile_costs_the_same_however_much_it_shows(ada, django_assert_max_num_queries):
    Profile.objects.update(shares_usages=True, shares_favorites=True)
    for at in range(30):
        package = make_package(f"p{at}", facts={})
        put_usage(ada, package, is_used=True)
        put_favorite(ada, package, is_liked=True)
    with django_assert_max_num_queries(10):
        html = seen(browser(), PAGE)
    assert "and 19 more" in text_of(html)


def test_what_is_shared_and_links_are_changed_in_one_form(ada):
    client = browser(ada)
    answer = send(
        client,
        "/profiles/edit/",
        shares_usages="on",
        **{"links-0-label": "Blog", "links-0-url": "https://blog.example/"},
    )
    assert answer.url == PAGE
    html = seen(browser(), PAGE)
    assert shelves(html) == ["maintains", "uses"]
    assert 'href="https://blog.example/"' in html
    send(client, "/profiles/edit/", **{"links-0-label": "", "links-0-url": ""})
    assert "blog.example" not in seen(browser(), PAGE)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://a.example/", "nowhere"])
def test_a_link_that_is_no_address_of_the_web_is_kept_in_the_form(ada, url):
    answer = send(browser(ada), "/profiles/edit/", **{"links-0-label": "Blog", "links-0-url": url})
    assert answer.status_code == 200
    assert url in answer.content.decode()
    assert "aria-invalid" in answer.content.decode()


def test_half_a_link_says_what_is_missing(ada):
    answer = send(browser(ada), "/profiles/edit/", **{"links-0-label": "Blog"})
    assert "Fill in both, or empty both" in text_of(answer.content.decode())
