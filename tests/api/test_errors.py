import pytest
from django.test import Client, RequestFactory

from api.rows import get
from packgrid.config import errors

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/api/", "/api/v4/nothing/", "/api/v4/packages/1/2/", "/api/v3/", "/api/v1/", "/api"])
def test_an_unknown_address_is_not_found_in_json(path):
    answer = Client().get(path)
    assert (answer.status_code, answer.content) == (404, b'{"detail":"Not found."}')
    assert answer.headers["Content-Type"] == "application/json"


def test_other_addresses_keep_their_page():
    answer = Client().get("/apiary/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/html; charset=utf-8")


@pytest.mark.parametrize("path", ["packages/265", "packages/265?limit=1", "packages", "grids/blocks", "search?q=a%20b"])
def test_an_address_without_its_slash_is_moved(path):
    answer = get(path)
    name, _, query = path.partition("?")
    assert (answer.status_code, answer.headers["Vary"]) == (301, "Cookie")
    assert answer.headers["Location"] == f"/api/v4/{name}/{query and '?' + query}"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PURGE"])
@pytest.mark.parametrize("path", ["", "packages/", "packages/265/", "grids/", "categories/", "search/"])
def test_only_reading_is_allowed(path, method):
    answer = get(path, method)
    assert (answer.status_code, answer.json()) == (405, {"detail": f'Method "{method}" not allowed.'})
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_a_foreign_host_is_not_echoed():
    answer = get("", Host="evil.example")
    assert (answer.status_code, answer.content) == (400, b'{"detail":"Bad request."}')


def test_a_fault_of_ours_is_said_in_json():
    answer = errors.render_server_error(RequestFactory().get("/api/v4/packages/"))
    assert (answer.status_code, answer.content) == (500, b'{"detail":"Server error."}')


def test_passwords_are_not_asked_for():
    assert get("", Authorization="Basic d3Jvbmc6d3Jvbmc=").status_code == 200
