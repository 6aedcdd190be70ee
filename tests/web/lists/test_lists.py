"""Readiness, statistics, what happened, and the lists without a filter."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from community.people import make_person
from history.rows import put_points
from packgrid.assessment.models import Assessment
from packgrid.catalogue.models import FetchState, Package
from packgrid.community.usage_and_favorites import put_favorite
from packgrid.history.models import Change, Kind
from packgrid.search.index import index_packages
from web.rows import make_grid, make_package
from web.sanity import compact, faults_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "djangopackages.org"})


def opened(client, path, *, status=200):
    answer = client.get(path)
    html = answer.content.decode()
    assert (answer.status_code, faults_of(html)) == (status, [])
    assert status != 200 or answer.headers["Cache-Control"].startswith("public")
    return compact(html)


def project(slug, *versions: str, **facts: Any):
    declared = [f"Framework :: Django :: {version}" for version in versions]
    return make_package(slug, pypi_name=slug, facts={"stars": 1, "classifiers": declared} | facts)


class TestReadiness:
    def test_packages_are_counted_apart_by_what_they_say(self, client, django_assert_num_queries):
        project("yes", "5.1", "5.2")
        project("no", "4.2", "5.1")
        project("general", "5")
        project("lets-in", requires_dist=["django>=5"])
        project("shuts-out", requires_dist=["django<5"])
        project("silent")
        project("unread", classifiers=None)
        project("half-read", classifiers=None, requires_python=">=3.8")
        project("archived", "5.2", is_archived=True)
        make_package("off-pypi", facts={"stars": 9})
        with django_assert_num_queries(3):
            words = text_of(opened(client, "/readiness/django/5.2/"))
        assert "1 declare ityes" in words
        assert "2 allow it" in words
        assert "1 declare other versions onlyno the classifiers name 4.2 and 5.1" in words
        assert "1 exclude itshuts-out requires_dist django<5 excludes it" in words
        assert "1 say nothingsilent" in words
        assert "2 not checked" in words
        assert "archived" not in words.partition("1 declare it")[2]
        assert "off-pypi" not in words

    def test_nobody_declares_none_before_anybody_was_asked(self, client):
        for slug in "abc":
            make_package(slug, pypi_name=slug, facts={"stars": 5})
        for path in ("django/5.2", "python/3.14"):
            words = text_of(opened(client, f"/readiness/{path}/"))
            assert "3 not checked" in words
            assert "0 say nothing" in words

    def test_a_version_without_security_fixes_says_so(self, client):
        assert "has had no security fixes since 1 April 2024" in text_of(opened(client, "/readiness/django/3.2/"))

    def test_the_index_lists_every_series_newest_first(self, client):
        html = opened(client, "/readiness/")
        assert html.index("/readiness/django/6.1/") < html.index("/readiness/django/5.2/")
        assert "/readiness/python/3.14/" in html

    def test_of_a_framework_only_packages_that_name_it_are_listed(self, client, django_assert_num_queries):
        wagtail = "Framework :: Wagtail"
        rows = [
            project("declares", classifiers=[wagtail, f"{wagtail} :: 6"]),
            project("unstarred", classifiers=[f"{wagtail} :: 6"], stars=None),
            project("shuts-out", classifiers=[wagtail], requires_dist=["wagtail>=7"]),
            project("versionless", classifiers=[wagtail]),
            project("plain", "5.2"),
            project("unread", classifiers=None),
        ]
        index_packages([row.pk for row in rows])
        with django_assert_num_queries(3):
            words = text_of(opened(client, "/readiness/wagtail/6/"))
        assert "1 package was not checked yet: it may name Wagtail, too." in words
        assert "The 4 best known packages on PyPI that name Wagtail" in words
        assert "2 declare itdeclaresunstarred" in words
        assert "1 exclude itshuts-out requires_dist wagtail>=7 excludes it" in words
        assert "1 say nothingversionless" in words
        assert "plain" not in words
        assert "security fixes since" not in words

    def test_without_a_package_that_names_it_a_framework_says_so(self, client):
        words = text_of(opened(client, "/readiness/drf/3.15/"))
        assert "No known package on PyPI names Django REST Framework in its classifiers or requirements." in words
        assert "so only requirements count" in words

    def test_a_framework_lists_its_versions_with_counts_and_the_other_frameworks(self, client):
        index_packages([project("a", classifiers=["Framework :: Wagtail :: 7"]).pk, project("b", classifiers=None).pk])
        html = opened(client, "/readiness/wagtail/")
        assert "1 package was not checked yet." in text_of(html)
        assert re.search(r"Wagtail 8\s*0\s*Wagtail 7\s*1\s*Wagtail 6\s*0", text_of(html))
        assert "This site does not know how long each version of Wagtail gets security fixes." in text_of(html)
        for key in ("django", "python", "cms", "drf"):
            assert f'href="/readiness/{key}/"' in html

    @pytest.mark.parametrize(
        ("path", "target"),
        [
            ("django-cms", "/readiness/cms/"),
            ("djangorestframework", "/readiness/drf/"),
            ("Wagtail", "/readiness/wagtail/"),
            ("wagtail/6.0", "/readiness/wagtail/6/"),
            ("django-cms/4.1", "/readiness/cms/4.1/"),
            ("django/5.2.1", "/readiness/django/5.2/"),
        ],
    )
    def test_other_spellings_lead_to_the_page(self, client, path, target):
        answer = client.get(f"/readiness/{path}/")
        assert (answer.status_code, answer.headers["Location"]) == (301, target)

    @pytest.mark.parametrize(
        ("path", "words"),
        [
            ("ruby/", "There is no readiness page for “ruby”"),
            ("ruby/3/", "There is no readiness page for “ruby”"),
            ("django/9.9/", "Django 9.9 is not listed"),
            ("wagtail/60/", "Wagtail 60 is not listedVersions of Wagtail that are listed: 8, 7, 6, 5, 4, 3, 2, 1."),
        ],
    )
    def test_what_nobody_knows_is_a_404_that_says_what_there_is(self, client, path, words):
        html = opened(client, f"/readiness/{path}", status=404)
        assert words in text_of(html)
        assert 'href="/readiness/wagtail/"' in html


def test_statistics_count_and_tell_how_fresh_it_is(client, django_assert_num_queries):
    ready = project("ready", "5.2")
    Assessment.objects.create(package=ready, assessed_at=timezone.now(), status="maintained", sentence="Yes")
    make_grid("a-grid", title="A grid", packages=[ready])
    index_packages([ready.pk])
    at = timezone.now() - timedelta(hours=3)
    FetchState.objects.create(package=ready, source="pypi", last_success_at=at, due_at=at)
    with django_assert_num_queries(11):
        words = text_of(opened(client, "/open/"))
    assert "1 packages, 1 grids" in words
    assert "PyPI11003 hours ago" in words
    assert "maintained1" in words
    assert "Django 5.21" in words
    assert "A grid1" in words


def test_what_happened_is_told_newest_first(client, django_assert_num_queries):
    package = make_package("a", title="Known")
    for kind, subject, old, new in ((Kind.RELEASE, "2.0", "", ""), (Kind.LICENSE, "", "MIT", "GPL-3.0-only")):
        Change.objects.create(package=package, kind=kind, subject=subject, old=old, new=new, at=timezone.now())
    Change.objects.create(package=package, kind=Kind.LICENSE, old=None, new="MIT", at=timezone.now())
    with django_assert_num_queries(1):
        words = text_of(opened(client, "/changes/"))
    assert "Known changed its licence from MIT to GPL-3.0-only todayKnown 2.0 was released today" in words


def test_the_latest_and_the_most_liked_have_lists_of_their_own(client, django_assert_num_queries):
    old = make_package("old", facts={})
    make_package("new", facts={"usage_count": 5})
    put_favorite(make_person("ada"), old, is_liked=True)
    with django_assert_num_queries(4):
        html = opened(client, "/packages/latest/")
    assert html.index("/packages/p/new/") < html.index("/packages/p/old/")
    with django_assert_num_queries(5):
        html = opened(client, "/packages/liked/")
    assert "/packages/p/old/" in html
    assert "/packages/p/new/" not in html


def test_of_a_load_the_best_known_packages_stand_in_the_list_of_new_ones(client, django_assert_num_queries):
    at = timezone.now() - timedelta(days=1)
    for number in range(60):
        make_package(f"p{number:02}", facts={"stars": number * 7 % 60} if number < 40 else {})
    Package.objects.update(created=at)
    make_package("later", facts={})
    with django_assert_num_queries(7):
        html = opened(client, "/packages/latest/")
    stars = sorted(range(40), key=lambda number: -(number * 7 % 60))
    expected = ["later", *(f"p{number:02}" for number in [*stars, *range(40, 49)])]
    assert list(dict.fromkeys(re.findall(r"/packages/p/([\w-]+)/", html))) == expected


def test_a_list_can_be_read_as_cards_and_stays_so(client):
    for number in range(51):
        make_package(f"p{number}")
    html = opened(client, "/packages/?sort=title&shape=cards")
    assert '<ol class="results" start="1">' in html
    assert "?sort=title&amp;shape=cards&amp;page=2" in html
    assert '<a href="?sort=title&amp;shape=table">Table</a>' in html


def listed_project(slug, **facts: Any):
    """A project of which lists show everything, assessed and in the index."""
    package = project(
        slug, "4.2", "5.1", "5.2", **({"downloads_30d": 1500, "license": "MIT", "version": "2.0"} | facts)
    )
    status = "unmaintained" if facts.get("stars") == 0 else "maintained"
    Assessment.objects.create(package=package, assessed_at=timezone.now(), status=status, sentence="It is.")
    index_packages([package.pk])
    return package


@pytest.mark.parametrize("path", ["/packages/?shape=cards", "/packages/", "/search/?q=ready", "/packages/latest/"])
def test_lists_show_what_helps_to_choose(client, path):
    listed_project("ready", stars=4321, released_at=timezone.now() - timedelta(days=2, hours=1))
    words = text_of(opened(client, path))
    for shown in ("✓ Maintained", "Django 4.2, 5.1, 5.2", "2 days old", "4,321", "1,500", "MIT"):
        assert shown in words


def test_a_card_says_each_reason_once_why_facts_are_missing(client):
    for package in (project("unread", classifiers=None), make_package("bare")):
        index_packages([package.pk])
    words = text_of(opened(client, "/packages/?shape=cards"))
    assert "Not checked: Django, Python, version, downloads, licence" in words
    assert words.count("No PyPI project") == words.count("No repository") == 1


@pytest.mark.parametrize("path", ["/packages/", "/packages/?shape=cards", "/search/?q=known"])
def test_downloads_have_a_chart_where_three_months_are_known(client, path):
    today = timezone.now().date()
    for slug, days in (("known-well", (200, 100, 50, 10)), ("known-lately", (20, 5)), ("known-never", ())):
        package = listed_project(slug)
        put_points(package, "downloads", {today - timedelta(days=back): 1000 - back for back in days})
    html = opened(client, path)
    assert re.findall(r'aria-label="(Downloads [^"]+)"', html) == ["Downloads a month over 7 months: from 800 to 990"]


class TestEndedPackages:
    def test_they_are_folded_at_the_end_of_a_page_and_counted(self, client):
        for slug in ("old-forms", "older-forms"):
            listed_project(slug, stars=0)
        listed_project("new-forms")
        for path in ("/packages/?shape=cards&sort=-title", "/search/?q=forms", "/packages/latest/"):
            html = opened(client, path)
            before, _, after = html.partition("<summary>2 packages that are no longer maintained</summary>")
            assert "/packages/p/new-forms/" in before
            assert "/packages/p/old-forms/" not in before
            assert re.findall(r'href="/packages/p/([\w-]+)/"', after).count("older-forms") == 1
        assert "3 results" in text_of(opened(client, "/search/?q=forms"))

    @pytest.mark.parametrize(
        "query", ["is:unmaintained", "forms is:unmaintained", "old-forms", "old forms", "is:archived"]
    )
    def test_what_is_asked_for_is_not_folded(self, client, query):
        listed_project("old-forms", stars=0, is_archived=True)
        listed_project("forms")
        before = opened(client, f"/search/?q={query}").partition("<summary>1 package")[0]
        assert 'href="/packages/p/old-forms/"' in before

    def test_a_page_of_nothing_else_shows_them(self, client):
        listed_project("old-forms", stars=0)
        assert "no longer maintained" not in opened(client, "/packages/")


@pytest.mark.parametrize("shape", ["cards", "table"])
def test_a_list_is_ordered_by_tabs_in_both_layouts(client, shape):
    make_package("a")
    html = opened(client, f"/packages/?shape={shape}&sort=-updated")
    orders = html.partition('aria-label="Order">')[2].partition("</nav>")[0]
    assert re.findall(r'href="([^"]+)"( aria-current)?', orders) == [
        (f"?sort={sort}{'&amp;shape=cards' if shape == 'cards' else ''}", "")
        if sort != "updated"
        else (f"?sort=updated{'&amp;shape=cards' if shape == 'cards' else ''}", " aria-current")
        for sort in ("-stars", "-downloads", "-released", "updated", "title")
    ]


def test_a_question_to_the_list_of_packages_goes_to_the_search(client):
    answer = client.get("/packages/?q=some forms")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/search/?q=some+forms")


@pytest.mark.parametrize("path", ["about", "help", "terms", "syndication"])
def test_pages_of_words_read_no_database(client, path, django_assert_num_queries):
    with django_assert_num_queries(0):
        opened(client, f"/{path}/")


@pytest.mark.parametrize(("old", "new"), [("faq", "/about/"), ("stack", "/about/#stack"), ("changelog", "/changes/")])
def test_old_pages_of_words_lead_to_the_new_ones(client, old, new):
    answer = client.get(f"/{old}/")
    assert (answer.status_code, answer.headers["Location"]) == (301, new)
