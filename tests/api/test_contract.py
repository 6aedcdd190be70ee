"""API v4 answers as its clients know it, to the letter."""

import json
import re
from contextlib import contextmanager
from datetime import UTC, datetime
from html import unescape
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from api.contract import EXCHANGES, FLATBLOCKS
from api.contract_catalogue import load_catalogue
from api.contract_rows import PACKAGES as DOCUMENTS
from packgrid.api.v4.document_store import write_documents
from packgrid.api.v4.documents import CATEGORIES, GRIDS, PACKAGES
from packgrid.api.v4.negotiation import normalized_accept
from packgrid.httpcache.invalidation_log import Invalidations
from packgrid.httpcache.store import ResponseStore
from packgrid.httpcache.wsgi import ResponseCache

pytestmark = pytest.mark.django_db
MOST_QUERIES = 4
SCORED_AT = datetime(2026, 11, 23, 21, 35, tzinfo=UTC)  # a score falls every three months


@pytest.fixture(scope="module", params=["documents are made", "documents are kept"])
def catalogue(request, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load_catalogue()
        if request.param == "documents are kept":
            for kind in (PACKAGES, GRIDS, CATEGORIES):
                write_documents(kind, kind.rows().values_list("pk", flat=True))
        yield
        transaction.set_rollback(True)


def ask(method, path, headers):
    others = {key: value for key, value in headers.items() if key != "Content-Type"}
    client = Client(headers={"Host": "djangopackages.org", "X-Forwarded-Proto": "https"})
    return client.generic(method, path, content_type=headers.get("Content-Type", ""), headers=others)


def ask_cache(response_cache, method, path, headers):
    """The answer as a web server gets it: status, headers and body."""
    common = {"HTTP_HOST": "djangopackages.org", "HTTP_X_FORWARDED_PROTO": "https", "CONTENT_TYPE": ""}
    given = {f"HTTP_{key.upper().replace('-', '_')}": value for key, value in headers.items() if key != "Content-Type"}
    target = urlsplit(path)
    environ = RequestFactory().generic(method, path).environ | common | given
    environ |= {"CONTENT_TYPE": headers.get("Content-Type", ""), "QUERY_STRING": target.query}
    began = []
    with kept_connection():
        body = response_cache(environ, lambda status, headers, _info=None: began.append((status, dict(headers))))
    sent = b"".join(body)
    return began[0], b"" if method == "HEAD" else sent  # as web servers do


@pytest.fixture(scope="module")
def response_cache():
    return ResponseCache(WSGIHandler(), normalized_accept, ResponseStore(10_000_000), Invalidations, [].append)


@contextmanager
def kept_connection():
    """As in Django's own test client, no request closes the connection of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("exchange", EXCHANGES, ids=str)
@time_machine.travel(SCORED_AT, tick=False)
def test_the_answer_is_the_known_one(catalogue, exchange):
    answer = ask(exchange.method, f"/api/v4{exchange.path}", exchange.request_headers)
    assert answer.status_code == exchange.status
    assert {key: answer.headers.get(key) for key in exchange.response_headers} == exchange.response_headers
    if exchange.body is not None:
        assert answer.content.decode() == exchange.body


@pytest.mark.parametrize("exchange", EXCHANGES, ids=str)
@time_machine.travel(SCORED_AT, tick=False)
def test_the_answer_is_the_known_one_with_the_response_cache_before_django(catalogue, response_cache, exchange):
    asked = (exchange.method, f"/api/v4{exchange.path}", exchange.request_headers)
    with CaptureQueriesContext(connection) as cold_queries:
        cold = ask_cache(response_cache, *asked)
    with CaptureQueriesContext(connection) as warm_queries:
        warm = ask_cache(response_cache, *asked)
    assert without_cookies(cold) == without_cookies(warm)
    (status, headers), body = warm
    assert int(status[:3]) == exchange.status
    assert {key: headers.get(key) for key in exchange.response_headers} == exchange.response_headers
    if exchange.body is not None:
        assert body.decode() == exchange.body
    if status == "200 OK" and exchange.method == "GET" and exchange.body and "/packages/" in exchange.path:
        assert len(cold_queries) <= MOST_QUERIES
        assert len(warm_queries) == 0


def without_cookies(answer):
    """An answer without what is another one each time: the token in the pages of the browsable API."""
    (status, headers), body = answer
    kept = {key: value for key, value in headers.items() if key != "Set-Cookie"}
    return status, kept, re.sub(rb"[A-Za-z0-9]{64}", b"token", body)


def test_a_category_is_found_by_its_slug_too(catalogue):
    by_slug, by_id = ask("GET", "/api/v4/categories/apps/", {}), ask("GET", "/api/v4/categories/1/", {})
    assert (by_slug.status_code, by_slug.content) == (200, by_id.content)


def test_the_page_shows_the_request_and_its_answer(catalogue):
    page = ask("GET", f"/api/v4{FLATBLOCKS}", {"Accept": "text/html"}).content.decode()
    said = f"""
        GET /api/v4/packages/265/
        Answer
        HTTP 200 OK
        Allow: GET, HEAD, OPTIONS
        Content-Type: application/json
        Vary: Accept
        {json.dumps(DOCUMENTS[265], indent=4)}
    """
    assert words(said) in words(unescape(re.sub(r"<[^>]+>", " ", page.partition("Request</h2>")[2])))


def words(text):
    """The words of a text, with quotes apart, however they are spaced."""
    return " ".join(text.replace('"', ' " ').split())
