"""API v4 answers as it was recorded, to the letter."""

import json
import re
from contextlib import contextmanager
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from api import recorded
from packgrid.api.v4 import legacy_scores
from packgrid.api.v4.documents import CATEGORIES, GRIDS, PACKAGES
from packgrid.api.v4.keeping import write
from packgrid.catalogue.models import Facts
from packgrid.config.front import Front
from packgrid.config.store import Store
from packgrid.httpcache.invalidation_log import News

# Categories are found by slug too: there the answer is ours.
OURS = "/api/v4/categories/apps/"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not recorded.FILE.exists(), reason="the recordings are not part of the checkout"),
]


@pytest.fixture(scope="module", params=["documents are made", "documents are kept"])
def catalogue(request, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        recorded.load_catalogue()
        if request.param == "documents are kept":
            for kind in (PACKAGES, GRIDS, CATEGORIES):
                write(kind, kind.rows().values_list("pk", flat=True))
        yield
        transaction.set_rollback(True)


def ask(method, path, headers):
    others = {key: value for key, value in headers.items() if key != "Content-Type"}
    client = Client(headers={"Host": "djangopackages.org", "X-Forwarded-Proto": "https"})
    return client.generic(method, path, content_type=headers.get("Content-Type", ""), headers=others)


def ask_front(front, method, path, headers):
    """The answer as a web server gets it: status, headers and body."""
    common = {"HTTP_HOST": "djangopackages.org", "HTTP_X_FORWARDED_PROTO": "https", "CONTENT_TYPE": ""}
    given = {f"HTTP_{key.upper().replace('-', '_')}": value for key, value in headers.items() if key != "Content-Type"}
    target = urlsplit(path)
    environ = RequestFactory().generic(method, path).environ | common | given
    environ |= {"CONTENT_TYPE": headers.get("Content-Type", ""), "QUERY_STRING": target.query}
    began = []
    with kept_connection():
        body = front(environ, lambda status, headers, _info=None: began.append((status, dict(headers))))
    sent = b"".join(body)
    return began[0], b"" if method == "HEAD" else sent  # as web servers do


class Quiet:
    """Nothing is ever written."""

    def news(self):
        return News()


@pytest.fixture(scope="module")
def front():
    return Front(WSGIHandler(), Store(10_000_000), Quiet(), later=[].append)


@contextmanager
def kept_connection():
    """As in Django's own test client, no request closes the connection of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def name(line):
    return f"{line['n']} {line['request']['method']} {line['request']['path'][:60]}"


@pytest.mark.parametrize("line", [line for line in recorded.lines() if line["request"]["path"] != OURS], ids=name)
def test_the_answer_is_the_recorded_one(catalogue, line):
    expected = line["response"]
    answer = ask(**line["request"])
    assert answer.status_code == expected["status"]
    assert {key: answer.headers.get(key) for key in SHOWN} == {key: expected["headers"].get(key) for key in SHOWN}
    if "body" in expected:
        assert answer.content.decode() == with_todays_scores(expected["body"])


@pytest.mark.parametrize("line", [line for line in recorded.lines() if line["request"]["path"] != OURS], ids=name)
def test_the_answer_is_the_recorded_one_with_front_before_django(catalogue, front, line):
    expected = line["response"]
    with CaptureQueriesContext(connection) as cold_queries:
        cold = ask_front(front, **line["request"])
    with CaptureQueriesContext(connection) as warm_queries:
        warm = ask_front(front, **line["request"])
    assert without_cookies(cold) == without_cookies(warm)
    (status, headers), body = warm
    assert int(status[:3]) == expected["status"]
    assert {key: headers.get(key) for key in SHOWN} == {key: expected["headers"].get(key) for key in SHOWN}
    if "body" in expected:
        assert body.decode() == with_todays_scores(expected["body"])
    if status == "200 OK" and headers["Content-Type"].startswith("application/json"):
        is_read = line["request"]["method"] == "GET" and "/packages/" in line["request"]["path"]
        assert not is_read or (len(cold_queries) <= MOST_QUERIES, len(warm_queries)) == (True, 0)


MOST_QUERIES = 4


def without_cookies(answer):
    """An answer without what is another one each time: the token in the pages of the browsable API."""
    (status, headers), body = answer
    kept = {key: value for key, value in headers.items() if key != "Set-Cookie"}
    return status, kept, re.sub(rb"[A-Za-z0-9]{64}", b"token", body)


SHOWN = ["Content-Type", "Vary", "Allow", "Location"]


def with_todays_scores(body):
    """A recorded score gets lower every three months; the formula has its own test at the recorded time."""
    results = json.loads(body) if body.startswith("[{") else []
    for result in results:
        score = legacy_scores.score(Facts.objects.get(package__slug=result["slug"]), now=timezone.now())
        body = body.replace(f'"score":{result["score"]},', f'"score":{score},')
    return body


def test_a_category_is_found_by_its_slug_where_it_was_not(catalogue):
    by_slug, by_id = ask("GET", OURS, {}), ask("GET", "/api/v4/categories/1/", {})
    assert (by_slug.status_code, by_slug.content) == (200, by_id.content)


def test_the_page_says_what_it_always_said(catalogue):
    page = ask("GET", "/api/v4/packages/265/", {"Accept": "text/html"}).content.decode()
    assert words(recorded.PAGE.read_text()) in words(unescape(re.sub(r"<[^>]+>", " ", page.partition("<h1>")[2])))


def words(text):
    """The words of a text, with quotes apart, however they are spaced."""
    return " ".join(text.replace('"', ' " ').split())
