"""Flags, sites, and the moderators who look at them."""

from datetime import UTC, datetime

import pytest

from community.people import make_moderator, make_person
from packgrid.assessment.models import Proposal
from packgrid.catalogue.models import Example
from packgrid.community.models import Decision, Flag
from web.people.forms import browser, seen, send
from web.rows import make_package
from web.sanity import text_of

pytestmark = pytest.mark.django_db
PAGE = "/packages/p/django-a/"
NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def ada():
    return make_person()


@pytest.fixture
def mo():
    return make_moderator()


@pytest.fixture
def package():
    return make_package(facts={})


def decide(mo, subject, pk, verdict, reason=""):
    return send(browser(mo), "/moderation/", action=f"/moderation/{subject}/{pk}/", verdict=verdict, reason=reason)


def test_a_flag_goes_from_its_form_over_the_queue_to_the_page(ada, mo, package):
    flagged = send(browser(ada), "/packages/django-a/flag/", reason="It is a copy of another package.")
    assert flagged.url == PAGE
    assert "It is a copy" not in seen(browser(), PAGE)
    assert "It is a copy" in seen(browser(mo), "/moderation/")
    decide(mo, "flag", Flag.objects.get().pk, "accepted", "Compared them.")
    assert "It is a copy" in seen(browser(), PAGE)
    assert "Compared them." in seen(browser(mo), "/moderation/log/")
    decide(mo, "flag", Flag.objects.get().pk, "withdrawn")
    assert "It is a copy" not in seen(browser(), PAGE)
    assert Decision.objects.count() == 2


def test_a_second_flag_is_refused_in_words_and_what_was_written_is_kept(ada, package):
    client = browser(ada)
    send(client, "/packages/django-a/flag/", reason="It is a copy of another package.")
    assert "You flagged this" in text_of(seen(client, PAGE))
    again = send(client, "/packages/django-a/flag/", reason="It is still a copy.")
    assert "You already flagged this package" in text_of(again.content.decode())
    assert "It is still a copy." in again.content.decode()


@pytest.mark.parametrize("reason", ["", "Bad", "x" * 1001])
def test_a_flag_has_a_reason_of_some_length(ada, package, reason):
    answer = send(browser(ada), "/packages/django-a/flag/", reason=reason)
    assert (answer.status_code, Flag.objects.count()) == (200, 0)


def test_a_site_is_added_changed_and_taken_away_by_who_added_it(ada, mo, package):
    client = browser(ada)
    send(client, "/packages/django-a/example/add/", title="Shop", url="https://shop.example/")
    site = Example.objects.get()
    assert "Shop" not in seen(browser(), PAGE)
    html = seen(client, "/packages/django-a/example/add/")
    assert "Shop to review" in text_of(html)
    assert f"/packages/django-a/example/{site.pk}/edit/" in html
    decide(mo, "example", site.pk, "accepted")
    assert "Shop" in seen(browser(), PAGE)
    send(client, f"/packages/django-a/example/{site.pk}/edit/", title="Store")
    assert "Store" not in seen(browser(), PAGE)
    send(client, f"/packages/django-a/example/{site.pk}/delete/")
    assert not Example.objects.exists()


def test_a_site_of_somebody_else_is_none_of_ones_business(ada, package):
    site = Example.objects.create(package=package, title="Shop", url="https://shop.example/")
    for verb in ("edit", "delete"):
        seen(browser(ada), f"/packages/django-a/example/{site.pk}/{verb}/", status=404)
    make_package("other")
    seen(browser(make_moderator()), f"/packages/other/example/{site.pk}/edit/", status=404)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://shop.example/", "shop"])
def test_a_site_has_an_address_of_the_web(ada, package, url):
    answer = send(browser(ada), "/packages/django-a/example/add/", title="Shop", url=url)
    assert (answer.status_code, Example.objects.count()) == (200, 0)


@pytest.mark.parametrize(
    ("path", "reader", "status"),
    [
        ("/moderation/", None, 302),
        ("/moderation/", "ada", 403),
        ("/moderation/", "mo", 200),
        ("/moderation/log/", None, 302),
        ("/moderation/log/", "ada", 403),
        ("/moderation/log/", "mo", 200),
        ("/packages/django-a/flag/", None, 302),
        ("/packages/django-a/flag/", "ada", 200),
        ("/packages/django-a/example/add/", None, 302),
        ("/packages/django-a/example/add/", "ada", 200),
        ("/packages/p/django-a/maintain/", None, 302),
        ("/packages/p/django-a/maintain/", "ada", 200),
        ("/watching/", None, 302),
        ("/watching/", "ada", 200),
        ("/profiles/edit/", None, 302),
        ("/profiles/edit/", "ada", 200),
        ("/profiles/delete/", None, 302),
        ("/profiles/delete/", "ada", 302),
        ("/packages/usage/django-a/add/", None, 302),
        ("/packages/usage/django-a/add/", "ada", 200),
        ("/moderation/flag/1/", "mo", 405),
    ],
)
def test_who_sees_what(package, path, reader, status):
    make = {None: lambda: None, "ada": make_person, "mo": make_moderator}[reader]
    assert browser(make()).get(path).status_code == status


@pytest.mark.parametrize(("subject", "verdict", "status"), [("cat", "accepted", 404), ("flag", "maybe", 302)])
def test_nonsense_decides_nothing(mo, package, subject, verdict, status):
    flag = Flag.objects.create(package=package, reason="It is a copy.")
    client = browser(mo)
    client.handler.enforce_csrf_checks = False
    answer = client.post(f"/moderation/{subject}/{flag.pk}/", {"verdict": verdict})
    assert (answer.status_code, Decision.objects.count()) == (status, 0)


def test_nobody_else_decides_even_by_post(ada, package):
    flag = Flag.objects.create(user=ada, package=package, reason="It is a copy.")
    client = browser(ada)
    client.handler.enforce_csrf_checks = False
    assert client.post(f"/moderation/flag/{flag.pk}/", {"verdict": "accepted"}).status_code == 403
    assert not Decision.objects.exists()


def test_a_proposal_names_its_field_as_the_form_of_the_package_does(mo, package):
    proposed = "https://github.com/a/django-a"
    Proposal.objects.create(package=package, field="repo_url", value=proposed, reason="It moved.", made_at=NOW)
    assert f"Repository → {proposed} It moved." in text_of(seen(browser(mo), "/moderation/"))
