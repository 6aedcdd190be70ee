"""The fast path of API v4 gives the answers of the views."""

import pytest
from django.urls import Resolver404, resolve

from api.rows import add_grid, add_package, get
from packgrid.api.v4.fast_path import PATH

PLACES = [
    "/api/v4/packages/",
    "/api/v4/packages.json",
    "/api/v4/packages.json/",
    "/api/v4/packages/265/",
    "/api/v4/packages/flat-blocks/",
    "/api/v4/packages/265.json",
    "/api/v4/packages/265.json/",
    "/api/v4/packages/a b\n/",
    "/api/v4/grids/",
    "/api/v4/grids/48/",
    "/api/v4/categories.json",
    "/api/v4/categories/1/",
]
OTHERS = [
    "/api/v4/",
    "/api/v4/packages",
    "/api/v4/packages/265",
    "/api/v4/packages/265.api",
    "/api/v4/packages/265/x/",
    "/api/v4/packages//",
    "/api/v4/search/",
    "/api/v4x/packages/",
    "//api/v4/packages/",
]


@pytest.mark.parametrize("path", PLACES)
def test_it_takes_the_addresses_of_lists_and_items(path):
    name, id_or_slug, suffix = PATH.fullmatch(path).groups()
    there = resolve(path)
    given = {key: value for key, value in (("pk", id_or_slug), ("format", suffix)) if value is not None}
    assert (there.func.cls.kind.name, there.kwargs) == (name, given)
    assert there.func.actions["get"] == ("list" if id_or_slug is None else "retrieve")


@pytest.mark.parametrize("path", OTHERS)
def test_it_leaves_other_addresses_to_the_views(path):
    assert PATH.fullmatch(path) is None


def test_no_address_that_it_leaves_to_the_views_has_documents_in_plain_json():
    for path in OTHERS:
        try:
            there = resolve(path)
        except Resolver404:
            continue
        assert not hasattr(there.func.cls, "kind") or there.kwargs["format"] != "json"


PUBLIC = {"ETag", "Last-Modified", "Cache-Control"}
"""What only those get who have no cookie."""


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "path", ["packages/", "packages/?limit=1", "packages/flat/", "packages/flat.json", "grids/blocks/"]
)
def test_a_request_with_a_cookie_gets_the_same_from_the_views(path, method):
    add_grid("blocks", add_package())
    fast, slow = get(path, method), get(path, method, Cookie="a=b")
    assert (fast.status_code, fast.content) == (200, slow.content)
    assert {key: value for key, value in fast.headers.items() if key not in PUBLIC} == {
        key: value for key, value in slow.headers.items() if key not in PUBLIC
    }
    assert slow.headers["Cache-Control"] == "private, no-store"
