"""The changes of what somebody follows: on the page, in the feed, in the mail."""

import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.core import mail

from community.people import NOW, make_person
from packgrid.community import watchlist
from packgrid.community.models import Digest, Reader, Watch
from packgrid.history.models import Change, Kind
from packgrid.ops.commands.digests import command
from packgrid.search.index import index_packages
from packgrid.web.people.digests import send_due_digests
from web.people.forms import browser, fresh_browser, seen, send
from web.rows import make_grid, make_package
from web.sanity import text_of

pytestmark = pytest.mark.django_db
PAGE = "/watching/"
ATOM = "{http://www.w3.org/2005/Atom}"


def released(package, version, at=NOW):
    return Change.objects.create(package=package, kind=Kind.RELEASE, subject=version, at=at, old="", source="pypi")


@pytest.fixture
def ada():
    person = make_person()
    watchlist.get_reader(person)
    return person


def test_it_tells_of_packages_grids_and_searches_by_day_with_what_is_new(ada):
    one, two, three, other = (make_package(slug, facts={}) for slug in ("one", "two", "forms-three", "other"))
    index_packages([three.pk])
    watchlist.follow(ada, package=one)
    watchlist.follow(ada, grid=make_grid(packages=[two]))
    watchlist.follow(ada, text="forms")
    for package in (one, two, three, other):
        released(package, "1.0", NOW - timedelta(days=1))
    client = browser(ada)
    assert send(client, PAGE, action="/watching/seen/").url == PAGE
    released(one, "1.1")
    text = text_of(seen(client, PAGE))
    assert "1 new" in text
    assert text.index("1 Jul 2026") < text.index("one 1.1 was released new") < text.index("30 Jun 2026")
    for said in ("one 1.0 was released", "two 1.0 was released", "forms-three 1.0 was released"):
        assert text.index("30 Jun 2026") < text.index(said)
    assert "other 1.0" not in text


def test_who_follows_nothing_is_told_how(ada):
    assert "You follow nothing yet." in text_of(seen(browser(ada), PAGE))


def test_a_search_is_followed_and_no_more(ada):
    client = browser(ada)
    send(client, PAGE, action="/watching/search/add/", q="  forms   django:6.0 ")
    assert Watch.objects.get().text == "forms django:6.0"
    send(client, PAGE, action="/watching/search/remove/")
    assert not Watch.objects.exists()


@pytest.mark.parametrize("path", ["/watching/seen/", "/watching/search/add/"])
def test_changes_are_by_post_and_for_people(ada, path):
    assert browser(ada).get(path).status_code == 405
    assert browser().get(PAGE).url == "/login/?next=/watching/"


def test_the_page_costs_the_same_however_much_has_happened(ada, django_assert_max_num_queries):
    for at in range(20):
        package = make_package(f"p{at}", facts={})
        watchlist.follow(ada, package=package)
        released(package, "1.0")
    client = browser(ada)
    with django_assert_max_num_queries(7):  # one notes the session, every five minutes
        seen(client, PAGE)


def test_the_private_feed_opens_to_its_address_until_that_is_given_up(ada):
    package = make_package(facts={})
    watchlist.follow(ada, package=package)
    change = released(package, "1.0")
    client = fresh_browser(ada)
    send(client, PAGE, action="/watching/settings/", does="open")
    path = f"/watching/feed/{Reader.objects.get().feed_token}.atom"
    assert path in seen(client, PAGE)
    answer = browser().get(path)
    assert (answer.headers["Cache-Control"], answer.cookies.keys()) == ("private, no-store", {}.keys())
    entries = ET.fromstring(answer.content).findall(f"{ATOM}entry")  # noqa: S314 our own document
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["django-a 1.0 was released"]
    assert entries[0].findtext(f"{ATOM}id").endswith(f"/packages/p/django-a/#change-{change.pk}")
    send(client, PAGE, action="/watching/settings/", does="close")
    assert browser().get(path).status_code == 404


class TestDigests:
    @pytest.fixture
    def package(self, ada):
        package = make_package(facts={})
        watchlist.follow(ada, package=package)
        return package

    def mails(self, days=0.0):
        before = len(mail.outbox)
        sent = send_due_digests(NOW + timedelta(days=days))
        assert sent == len(mail.outbox) - before
        return sent

    def test_nobody_is_mailed_who_has_not_asked_for_it(self, package):
        released(package, "1.0")
        assert self.mails(30) == 0

    def test_the_day_after_the_news_are_mailed_once(self, ada, package):
        watchlist.set_digest(ada, Digest.DAILY, now=NOW)
        released(package, "1.0")
        assert [self.mails(days) for days in (0.5, 1, 1, 1.5, 2)] == [0, 1, 0, 0, 0]
        body = mail.outbox[0].body
        assert "django-a 1.0 was released" in body
        assert "https://djangopackages.org/packages/p/django-a/" in body
        assert mail.outbox[0].to == ["ada@mail.example"]
        assert mail.outbox[0].subject == "Packgrid: 1 change in what you follow"
        released(package, "1.1")
        assert [self.mails(days) for days in (2.5, 3, 3)] == [0, 1, 0]

    def test_a_week_is_a_week(self, ada, package):
        watchlist.set_digest(ada, Digest.WEEKLY, now=NOW)
        released(package, "1.0")
        assert [self.mails(days) for days in (1, 6.5, 7)] == [0, 0, 1]

    def test_it_is_chosen_on_the_page(self, ada):
        send(browser(ada), PAGE, action="/watching/settings/", digest="weekly")
        assert Reader.objects.get().digest == Digest.WEEKLY
        send(browser(ada), PAGE, action="/watching/settings/", digest="hourly")
        assert Reader.objects.get().digest == Digest.WEEKLY

    def test_a_command_sends_what_is_due(self, ada, package):
        watchlist.set_digest(ada, Digest.DAILY, now=NOW - timedelta(days=9))
        released(package, "1.0")
        done = CliRunner().invoke(command)
        assert (done.exit_code, done.output) == (0, "1 digest and 0 mails to maintainers sent.\n")
