"""The reader's stack: its page, its form, and what it filters by the address."""

import json

import pytest
from django.http import QueryDict
from django.test import Client

from packgrid.catalogue.models import Package
from packgrid.lib.databases import DATABASES, find_needed_databases
from packgrid.lib.frameworks import FRAMEWORKS
from packgrid.lib.versions import normalize_name
from packgrid.search.index import index_packages
from packgrid.web.reader_stack import read_stack
from web.rows import make_grid, make_package
from web.sanity import compact, faults_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "djangopackages.org"})


def opened(client, path):
    answer = client.get(path)
    html = answer.content.decode()
    assert (answer.status_code, faults_of(html)) == (200, [])
    assert not answer.cookies
    assert answer.headers["Cache-Control"].startswith("public")
    return compact(html)


def found(client, path) -> set[str]:
    html = opened(client, path)
    return {name for name in ("new", "old", "unread", "postgres") if f'href="/packages/p/{name}-forms/"' in html}


@pytest.fixture
def packages() -> None:
    django = "Framework :: Django ::"
    for slug, facts in {
        "new": {
            "classifiers": [f"{django} 5.2", "Programming Language :: Python :: 3.13"],
            "requires_dist": ["django"],
        },
        "old": {"classifiers": [f"{django} 4.2", "Programming Language :: Python :: 3.13"]},
        "unread": {"classifiers": None},
        "postgres": {
            "classifiers": [f"{django} 5.2"],
            "requires_dist": ["psycopg[binary]>=3", "mysqlclient; extra == 'x'"],
        },
    }.items():
        package = make_package(f"{slug}-forms", pypi_name=f"{slug}-forms", facts={"stars": 5} | facts)
        index_packages([package.pk])


@pytest.mark.usefixtures("packages")
class TestFilters:
    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ("q=forms", {"new", "old", "unread", "postgres"}),
            ("q=forms&django=5.2", {"new", "postgres"}),
            ("q=forms&django=5.2.1&python=3.13", {"new"}),
            ("django=5.2", {"new", "postgres"}),
            ("q=forms&database=mysql", {"new", "old", "unread"}),
            ("q=forms&database=postgresql", {"new", "old", "unread", "postgres"}),
            ("q=forms&database=SQLite&django=5.2", {"new"}),
            ("q=forms+django:4.2&python=3.13", {"old"}),
        ],
    )
    def test_search_shows_only_what_supports_the_stack_of_the_address(self, client, query, names):
        assert found(client, f"/search/?{query}") == names

    def test_a_search_says_what_it_left_out_and_each_part_can_be_removed(self, client):
        html = opened(client, "/search/?q=forms&django=5.2&database=mysql&page=1")
        assert "django:5.2 leaves out 1 package not checked yet" in text_of(html)
        assert 'href="?q=forms&amp;database=mysql"><span class="unseen">Remove </span>Django 5.2' in html
        assert 'href="?q=forms&amp;django=5.2"><span class="unseen">Remove </span>MySQL or MariaDB' in html

    def test_links_of_a_search_keep_the_stack(self, client):
        html = opened(client, "/search/?q=forms&django=5.2")
        assert 'href="?q=forms+sort%3Astars&amp;django=5.2"' in html
        assert '<input type="hidden" name="django" value="5.2">' in html

    @pytest.mark.parametrize(
        ("path", "target"),
        [
            ("/packages/?django=5.2", "/search/?q=sort%3Astars&shape=table&django=5.2"),
            (
                "/packages/?django=5.2&python=3.13&sort=title",
                "/search/?q=sort%3Atitle&shape=table&django=5.2&python=3.13",
            ),
            ("/packages/?q=forms&django=5.2", "/search/?q=forms&django=5.2"),
            (
                "/categories/apps/?database=sqlite&sort=category&shape=cards",
                "/search/?q=category%3Aapps&shape=cards&database=sqlite",
            ),
            ("/search/?q=forms&django=&python=3.13&database=", "/search/?q=forms&python=3.13"),
            ("/my-stack/?django=5.2&python=", "/my-stack/?django=5.2"),
            ("/my-stack/?django=&python=", "/my-stack/"),
        ],
    )
    def test_lists_lead_to_the_search_and_empty_fields_are_left_out(self, client, path, target):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (302, target)

    @pytest.mark.parametrize("path", ["/search/?q=forms&django=5.9", "/packages/?django=5.9", "/my-stack/?django=5.9"])
    def test_what_nobody_knows_is_named_and_left_out(self, client, path):
        assert "“5.9” is not a known version of Django" in text_of(opened(client, path))

    @pytest.mark.parametrize("path", ["/search/?q=forms", "/packages/", "/packages/?shape=cards"])
    def test_lists_carry_what_a_script_marks(self, client, path):
        html = opened(client, path)
        assert 'data-fits="django" data-series="5.2">Django 5.2</span>' in html
        assert '<i class="tag" data-needs="postgresql">needs PostgreSQL</i>' in html


def test_the_page_of_the_stack_offers_what_supports_it(client):
    html = opened(client, "/my-stack/?django=5.2&database=postgresql")
    assert "Django 5.2, PostgreSQL" in text_of(html)
    assert 'href="/search/?django=5.2&amp;database=postgresql"' in html
    assert '<option value="5.2" selected>5.2</option>' in html
    assert "Packages that support it" not in text_of(opened(client, "/my-stack/"))


@pytest.mark.parametrize(
    ("query", "parameters", "problems"),
    [
        ("", {}, 0),
        ("django=5.2&python=3.13&wagtail=7.1&cms=5.0&drf=3.18&database=mysql", 6, 0),
        ("django=5.2.7", {"django": "5.2"}, 0),
        ("django=%00&python=x", {}, 2),
        ("database=access", {}, 1),
        (f"database={'x' * 10_000}", {}, 1),
    ],
)
def test_a_stack_is_read_from_an_address(query, parameters, problems):
    stack = read_stack(QueryDict(query))
    assert len(stack.problems) == problems
    assert (len(stack.parameters) if isinstance(parameters, int) else stack.parameters) == parameters
    assert bool(stack) == bool(parameters)


def test_drivers_have_normalized_names_of_one_database_each():
    drivers = [driver for database in DATABASES for driver in database.drivers]
    assert drivers == [normalize_name(driver) for driver in dict.fromkeys(drivers)]


@pytest.mark.usefixtures("packages")
@pytest.mark.parametrize("path", ["/grids/g/rest/", "/compare/?p=new-forms,old-forms,unread-forms,postgres-forms,bare"])
def test_tables_carry_what_a_script_marks(client, path):
    bare = make_package("bare", repo_url="https://github.com/a/bare", facts={"stars": 1})
    index_packages([bare.pk])
    make_grid("rest", packages=Package.objects.all())
    html = opened(client, path)
    marks = json.loads(html.partition('id="stack-marks" type="application/json">')[2].partition("</script>")[0])
    assert marks == {
        "titles": {framework.key: framework.title for framework in FRAMEWORKS},
        "databases": {database.key: database.title for database in DATABASES},
        "supports": {
            "new-forms": {"django": ["5.2"], "python": ["3.13"]},
            "old-forms": {"django": ["4.2"], "python": ["3.13"]},
            "unread-forms": {"django": "not checked", "python": "not checked"},
            "postgres-forms": {"django": ["5.2"], "python": "not stated"},
            "bare": {"django": "no PyPI project", "python": "no PyPI project"},
        },
        "needs": {"postgres-forms": ["postgresql"]},
    }


@pytest.mark.usefixtures("packages")
@pytest.mark.parametrize("path", ["/packages/p/postgres-forms/", "/packages/p/postgres-forms/support/"])
def test_pages_of_a_package_carry_what_a_script_marks(client, path):
    line = opened(client, path).partition('<p class="stack-fit" id="stack-fit" hidden>')[2].partition("</p>")[0]
    assert line == (
        'My stack: <span data-fits="django" data-title="Django" data-series="5.2"></span> '
        '<span data-fits="python" data-title="Python" data-missing="not stated"></span> '
        '<span class="tag" data-needs="postgresql">needs PostgreSQL</span> <a href="/my-stack/">Change</a>'
    )


@pytest.mark.usefixtures("packages")
@pytest.mark.parametrize(
    ("query", "names", "sentence"),
    [
        ("database=mysql", {"new", "old", "unread"}, "1 needs another database than MySQL or MariaDB."),
        ("database=postgresql", {"new", "old", "unread", "postgres"}, "4 packages, most stars first."),
        ("database=SQLite&django=5.2", {"new"}, "1 needs another database than SQLite."),
        ("database=access", {"new", "old", "unread", "postgres"}, "“access” is not a known database."),
    ],
)
def test_tables_leave_out_what_needs_another_database(client, query, names, sentence):
    make_grid("rest", packages=Package.objects.all())
    assert found(client, f"/grids/g/rest/?{query}") == names
    assert sentence in text_of(opened(client, f"/grids/g/rest/?{query}"))


@pytest.mark.parametrize(
    ("requires_dist", "needed"),
    [
        ((), []),
        (("django>=4.2",), []),
        (("psycopg2-binary",), ["postgresql"]),
        (("Psycopg[binary,pool]>=3.1; python_version >= '3.8'",), ["postgresql"]),
        (("mysqlclient; extra == 'mysql'", "psycopg; extra=='pg'"), []),
        (("cx_Oracle", "PyMySQL~=1.0"), ["mysql", "oracle"]),
        (("psycopg is great",), []),
    ],
)
def test_requirements_of_drivers_say_which_databases_are_needed(requires_dist, needed):
    assert [database.key for database in find_needed_databases(requires_dist)] == needed
