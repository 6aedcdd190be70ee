"""Whatever is sent, nothing fails: the answer is empty, 400, 404, 405 or 406."""

import pytest

from api.rows import add_grid, add_package, get
from packgrid.search.index import index_grids, index_packages

pytestmark = pytest.mark.django_db

NONSENSE = [
    "%00",
    "a%00b",
    "%ff%fe",
    "%ed%a0%80",
    "%c0%af",
    "%f0%9f%9a%80",
    "%e2%80%ae",
    "%D9%A3",  # an Arabic three: a decimal digit, but none of ours
    "%C2%B2",  # a superscript two: a digit that int() refuses
    "9" * 18,
    "9" * 19,
    "9" * 5000,
    "0" * 5000,
    "-1",
    "x" * 10_000,
    "%25%5F%5C",
    "'%22;--",
    "%22",
    "%22%22+%22",
    "..%2F..%2Fetc",
    "%0d%0aX-Evil:1",
    "%7B%7B7*7%7D%7D",
    "-",
    "- - _ -",
    "NaN",
    "true",
    "[]",
    "a+" * 90 + "bb",
    "%20",
    "",
]
FINE = {200, 301, 400, 404}


@pytest.fixture
def catalogue():
    package = add_package(facts={"repo_description": "100% \\ blocks_"})
    grid = add_grid("blocks", package)
    index_packages([package.pk])
    index_grids([grid.pk])


@pytest.mark.parametrize("accept", ["*/*", "text/html"])
@pytest.mark.parametrize("kind", ["packages", "grids", "categories"])
def test_in_an_address(catalogue, kind, accept):
    for said in NONSENSE:
        answer = get(f"{kind}/{said}/", Accept=accept)
        assert answer.status_code in FINE, said
        assert "X-Evil" not in answer.headers


@pytest.mark.parametrize("parameter", ["q", "limit", "offset", "%00"])
@pytest.mark.parametrize("path", ["", "packages/", "packages/flat/", "search/"])
def test_in_a_parameter(catalogue, path, parameter):
    for said in NONSENSE:
        assert get(f"{path}?{parameter}={said}").status_code == 200, said


@pytest.mark.parametrize(("path", "parameter"), [("packages/", "limit"), ("search/", "q"), ("packages/flat/", "x")])
def test_in_a_parameter_of_a_page(catalogue, path, parameter):
    for said in NONSENSE:
        assert get(f"{path}?{parameter}={said}", Accept="text/html").status_code == 200, said


def test_in_the_format(catalogue):
    for said in filter(None, NONSENSE):
        assert get(f"packages/flat.{said}").status_code == 404, said
        if said != "%00":  # a parameter without its control characters is empty
            assert get(f"packages/?format={said}").status_code == 404, said


ACCEPT = [
    "",
    ";",
    ",",
    "/",
    "x",
    "a/b/c",
    "*",
    "*/json",
    "application/json; indent=x",
    "application/json; indent=-1",
    "application/json; indent=99999999999",
    "application/json;;=;",
    "text/html; q=",
    "\xff\xfe",
    "a," * 3000,
]


@pytest.mark.parametrize("accept", ACCEPT, ids=lambda accept: accept[:40])
def test_in_accept(catalogue, accept):
    assert get("packages/flat/", Accept=accept).status_code in {200, 406}


@pytest.mark.parametrize("cookie", ["sessionid=\xff", "sessionid=" + "x" * 5000, ";;;", "sessionid", "csrftoken=;"])
def test_in_a_cookie(catalogue, cookie):
    assert get("packages/flat/", Cookie=cookie).status_code == 200


@pytest.mark.parametrize("host", ["", " ", "a b", "djangopackages.org:x", "djangopackages.org@evil.example", "\xff"])
def test_in_host(host):
    assert get("", Host=host).status_code == 400


@pytest.mark.parametrize("scheme", ["", "ftp", "https,http", "javascript"])
def test_in_the_forwarded_scheme(scheme):
    assert get("", X_Forwarded_Proto=scheme).json()["grids"].startswith(("http://", "https://"))
