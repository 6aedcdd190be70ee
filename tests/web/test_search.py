"""Searching as people and browsers do it."""

import re
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from packgrid.catalogue.models import Package
from packgrid.comparison.models import Grid
from packgrid.search.facets import Facet
from packgrid.search.field_values import READERS
from packgrid.search.index import index_grids, index_packages
from packgrid.search.query import Results
from packgrid.search.query_language import parse_query
from packgrid.web.lists import search_page
from web.rows import AT, make_category, make_grid, make_package
from web.sanity import compact, faults_of, text_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, tzinfo=UTC)
SCRIPT = Path(search_page.__file__).parents[1] / "static/packgrid/suggest.js"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "djangopackages.org"})


def index():
    index_packages(Package.objects.values_list("pk", flat=True))
    index_grids(Grid.objects.values_list("pk", flat=True))


def opened(client, path, *, status=200):
    answer = client.get(path)
    html = answer.content.decode()
    assert (answer.status_code, faults_of(html)) == (status, [])
    assert not answer.cookies
    return compact(html)


def known_packages():
    """A current package, one that has ended, and the grid of both."""
    known = {"stars": 1234, "version": "2.0", "released_at": AT, "repo_description": "Makes :rocket: <b>forms</b>"}
    ended = {"is_archived": True, "repo_description": "Old forms"}
    first = make_package("django-forms", title="django-forms", facts=known)
    second = make_package("old-forms", title="old-forms", facts=ended, deprecated_at=AT, replaced_by=first)
    make_grid("forms", title="Forms", description="Side by side", packages=[first, second])
    index()


class TestPage:
    def test_packages_and_grids_are_shown_with_what_is_known_of_them(self, client, django_assert_max_num_queries):
        known_packages()
        with django_assert_max_num_queries(9):
            html = opened(client, "/search/?q=forms")
        words = text_of(html)
        assert "3 results" in words
        assert "Makes 🚀 <b>forms</b>" in words
        assert "2.0, 3 May 2026 1,234 stars App No PyPI project" in words
        assert "1 package that is no longer maintainedSelect old-forms old-forms ✗ Deprecated" in words
        assert "2 packages side by side" in words
        assert "✗ Deprecated" in words
        for label in ("grid", "archived", "superseded"):
            assert f'<i class="tag">{label}</i>' in html
        assert set(re.findall(r'<li>(?:<input[^>]+><label.+?</label>\s)?<a href="(/[^"]+)"', html)) == {
            "/packages/p/django-forms/",
            "/packages/p/old-forms/",
            "/grids/g/forms/",
        }

    def test_queries_do_not_grow_with_the_answers(self, client, django_assert_max_num_queries):
        for number in range(29):
            make_package(f"forms-{number:02}", facts={})
        make_grid("forms", title="Forms", packages=Package.objects.all())
        index()
        with django_assert_max_num_queries(9):
            assert opened(client, "/search/?q=forms").count('</label> <a href="/packages/') == 29

    def test_the_question_is_in_the_address_of_every_page(self, client):
        for number in range(61):
            make_package(f"forms-{number:02}", facts={"stars": number})
        index()
        assert 'href="?q=forms&amp;page=3"' in opened(client, "/search/?q=forms")
        last = opened(client, "/search/?q=forms&page=3")
        assert '<ol class="results" start="61">' in last
        assert last.count('</label> <a href="/packages/') == 1
        beyond = opened(client, "/search/?q=forms&page=999999")
        assert beyond.replace("page%3D999999", "page%3D3") == last

    def test_a_package_that_was_hidden_since_is_left_out(self, client):
        known_packages()
        Package.objects.filter(slug="old-forms").update(is_hidden=True)
        assert "old-forms" not in opened(client, "/search/?q=forms")

    def test_nothing_asked_explains_how_to_ask(self, client):
        html = opened(client, "/search/")
        assert "Type the name of a package" in html
        assert '<details class="help" open>' in html
        for field in READERS:
            assert f"<code>{field}:" in html

    def test_nothing_found_shows_where_to_go_on(self, client):
        words = text_of(opened(client, "/search/?q=nothing-like-it"))
        assert "No exact match. Try fewer or other words" in words
        words = text_of(opened(client, "/search/?q=nothing-like-it+stars:5"))
        assert "Remove a condition" in words

    def test_what_was_not_understood_is_said(self, client):
        words = text_of(opened(client, '/search/?q=is:dead+"a'))
        assert "Character 1: found is:dead, expected one of archived, deprecated," in words
        assert "Character 9: found a quote that nothing closes" in words

    def test_conditions_can_be_taken_away_one_by_one(self, client):
        html = opened(client, "/search/?q=a-b+-is:gone+stars:>5+sort:-stars")
        assert re.findall(r'<li><a href="([^"]+)"><span class="unseen">Remove </span>(\S+)', html) == [
            ("?q=a-b+stars%3A%3E5+sort%3A-stars", "-is:gone"),
            ("?q=a-b+-is%3Agone+sort%3A-stars", "stars:&gt;5"),
            ("?q=a-b+-is%3Agone+stars%3A%3E5", "sort:-stars"),
        ]

    def test_the_order_is_part_of_the_question(self, client):
        known_packages()
        html = opened(client, "/search/?q=forms+sort:stars")
        assert '<a href="?q=forms">Best match</a>' in html
        assert '<a href="?q=forms+sort%3Astars" aria-current="true">Stars</a>' in html

    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ("%00", ""),
            ("x" * 10_000, "found 10000 characters, expected at most 200."),
            ("%22" * 10_000, "found 10000 characters"),
            ("-", "found a minus alone"),
            ("%ff%fe", ""),
            ("%3Cscript%3E", "“<script>”"),
            ("%E2%80%A8%F3%A0%80%81", ""),
            ("is:archived&q=b&sort=x&x[]=1&load_more=%00", ""),
        ],
    )
    def test_odd_questions_have_a_page_that_says_what_is_odd(self, client, query, said):
        known_packages()
        assert said in text_of(opened(client, f"/search/?q={query}"))

    @pytest.mark.parametrize("page", ["0", "-1", "x", "1.5"])
    def test_a_page_that_is_no_number_is_not_there(self, client, page):
        opened(client, f"/search/?q=a&page={page}", status=404)


def results(*, count=9, is_capped=False, **facets: dict[str, int]) -> Results:
    found = {field: [Facet(*pair) for pair in values.items()] for field, values in facets.items()}
    return Results(entries=(), count=count, is_capped=is_capped, facets=found)


def shown(query, found):
    return [
        (title, [(choice.title, choice.url, choice.count) for choice in choices])
        for title, choices in search_page.list_facets(parse_query(query), found)
    ]


class TestFacets:
    def test_a_value_is_a_link_that_asks_for_it_too(self):
        make_category("apps", title="App")
        make_grid("rest", title="REST")
        found = results(category={"apps": 5, "gone": 1}, grid={"rest": 2}, license={"bsd-3-clause": 3, "bsd": 4})
        assert shown("a -b", found) == [
            ("Category", [("App", "?q=a+-b+category%3Aapps", 5), ("gone", "?q=a+-b+category%3Agone", 1)]),
            ("In the grid", [("REST", "?q=a+-b+grid%3Arest", 2)]),
            (
                "Licence",
                [("BSD-3-Clause", "?q=a+-b+license%3Absd-3-clause", 3), ("BSD", "?q=a+-b+license%3Absd", 4)],
            ),
        ]

    def test_what_all_answers_have_and_what_was_asked_for_is_left_out(self):
        found = results(count=9, **{"is": {"gone": 9, "archived": 8, "maintained": 1}})
        assert [choice for _, choices in shown("is:archived", found) for choice, _, _ in choices] == ["maintained"]

    def test_where_there_are_more_than_were_counted_nothing_is_known_to_be_everywhere(self):
        found = results(count=9, is_capped=True, **{"is": {"gone": 9}})
        assert shown("a", found) == [("State", [("gone", "?q=a+is%3Agone", 9)])]

    @pytest.mark.parametrize("limit", [2, 1000])
    def test_counts_of_a_part_say_that_they_are(self, client, monkeypatch, limit):
        monkeypatch.setattr("packgrid.search.query.MAX_RESULTS", limit)
        for number in range(4):
            make_package(f"form-{number}", facts={"license": "MIT" if number else "BSD"})
        index_packages(set(Package.objects.values_list("pk", flat=True)))
        for path in ("/packages/", "/search/?q=form"):
            html = compact(client.get(path).content.decode())
            assert ("Counted among the first 1,000 results only." in html) is (limit == 2)

    def test_series_are_shown_newest_first_and_others_as_they_come(self):
        python = {f"3.{minor}": 20 - minor for minor in range(4, 15)}
        ((_, choices),) = shown("a", results(count=99, python=python))
        assert [title for title, _, _ in choices] == ["3.14", "3.13", "3.12", "3.11", "3.10", "3.9"]
        ((_, choices),) = shown("a", results(count=99, license={f"l{number}": 9 for number in range(20)}))
        assert [title for title, _, _ in choices] == ["L0", "L1", "L2", "L3", "L4", "L5"]

    def test_no_link_asks_for_more_than_a_question_may_be_long(self):
        assert shown("x" * 195, results(license={"mit": 1})) == []
        assert shown("a", results()) == []


def test_what_was_probably_meant_keeps_the_conditions():
    choice = search_page.make_suggestion(parse_query('djnago "x y" -z stars:5 sort:title'), "django x y")
    assert choice == search_page.Choice(title="django x y", url="?q=django+x+y+-z+stars%3A5+sort%3Atitle")
    assert search_page.make_suggestion(parse_query("a"), "") is None


def test_a_grid_that_answers_a_question_is_offered_above_the_results(client):
    known_packages()
    html = opened(client, "/search/?q=how+do+I+make+forms")
    assert (
        '<ul class="fitting" aria-label="Grids that answer this"><li><a href="/grids/g/forms/">Forms</a>: 2 packages'
        in html
    )
    assert "fitting" not in opened(client, "/search/?q=old+side")


class TestSuggestions:
    def test_they_are_a_list_to_choose_from(self, client, django_assert_max_num_queries):
        known_packages()
        with django_assert_max_num_queries(6):
            html = compact(client.get("/search/suggestions/?q=form").content.decode())
        options = dict(re.findall(r'role="option" id="(\S+)" tabindex="-1" aria-selected="false" href="(\S+)"', html))
        assert list(options) == ["suggestion-1", "suggestion-2", "suggestion-3"]
        assert set(options.values()) == {"/grids/g/forms/", "/packages/p/django-forms/", "/packages/p/old-forms/"}
        assert html.startswith('<div role="listbox" id="suggestions"')

    def test_each_tells_what_helps_to_choose(self, client):
        known_packages()
        said = text_of(client.get("/search/suggestions/?q=form").content.decode())
        assert "1,234 stars · released" in said
        assert "2 packages side by side" in said
        assert (said.count("✗ Deprecated"), said.count("deprecated")) == (1, 0)

    @pytest.mark.parametrize("query", ["", "q=", "q=%00", f"q={'x' * 10_000}", "q=zzz", "dropdown_id=%00&load_more=1"])
    def test_there_may_be_none(self, client, query):
        answer = client.get(f"/search/suggestions/?{query}")
        assert (answer.status_code, answer.content.strip()) == (200, b"")

    def test_the_next_ten_are_another_page(self, client):
        for number in range(12):
            make_package(f"forms-{number:02}", facts={})
        index()
        assert client.get("/search/suggestions/?q=forms").content.count(b"option") == 10
        assert client.get("/search/suggestions/?q=forms&page=2").content.count(b"option") == 2
        for page in ("3", "11", "0", "x", "9" * 10_000):
            assert client.get(f"/search/suggestions/?q=forms&page={page}").status_code == 404

    def test_every_page_loads_a_script_of_our_own_that_is_small(self, client):
        policy = client.get("/packages/").headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "script-src" not in policy
        for path in ("/", "/packages/", "/search/"):
            assert '<script type="module" src="/static/packgrid/suggest.js"></script>' in opened(client, path)
        assert SCRIPT.stat().st_size < 3200


class TestOpenSearch:
    def test_the_description_has_our_addresses_as_whoever_asks_knows_us(self, client):
        answer = client.get("/search/opensearch/description/", secure=True)
        assert answer.headers["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
        root = ET.fromstring(answer.content)  # noqa: S314 our own answer
        site = "https://djangopackages.org"
        assert {url.get("rel"): url.get("template") for url in root.iter(f"{OPENSEARCH}Url")} == {
            "results": f"{site}/search/?q={{searchTerms}}",
            "suggestions": f"{site}/search/opensearch/suggestions/?q={{searchTerms}}",
            "self": f"{site}/search/opensearch/description/",
        }
        assert root.findtext(f"{OPENSEARCH}Image") == f"{site}/static/packgrid/icon.svg"

    def test_a_long_name_is_cut_and_any_name_is_text(self, client, settings):
        settings.SITE_TITLE = "Packages & <More> of Ours"
        root = ET.fromstring(client.get("/search/opensearch/description/").content)  # noqa: S314 likewise
        assert root.findtext(f"{OPENSEARCH}ShortName") == "Packages & <More"

    def test_every_page_names_it(self, client):
        link = 'type="application/opensearchdescription+xml"'
        assert link in opened(client, "/packages/")

    def test_suggestions_are_titles_and_paths(self, client):
        known_packages()
        answer = client.get("/search/opensearch/suggestions/?q=django+forms")
        assert answer.headers["Content-Type"] == "application/json"
        text, titles, descriptions, paths = answer.json()
        assert (text, titles[0], descriptions, paths[0]) == (
            "django forms",
            "django-forms",
            [],
            "/packages/p/django-forms/",
        )

    def test_there_are_at_most_15(self, client):
        for number in range(20):
            make_package(f"forms-{number:02}", facts={})
        index()
        _, titles, _, paths = client.get("/search/opensearch/suggestions/?q=forms").json()
        assert (len(titles), len(paths)) == (15, 15)

    @pytest.mark.parametrize("text", ["", "x" * 10_000, "zzz"])
    def test_there_may_be_none(self, client, text):
        answer = client.get("/search/opensearch/suggestions/", {"q": text})
        assert answer.json() == [text, [], [], []]
