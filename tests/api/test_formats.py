import json
import re
from html import unescape

import pytest
from django.test import Client

from api.rows import HOST, add_category, add_grid, add_package, get
from packgrid.api.v4.resource_pages import link_addresses
from web.sanity import compact, faults_of

pytestmark = pytest.mark.django_db

ROOT = ["packages", "search", "grids", "categories"]
RENDERS = ["application/json", "text/html"]
PARSES = ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"]
HEADERS = {"Content-Type": "application/json", "Vary": "Accept, Cookie", "Allow": "GET, HEAD, OPTIONS"}


def headers(answer):
    return {key: answer.headers.get(key) for key in HEADERS}


@pytest.mark.parametrize(
    ("path", "end"), [("", "/"), ("?format=json", "/?format=json"), (".json", ".json"), (".json/", ".json")]
)
def test_the_root_names_the_lists_in_the_format_asked_for(path, end):
    answer = get(path)
    expected = {name: f"{HOST}/api/v4/{name}{end}" for name in ROOT}
    assert answer.content.decode() == json.dumps(expected, separators=(",", ":"))
    assert headers(answer) == HEADERS


@pytest.mark.parametrize(
    ("path", "end"), [("flat/", "/"), ("flat/?format=json", "/?format=json"), ("flat.json", ".json")]
)
def test_links_within_keep_the_format(path, end):
    package = add_package()
    grid = add_grid("blocks", package)
    answer = get(f"packages/{path}").json()
    assert answer["category"] == f"{HOST}/api/v4/categories/{package.category_id}{end}"
    assert answer["grids"] == [f"{HOST}/api/v4/grids/{grid.pk}{end}"]


def test_links_are_built_from_an_allowed_host():
    assert get("", Host="localhost", X_Forwarded_Proto="http").json()["grids"] == "http://localhost/api/v4/grids/"


def test_json_is_compact_and_literal_unless_indented():
    add_category("apps", "Äpp")
    assert '"title":"Äpp","slug":"apps"' in get("categories/apps/").content.decode()
    indented = get("categories/apps/", Accept="application/json; indent=4").content.decode()
    assert indented.startswith('{\n    "id": ')
    assert '\n    "title": "Äpp",\n' in indented


@pytest.mark.parametrize(
    ("path", "name", "description"),
    [
        ("", "Api Root", "The default basic root view for DefaultRouter"),
        ("packages/", "Package List", "API endpoint that allows packages to be viewed or edited."),
        ("packages/flat/", "Package Instance", "API endpoint that allows packages to be viewed or edited."),
        ("grids/", "Grid List", ""),
        ("grids/blocks/", "Grid Instance", ""),
        ("categories/", "Category List", ""),
        ("categories/1/", "Category Instance", ""),
        (
            "search/",
            "Search V3 List",
            "Accepts a 'q' GET parameter.\n\nReturns SearchV3 (PostgreSQL FTS) results.",
        ),
    ],
)
def test_options_describe_every_resource(path, name, description):
    answer = get(path, "OPTIONS")
    assert answer.json() == {"name": name, "description": description, "renders": RENDERS, "parses": PARSES}
    assert headers(answer) == HEADERS


@pytest.mark.parametrize("path", ["", "packages/", "packages/flat/", "search/?q=flat"])
def test_head_answers_like_get_without_a_body(path):
    add_package()
    answer, full = get(path, "HEAD"), get(path)
    assert (answer.content, headers(answer)) == (b"", headers(full))
    assert answer.headers["Content-Length"] == full.headers["Content-Length"]


@pytest.mark.parametrize("asked", [{"Accept": "text/html"}, {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}])
@pytest.mark.parametrize("path", ["", "packages/", "packages/flat/", "grids/", "categories/", "search/?q=flat"])
def test_browsers_get_a_page(path, asked):
    add_package()
    answer = get(path, **asked)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")


@pytest.mark.parametrize("path", ["packages/flat/", "packages/flat.api", "packages/flat/?format=api"])
def test_the_page_of_a_package_says_what_it_is_and_shows_the_request(path):
    add_package()
    page = get(path, Accept="text/html").content.decode()
    assert "<h1>Package: flat</h1>" in page
    assert 'What is known about one package. <a href="/help/api/#a-package">' in page
    assert f'<pre tabindex="0">GET /api/v4/{path}</pre>' in page
    assert "<b>HTTP 200 OK</b>\nAllow: GET, HEAD, OPTIONS\nContent-Type: application/json\n" in page
    assert "&quot;slug&quot;: &quot;flat&quot;," in page
    assert 'name="q" maxlength="200" placeholder="Search packages and grids" value=""' in compact(page)
    assert '<a class="button quiet" href="/packages/p/flat/">Page on this site</a>' in page


PAGES = ("", "packages/", "packages/flat/", "grids/", "categories/", "search/?q=flat")
LIBRARY_TEXTS = ("Django REST framework", "DefaultRouter", "Api Root", "Instance", "API endpoint", "FTS")


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_a_text_of_the_library_or_a_section_that_the_documentation_lacks(path):
    add_package()
    page = get(path, Accept="text/html").content.decode()
    assert faults_of(page) == []
    assert [text for text in LIBRARY_TEXTS if text in page] == []
    (section,) = re.findall(r'href="/help/api/#([\w-]+)"', page)
    assert f'<h2 id="{section}">' in Client(headers={"host": "djangopackages.org"}).get("/help/api/").content.decode()


@pytest.mark.parametrize(
    "path", ["packages/flat/", "packages/flat.api", "packages/flat.api/", "packages/flat/?format=api&a=1"]
)
def test_the_page_leads_to_its_json(path):
    add_package()
    page = get(path, Accept="text/html").content.decode()
    (url,) = re.findall(r'href="([^"]+)">Open as JSON', page)
    answer = get(unescape(url).removeprefix(f"{HOST}/api/v4/"), Accept="text/html,*/*;q=0.8")
    assert (answer.headers["Content-Type"], answer.json()["slug"]) == ("application/json", "flat")


def test_the_root_says_what_each_list_has():
    page = compact(get("", Accept="text/html").content.decode())
    assert "<h1>What this API offers</h1>" in page
    for name, summary in {
        "packages": "All packages, the newest entry first.",
        "grids": "All grids, the newest first.",
        "categories": "All categories, the newest first.",
        "search": "The 20 best results for a text.",
    }.items():
        assert f'<a href="{HOST}/api/v4/{name}/">{name.title()}</a></dt><dd>{summary}</dd>' in page


def test_a_list_leads_to_the_page_after_it_and_a_row_does_not():
    add_package()
    add_package("block")
    page = get("packages/?limit=1", Accept="text/html").content.decode()
    assert f'<a class="button quiet" href="{HOST}/api/v4/packages/?limit=1&amp;offset=1">Next page</a>' in page
    assert "Previous page" not in page
    assert "Next page" not in get("packages/flat/", Accept="text/html").content.decode()


def test_values_that_are_addresses_are_links_and_nothing_else_in_them_is():
    assert link_addresses('"https://a.example/?b=1&c=2", "see https://a.example/", "<b>"') == (
        '&quot;<a href="https://a.example/?b=1&amp;c=2">https://a.example/?b=1&amp;c=2</a>&quot;, '
        "&quot;see https://a.example/&quot;, &quot;&lt;b&gt;&quot;"
    )


@pytest.mark.parametrize(
    ("method", "path", "status", "title"),
    [
        ("GET", "packages/none/", 404, "Not Found"),
        ("POST", "", 405, "Method Not Allowed"),
        ("DELETE", "packages/flat/", 405, "Method Not Allowed"),
        ("OPTIONS", "packages/flat/", 200, "Package"),
        ("GET", "search/?q=", 200, "Search"),
    ],
)
def test_an_answer_without_a_row_has_a_page_too(method, path, status, title):
    add_package()
    answer = get(path, method, Accept="text/html")
    assert (answer.status_code, f"<h1>{title}</h1>" in answer.content.decode()) == (status, True)


@pytest.mark.parametrize("path", ["packages/?format=xml", "packages/.xml", "packages/flat.blocks/", "?format=%20"])
def test_an_unknown_format_is_not_found(path):
    answer = get(path)
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not found."})


def test_an_unacceptable_format_is_refused():
    answer = get("packages/", Accept="application/xml")
    assert (answer.status_code, answer.json()) == (
        406,
        {"detail": "Could not satisfy the request Accept header."},
    )
    assert headers(answer) == HEADERS | {"Vary": "Accept"}
