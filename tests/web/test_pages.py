"""What people see, page by page."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from packgrid.catalogue.models import Example, Facts, FetchState, Package, Readme, Release
from packgrid.catalogue.page_paths import category_path, grid_path, package_path
from packgrid.comparison.recent_comparisons import store_comparison
from packgrid.history.models import Change, Kind
from packgrid.projections.announcements import announce
from packgrid.search.index import index_grids, index_packages
from packgrid.web import errors, urls
from web.rows import AT, make_category, make_grid, make_package
from web.sanity import compact, faults_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "djangopackages.org"})


def opened(client, path, *, status=200):
    """The page at a path, once it has passed every check that holds for all pages."""
    answer = client.get(path)
    html = answer.content.decode()
    assert (answer.status_code, faults_of(html)) == (status, [])
    assert status != 200 or answer.headers["Cache-Control"].startswith("public")
    assert not answer.cookies
    return compact(html)


def known_package(slug="django-known", **facts: Any) -> Package:
    """A package of which everything is known."""
    said = {
        "repo_description": "Makes things :rocket:",
        "stars": 1234,
        "forks": 56,
        "open_issues": 7,
        "commit_count": 890,
        "last_commit_at": AT,
        "weekly_commits": [0, 3, 1] + [0] * 49,
        "contributors": ["ada", "Grace Hopper"],
        "author": "Ada",
        "classifiers": ["Programming Language :: Python :: 3.13", "Framework :: Django :: 6.0"],
        "requires_python": ">=3.12",
        "requires_dist": ["Django>=5.2", "other_thing; extra == 'more'"],
        "license": "MIT",
        "links": {"changelog": "https://known.example/changes", "funding": "javascript:alert(1)"},
        "vulnerabilities": [{"id": "PYSEC-1", "link": "https://osv.example/1", "summary": "Bad", "fixed_in": ["2.1"]}],
        "version": "2.0",
        "released_at": AT,
        "provenance": {"stars": ["github", 0], "weekly_commits": ["git", 0], "version": ["pypi", 0]},
    }
    package = make_package(
        slug, title="Known", repo_url="https://github.com/ada/known", pypi_name="known", facts=said | facts
    )
    Readme.objects.create(
        package=package, html='<h3 id="main" class="site">Read</h3><p><img src="https://x.example/"></p>'
    )
    Example.objects.create(package=package, title="A site", url="https://site.example/", is_approved=True)
    Example.objects.create(package=package, title="Unseen", url="https://unseen.example/")
    for at, version in enumerate(["1.0", "1.1", "2.0"]):
        Release.objects.create(
            package=package,
            version=version,
            sort_key=str(at),
            uploaded_at=AT,
            has_wheel=True,
            size_bytes=9_000_000,
            install_bytes=2_500_000,
            is_yanked=version == "1.1",
            yanked_reason="Breaks" if version == "1.1" else None,
        )
    for source, days in (("github", 2), ("git", 4), ("pypi", 3)):
        at = timezone.now() - timedelta(days=days)
        FetchState.objects.create(package=package, source=source, last_success_at=at, due_at=at)
    return package


class TestHome:
    def test_it_shows_what_is_new_and_counts_what_is_there(self, client, django_assert_max_num_queries):
        make_grid("rest", title="REST", is_header=True, packages=[known_package()])
        with django_assert_max_num_queries(16):
            html = opened(client, "/")
        assert 'action="/search/"' in html
        assert "Apps 1" in text_of(html)
        assert "Most downloads" not in html
        assert 'href="/grids/g/rest/"' in html
        assert html.count('href="/packages/p/django-known/"') == 2

    def test_it_says_what_it_covers_and_offers_searches(self, client, settings):
        known_package()
        settings.SUBJECT, settings.SEARCH_EXAMPLES = "Flask", ["rate limits", "is:maintained flask"]
        html = opened(client, "/")
        assert "<h1>Find and compare Flask packages</h1>" in html
        assert '<a href="/search/?q=is%3Amaintained%20flask">is:maintained flask</a>' in html
        settings.SUBJECT, settings.SEARCH_EXAMPLES = "", []
        html = opened(client, "/")
        assert "<h1>Find and compare packages</h1>" in html
        assert "For example" not in html

    def test_an_empty_catalogue_says_what_to_do(self, client):
        words = text_of(opened(client, "/"))
        assert "No packages yet. Add a package, or load a catalogue with packgrid load FILE." in words
        assert "For example" not in words

    def test_shelves_of_which_nothing_is_known_are_left_out(self, client):
        make_package("bare")
        words = text_of(opened(client, "/"))
        for absent in ("Most stars", "Most downloads", "Latest releases", "Recent changes", "unknown"):
            assert absent not in words

    def test_the_most_downloaded_packages_are_shown_where_nothing_is_trending(self, client):
        for number in range(9):
            make_package(f"p{number}", facts={"downloads_30d": 1000 * number + 1, "stars": 5})
        words = text_of(opened(client, "/"))
        expected = "".join(f"p{number} {number},001" for number in range(8, 0, -1))
        assert words.partition("Most downloads in 30 days More")[2].startswith(expected)
        assert "Most stars" not in words

    def test_grids_are_offered_by_theme_the_largest_first(self, client):
        packages = [make_package(f"p{number}") for number in range(6)]
        for count, title in enumerate(["Forms", "Tables", "Widgets", "Filters", "Wizards"], start=1):
            make_grid(title.lower(), title=title, packages=packages[:count])
        make_grid("sms", title="SMS", packages=packages)
        html = opened(client, "/")
        assert "Forms, fields and tables 5Wizards, Filters, Widgets, Tables" in text_of(html)
        assert '<a href="/grids/?theme=communication">Mail, chat and notifications</a> <span>1</span>' in html

    def test_a_load_is_one_line(self, client):
        for number in range(12):
            package = make_package(f"p{number}")
            Change.objects.create(package=package, kind=Kind.ADDED, subject="", at=AT, old="")
        for path in ("/", "/changes/"):
            html = opened(client, path)
            assert '<a href="/packages/">12 packages were added to the catalogue</a>' in html
            assert html.count("added to the catalogue") == 1
        feed = client.get("/feeds/changes/atom/").content.decode()
        assert "<title>12 packages were added to the catalogue</title>" in feed
        assert feed.count("<entry>") == 1


class TestPackages:
    def test_the_most_starred_come_first_and_unknown_stars_last(self, client, django_assert_max_num_queries):
        make_package("django-unknown")
        make_package("django-few", facts={"stars": 2})
        make_package("django-many", facts={"stars": 1000})
        make_package("django-hidden", facts={"stars": 5000}, is_hidden=True)
        with django_assert_max_num_queries(10):
            html = opened(client, "/packages/")
        assert re.findall(r"/packages/p/([\w-]+)/", html) == ["django-many", "django-few", "django-unknown"]
        assert "1,000" in html
        assert 'aria-sort="descending"' in html

    @pytest.mark.parametrize(
        ("sort", "first"),
        [
            ("title", "a"),
            ("-title", "c"),
            ("stars", "b"),
            ("repo_watchers", "b"),
            ("-repo_forks", "b"),
            ("-released", "c"),
            ("-updated", "a"),
            ("-last_fetched", "c"),
            ("-usage_count", "c"),
            ("category", "c"),
            ("nonsense", "a"),
            ("--stars", "a"),
            ("%00", "a"),
        ],
    )
    def test_it_is_sorted_by_new_and_by_old_names(self, client, sort, first):
        other = make_category("zoo", title="A kind")
        make_package("a", title="alpha", facts={"stars": 9, "last_commit_at": AT})
        make_package("b", title="Beta", facts={"stars": 1, "forks": 3})
        last = {"stars": 5, "released_at": AT, "last_fetched_at": AT, "usage_count": 1}
        make_package("c", title="charlie", facts=last, category=other)
        html = opened(client, f"/packages/?sort={sort}")
        assert re.findall(r"/packages/p/(\w)/", html)[0] == first

    def test_a_page_beyond_the_end_is_the_last_one(self, client):
        for at in range(51):
            make_package(f"p-{at:02}")
        assert 'href="/packages/p/p-50/"' in opened(client, "/packages/?sort=title&page=99")
        assert 'href="?sort=title&amp;page=2"' in opened(client, "/packages/?sort=title")
        assert 'href="/packages/p/p-50/"' in opened(client, f"/packages/?sort=title&page={'9' * 10_000}")

    @pytest.mark.parametrize("page", ["abc", "0", "-1", "1.5", "²", "x" * 10_000])
    def test_a_page_that_is_no_number_is_not_there(self, client, page):
        opened(client, f"/packages/?page={page}", status=404)

    def test_a_category_lists_its_own(self, client, django_assert_max_num_queries):
        make_package("django-in")
        make_package("django-out", category=make_category("frameworks", title="Framework"))
        with django_assert_max_num_queries(11):
            html = opened(client, "/categories/apps/")
        assert "/packages/p/django-in/" in html
        assert "/packages/p/django-out/" not in html
        opened(client, "/categories/none/", status=404)


class TestGrids:
    def test_a_theme_has_its_grids_alone_in_the_order_that_was_asked_for(self, client, django_assert_num_queries):
        packages = [make_package("a"), make_package("b")]
        for slug, title, inside in (
            ("forms", "Forms", packages[:1]),
            ("crud", "Crud", packages),
            ("sms", "SMS", packages),
        ):
            make_grid(slug, title=title, packages=inside)
        with django_assert_num_queries(2):
            html = opened(client, "/grids/?theme=forms&sort=-packages")
        assert re.findall(r'<th scope="row"><a href="/grids/g/(\w+)/"', html) == ["crud", "forms"]
        assert "<title>Forms, fields and tables: grids · Packgrid</title>" in html
        assert '<a href="?theme=forms" aria-current="true">Forms, fields and tables 2</a>' in html
        assert '<a href="?theme=forms&amp;sort=title">' in html

    @pytest.mark.parametrize("theme", ["admin", "nonsense", "%00", ""])
    def test_a_theme_without_grids_has_none_and_an_unknown_one_stands_for_all(self, client, theme):
        make_grid("forms", title="Forms", packages=[make_package("a")])
        html = opened(client, f"/grids/?theme={theme}")
        assert ("/grids/g/forms/" in html) is (theme != "admin")

    def test_a_question_finds_grids_by_their_words_and_by_their_packages(self, client, django_assert_num_queries):
        tenants = make_package("django-tenants", facts={"repo_description": "One schema for each customer"})
        others = [make_package(f"p{number}") for number in range(3)]
        made = [
            make_grid("tenancy", title="Multi-Tenancy", description="Several customers of one site", packages=others),
            make_grid("data", title="Databases", packages=[tenants, *others]),
            make_grid("sms", title="SMS", packages=others),
        ]
        index_packages([tenants.pk, *(package.pk for package in others)])
        index_grids([grid.pk for grid in made])
        with django_assert_num_queries(8):
            html = opened(client, "/grids/?q=how do I serve several customers")
        assert re.findall(r'<th scope="row"><a href="/grids/g/(\w+)/"', html) == ["tenancy", "data"]
        assert 'value="how do I serve several customers"' in html
        assert "aria-sort" not in html

    def test_a_question_that_no_grid_answers_leads_on(self, client):
        make_grid("sms", title="SMS", packages=[make_package("a")])
        html = opened(client, "/grids/?q=zeppelin+%26+co")
        assert "No grid fits “zeppelin &amp; co”." in html
        assert '<a href="/search/?q=zeppelin%20%26%20co">Search packages</a>' in html

    def test_the_list_counts_packages_and_features(self, client, django_assert_max_num_queries):
        make_grid("empty")
        hidden = make_package("hidden", is_hidden=True)
        make_grid("rest", title="REST", packages=[make_package("a"), hidden], features=[("Paging", {}), ("Auth", {})])
        with django_assert_max_num_queries(2):
            html = opened(client, "/grids/")
        assert re.findall(r"/grids/g/([\w-]+)/", html) == ["rest"]
        assert '<td class="num">1</td><td class="num wide">2</td>' in html
        for sort in ("-modified", "packages", "-features", "title", "-gridpackage_count", "nonsense"):
            opened(client, f"/grids/?sort={sort}")

    def test_a_grid_shows_every_package_and_what_people_say(self, client, django_assert_max_num_queries):
        known, bare = known_package(), make_package("bare")
        said = {"django-known": "+2", "bare": "see https://docs.example/a.\n<b>no</b>"}
        make_grid("rest", title="REST", packages=[bare, known], features=[("Paging", said), ("Auth", {})])
        with django_assert_max_num_queries(9):
            html = opened(client, "/grids/g/rest/")
        assert html.index("/packages/p/django-known/") < html.index("/packages/p/bare/")
        assert '<i class="yes" role="img" aria-label="yes, 2 of 3">✓✓</i>' in html
        assert (
            '<a href="https://docs.example/a" rel="nofollow ugc">docs.example/a</a>.<br>&lt;b&gt;no&lt;/b&gt;' in html
        )
        assert html.count("<td></td>") == 2
        assert "4 commits in 52 weeks" in html

    def test_a_large_grid_is_whole_and_lean(self, client):
        weeks = list(range(52))
        packages = [known_package(f"p-{at}", stars=at, weekly_commits=weeks, summary="x" * 200) for at in range(12)]
        texts = {package.slug: "yes" for package in packages}
        make_grid("rest", packages=packages, features=[(f"Feature {at}", texts) for at in range(20)])
        html = opened(client, "/grids/g/rest/")
        assert html.count('<th scope="row"') == 12
        assert html.count('aria-label="yes"') == 240
        assert len(html.encode()) <= 60_000

    def test_an_empty_grid_says_so(self, client):
        make_grid("rest", title="REST")
        assert "No packages are in this grid yet." in opened(client, "/grids/g/rest/")
        opened(client, "/grids/g/none/", status=404)


class TestOtherAddresses:
    @pytest.mark.parametrize(
        "path", ["/nothing/", "/packages/p/a%00b/", "/grids/g/%00/", f"/packages/p/{'x' * 10_000}/"]
    )
    def test_what_is_not_there_is_404(self, client, path):
        opened(client, path, status=404)

    def test_a_fault_of_ours_has_a_page_without_a_database(self, rf, django_assert_num_queries):
        with django_assert_num_queries(0):
            answer = errors.render_server_error(rf.get("/"))
        assert (answer.status_code, faults_of(answer.content.decode())) == (500, [])

    def test_robots_and_icons(self, client):
        assert client.get("/robots.txt").headers["Content-Type"].startswith("text/plain")
        assert client.get("/favicon.ico").status_code == 302
        assert client.get("/favicon.svg").url.endswith("packgrid/icon.svg")


def test_every_package_has_a_page_even_without_facts(client):
    make_package("bare")
    assert not Facts.objects.exists()
    for path in ("/", "/packages/", "/categories/apps/", Package.objects.get().get_absolute_url()):
        opened(client, path)


@pytest.mark.parametrize(("kind", "path"), [("packages", "/packages/p/a/"), ("grids", "/grids/g/a/")])
def test_a_page_names_its_feed_and_its_picture_by_whole_addresses(client, settings, kind, path):
    settings.SITE_URL = "https://packages.example"
    make_grid("a", packages=[make_package("a")])
    html = opened(client, path)
    assert f'href="/feeds/{kind}/a/atom/"' in html
    assert f'<meta property="og:image" content="https://packages.example{path}opengraph/">' in html


def test_lists_lead_to_adding_by_way_of_signing_in(client):
    for path, place in (("/packages/", "/packages/add/"), ("/grids/", "/grids/add/")):
        assert f'href="/login/?next={place}"' in opened(client, path)


def test_the_home_page_shows_what_was_compared_lately(client):
    store_comparison([make_package("b").pk, make_package("a").pk], now=AT)
    assert '<a href="/compare/?p=a,b">a, b</a>' in opened(client, "/")


@pytest.mark.django_db(transaction=True)
class TestKeptReads:
    def test_a_second_visitor_of_the_home_page_costs_no_query(self, client, django_assert_num_queries):
        make_grid("rest", title="REST", is_header=True, packages=[known_package()])
        first = opened(client, "/")
        with django_assert_num_queries(0):
            assert opened(client, "/") == first

    def test_a_second_visitor_of_a_list_costs_the_queries_of_its_rows(self, client, django_assert_num_queries):
        known_package()
        first = opened(client, "/packages/")
        with django_assert_num_queries(5):
            assert opened(client, "/packages/") == first

    def test_a_new_package_is_counted_and_shown_at_once(self, client):
        make_package("django-first")
        assert "Apps 1" in text_of(opened(client, "/"))
        announce(packages={make_package("django-second").pk})
        assert "Apps 2" in text_of(opened(client, "/"))
        assert "django-second was added" in text_of(opened(client, "/"))


def test_the_paths_that_are_written_out_are_those_of_the_url_table():
    for name, path in (("package", package_path), ("category", category_path), ("grid", grid_path)):
        assert path("a-B_1") == reverse(name, args=["a-B_1"])


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("package", "packages/p/a-b/"),
        ("search", "search/"),
        ("suggestions", "search/suggestions/"),
        ("grid", "grids/g/a/"),
        ("home", ""),
        ("packages", "packages/"),
        ("category", "categories/apps/"),
        ("grids", "grids/"),
    ],
)
def test_patterns_that_are_tried_first_hide_none_that_came_before_them(name, path):
    patterns = [pattern for pattern in urls.PATTERNS if isinstance(pattern, URLPattern)]
    assert next(pattern.name for pattern in patterns if pattern.resolve(path)) == name
