"""API v4 as its clients know it: requests and the whole answer to each, over the catalogue of contract_rows.py.

They were compared in November 2026 with what the system that it is compatible with had answered to the same requests
(status, these headers, every character of the body), over a catalogue of the same shapes.
"""

import json
import re
from typing import Any

import attrs

from api.contract_rows import API, CATEGORIES, GRID_COUNT, GRIDS, PACKAGE_COUNT, PACKAGES, SEARCH_RESULT

HTML = "text/html; charset=utf-8"
JSON = {
    "Content-Type": "application/json",
    "Vary": "Accept, Cookie",
    "Allow": "GET, HEAD, OPTIONS",
    "Location": None,
}
ROOTS = ("packages", "search", "grids", "categories")
FLATBLOCKS = "/packages/265/"


@attrs.frozen
class Exchange:
    """A request to a path below /api/v4, and its answer. The body is None where it is HTML, which is not compared."""

    path: str
    body: str | None
    method: str = "GET"
    asked_with: dict[str, str] = attrs.field(factory=dict)
    status: int = 200
    headers: dict[str, str | None] = attrs.field(factory=dict)

    def __str__(self) -> str:
        return " ".join([self.method, self.path[:60] or "/", *self.asked_with.values()])

    @property
    def request_headers(self) -> dict[str, str]:
        """The headers of the request."""
        return {"Accept": "*/*"} | self.asked_with

    @property
    def response_headers(self) -> dict[str, str | None]:
        """The headers that are compared; None is one that must not be there."""
        return JSON | self.headers


def write_json(document: object, suffix: str = "/") -> str:
    """A document as the API writes it, the links in it with this suffix (such as "/?format=json")."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return re.sub(rf"({API}/\w+/\d+)/", rf"\g<1>{suffix}", text)


def detail(said: str) -> str:
    """The body of a refusal."""
    return write_json({"detail": said})


def root(suffix: str) -> str:
    """The document that leads to the lists."""
    return write_json({name: f"{API}/{name}{suffix}" for name in ROOTS})


def page(kind: str, items: list[dict[str, Any]], *, next: str | None, previous: str | None, suffix: str = "/") -> str:  # noqa: A002 a key of the document
    """One page of a list; its neighbours by their queries."""
    count = {"packages": PACKAGE_COUNT, "grids": GRID_COUNT, "categories": len(CATEGORIES)}[kind]
    neighbours = {
        name: query and f"{API}/{kind}/?{query}" for name, query in {"next": next, "previous": previous}.items()
    }
    return write_json({"count": count, **neighbours, "results": items}, suffix)


def described(name: str, text: str = "") -> str:
    """The answer to OPTIONS."""
    parsed = ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"]
    renders = ["application/json", "text/html"]
    return write_json({"name": name, "description": text, "renders": renders, "parses": parsed})


def options() -> list[Exchange]:
    """Every kind of address says what it is."""
    said = "API endpoint that allows packages to be viewed or edited."
    search = "Accepts a 'q' GET parameter.\n\nReturns SearchV3 (PostgreSQL FTS) results."
    names = {
        "/": described("Api Root", "The default basic root view for DefaultRouter"),
        "/packages/": described("Package List", said),
        FLATBLOCKS: described("Package Instance", said),
        "/packages/django-flatblocks/": described("Package Instance", said),
        "/grids/": described("Grid List"),
        "/grids/48/": described("Grid Instance"),
        "/categories/": described("Category List"),
        "/categories/1/": described("Category Instance"),
        "/search/": described("Search V3 List", search),
    }
    return [Exchange(path, body, "OPTIONS") for path, body in names.items()]


def documents() -> list[Exchange]:
    """One document, in every form."""
    flatblocks, blocks, apps = PACKAGES[265], GRIDS[48], CATEGORIES[1]
    plain, as_json = write_json(flatblocks), "/?format=json"
    indented = json.dumps(flatblocks, indent=4)
    unchanged = {"If-None-Match": '"x"', "If-Modified-Since": "Mon, 23 Nov 2026 00:00:00 GMT"}
    return [
        Exchange("/", root("/")),
        Exchange("/?format=json", root(as_json)),
        Exchange("/.json", root(".json")),
        Exchange(FLATBLOCKS, plain),
        Exchange("/packages/django-flatblocks/", plain),
        Exchange(f"{FLATBLOCKS}?format=json", write_json(flatblocks, as_json)),
        Exchange("/packages/265.json", write_json(flatblocks, ".json")),
        Exchange(FLATBLOCKS, indented, asked_with={"Accept": "application/json; indent=4"}),
        Exchange(FLATBLOCKS, plain, asked_with={"Accept-Encoding": "gzip"}),
        Exchange(FLATBLOCKS, plain, asked_with=unchanged),
        Exchange("/grids/48/", write_json(blocks)),
        Exchange("/grids/48/?format=json", write_json(blocks, as_json)),
        Exchange("/categories/1/", write_json(apps)),
        Exchange("/categories/1/?format=json", write_json(apps)),
        Exchange("/", "", "HEAD"),
        Exchange(FLATBLOCKS, "", "HEAD"),
        Exchange(FLATBLOCKS, None, asked_with={"Accept": "text/html"}, headers={"Content-Type": HTML}),
        Exchange("/grids/", None, asked_with={"Accept": "text/html"}, headers={"Content-Type": HTML}),
    ]


def lists() -> list[Exchange]:
    """Pages of lists, the newest first."""
    newest = [PACKAGES[pk] for pk in (300, 299, 298, 297)]
    as_json = "/?format=json"
    categories = [CATEGORIES[pk] for pk in range(8, 0, -1)]
    return [
        Exchange("/packages/?limit=2", page("packages", newest[:2], next="limit=2&offset=2", previous=None)),
        Exchange(
            "/packages/?limit=2&offset=2", page("packages", newest[2:], next="limit=2&offset=4", previous="limit=2")
        ),
        Exchange(
            "/packages/?limit=3&offset=1&foo=bar",
            page("packages", newest[1:], next="foo=bar&limit=3&offset=4", previous="foo=bar&limit=3"),
        ),
        Exchange(
            "/packages/?limit=2&format=json",
            page("packages", newest[:2], next="format=json&limit=2&offset=2", previous=None, suffix=as_json),
        ),
        Exchange("/packages/?offset=99999", page("packages", [], next=None, previous="limit=20&offset=99979")),
        Exchange(
            "/grids/?limit=2&offset=2",
            page("grids", [GRIDS[58], GRIDS[57]], next="limit=2&offset=4", previous="limit=2"),
        ),
        Exchange("/categories/", page("categories", categories, next=None, previous=None)),
        Exchange(
            "/categories/?limit=3&offset=3",
            page("categories", categories[3:6], next="limit=3&offset=6", previous="limit=3"),
        ),
    ]


def searches() -> list[Exchange]:
    """Searches; nothing is found by nothing and by a single letter."""
    found = write_json([SEARCH_RESULT])
    bodies = {"": "[]", "a": "[]", "flatblock": found, "%22inclusion+tag%22": found}
    return [Exchange(f"/search/?q={text}", body) for text, body in bodies.items()]


def refusals() -> list[Exchange]:
    """What there is not, what nobody may do, and what moved."""
    paths = ("/", "/packages/", FLATBLOCKS, "/grids/", "/categories/", "/search/")
    sent = {"Content-Type": "application/json"}
    methods = [("POST", path) for path in paths]
    methods += [(method, FLATBLOCKS) for method in ("PUT", "PATCH", "DELETE", "TRACE")]
    missing = {
        "Package": ("/packages/999999/", "/packages/no-such-slug/", "/packages/DJANGO-FLATBLOCKS/"),
        "Grid": ("/grids/999999/",),
        "Category": ("/categories/999/",),
    }
    no_match = [(path, f"No {model} matches the given query.") for model, found in missing.items() for path in found]
    no_match.append((f"/packages/{'9' * 23}/", "No Package matches the given query."))
    moved = {"Content-Type": HTML, "Vary": "Cookie", "Allow": None}
    not_acceptable = detail("Could not satisfy the request Accept header.")
    by_accept = {"Vary": "Accept"}
    return [
        *(Exchange(path, detail(f'Method "{method}" not allowed.'), method, sent, 405) for method, path in methods),
        *(Exchange(path, detail(said), status=404) for path, said in no_match),
        Exchange("/packages/?format=xml", detail("Not found."), status=404, headers=by_accept),
        Exchange("/packages/django.flatblocks/", detail("Not found."), status=404, headers=by_accept),
        Exchange(FLATBLOCKS, not_acceptable, "GET", {"Accept": "application/xml"}, 406, by_accept),
        Exchange("/packages/265", None, status=301, headers=moved | {"Location": f"/api/v4{FLATBLOCKS}"}),
        Exchange("", None, status=301, headers=moved | {"Location": "/api/v4/"}),
    ]


EXCHANGES = [*documents(), *lists(), *searches(), *options(), *refusals()]
