"""A project's page, document and metadata file, whole, in part, and gone."""

import gzip
import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from packgrid.sources.errors import Gone, Malformed, RateLimited, Unavailable
from packgrid.sources.index_pages import ProjectStatus
from packgrid.sources.pypi import PyPI
from packgrid.sources.source import SourceRequest
from sources.documents import project_document
from sources.standin import moved, said

DATE = "Wed, 01 Jan 2020 00:00:00 GMT"
NAME, WHEEL = "django-a", "django_a-1.1-py3-none-any.whl"
DOCUMENT, PAGE, METADATA = f"/pypi/{NAME}/json", f"/simple/{NAME}/", f"/files/{WHEEL}.metadata"
JSON_PAGE = "application/vnd.pypi.simple.v1+json"
CORE = b"Metadata-Version: 2.4\nName: Django_A\nVersion: 1.1\nClassifier: Framework :: Django\nRequires-Dist: django>=6"


def index_page(**changes):  # noqa: ANN003
    file = {
        "filename": WHEEL,
        "url": f"/files/{WHEEL}",
        "hashes": {},
        "upload-time": "2026-02-01T00:00:00Z",
        "size": 5,
        "core-metadata": {"sha256": hashlib.sha256(CORE).hexdigest()},
    }
    meta = {"api-version": "1.4", "_last-serial": 7}
    return {"meta": meta, "name": NAME, "versions": ["1.0", "1.1"], "files": [file]} | changes


def served(body, content_type=JSON_PAGE, **headers: str):
    def view(request: web.Request) -> web.Response:
        if headers.get("ETag") and request.headers.get("If-None-Match") == headers["ETag"]:
            return web.Response(status=304, headers=headers)
        return web.Response(body=body, headers={**headers, "Content-Type": content_type})

    return view


def status(number: int, **headers: str):
    return lambda _request: web.Response(status=number, headers={n.replace("_", "-"): v for n, v in headers.items()})


@pytest.fixture
async def pypi(host):
    host.answers[DOCUMENT] = said(project_document("Django_A", version="1.1") | {"last_serial": 7}, ETag='"d1"')
    host.answers[PAGE] = served(json.dumps(index_page()).encode(), ETag='"p1"')
    host.answers[METADATA] = served(CORE, "text/plain")
    return PyPI(host.http, f"{host.url}/pypi/", f"{host.url}/simple/")


async def test_all_three_forms_make_up_a_project(pypi, host):
    reply = await pypi.fetch_one(SourceRequest("Django.A"))
    found = reply.snapshot
    assert (found.name, found.version, found.released_at) == ("Django_A", "1.1", datetime(2026, 2, 1, tzinfo=UTC))
    assert (found.summary, found.status) == ("Does a", ProjectStatus.ACTIVE)
    assert (found.classifiers, found.requires_dist) == (("Framework :: Django",), ("django>=6",))
    assert [release.version for release in found.releases] == ["1.0", "1.1"]
    assert (reply.is_whole, reply.note.splitlines()) == (
        True,
        ["answered by index page, JSON document, metadata file", "the index page offers no attestations"],
    )
    assert sorted(host.calls) == [f"GET {METADATA}", f"GET {DOCUMENT}", f"GET {PAGE}"]


async def test_what_has_not_changed_costs_one_call_without_a_body(pypi, host):
    first = await pypi.fetch_one(SourceRequest(NAME))
    host.calls.clear()
    second = await pypi.fetch_one(SourceRequest(NAME, first.validator))
    assert (second.snapshot, second.validator, second.is_whole) == (None, first.validator, True)
    assert host.calls == [f"GET {PAGE}"]


async def test_where_the_document_tells_of_vulnerabilities_it_is_asked_for_each_time(pypi, host):
    pypi = PyPI(host.http, pypi.base_url, pypi.index_url, always_reads_documents=True)
    first = await pypi.fetch_one(SourceRequest(NAME))
    host.calls.clear()
    second = await pypi.fetch_one(SourceRequest(NAME, first.validator))
    assert (second.snapshot, second.validator, host.calls) == (
        None,
        first.validator,
        [f"GET {PAGE}", f"GET {DOCUMENT}"],
    )


@pytest.mark.parametrize("view", [status(429), status(503), status(404)])
async def test_a_document_that_is_not_known_is_asked_for_though_the_page_has_not_changed(pypi, host, view):
    known, host.answers[DOCUMENT] = host.answers[DOCUMENT], view
    first = await pypi.fetch_one(SourceRequest(NAME))
    host.answers[DOCUMENT] = known
    second = await pypi.fetch_one(SourceRequest(NAME, first.validator))
    assert (first.snapshot.document, second.snapshot.summary) == (None, "Does a")


async def test_a_metadata_file_is_asked_for_once(pypi, host):
    first = await pypi.fetch_one(SourceRequest(NAME))
    host.answers[PAGE] = served(json.dumps(index_page(versions=["0.9", "1.0", "1.1"])).encode(), ETag='"p2"')
    host.calls.clear()
    second = await pypi.fetch_one(SourceRequest(NAME, first.validator))
    assert (len(second.snapshot.releases), second.snapshot.document, second.snapshot.metadata) == (3, None, None)
    assert sorted(host.calls) == [f"GET {DOCUMENT}", f"GET {PAGE}"]


@pytest.mark.parametrize("failure", [404, 403, 406, 500, 503])
async def test_the_document_alone_is_enough(pypi, host, failure):
    host.answers[PAGE] = status(failure)
    reply = await pypi.fetch_one(SourceRequest(NAME))
    assert (reply.snapshot.version, reply.snapshot.status, reply.is_whole) == ("1.0", None, True)
    assert reply.note.startswith(f"answered by JSON document\nno index page: {host.url}{PAGE}: ")


@pytest.mark.parametrize("failure", [404, 403, 500, 503])
async def test_the_page_alone_is_enough(pypi, host, failure):
    host.answers[DOCUMENT] = status(failure)
    reply = await pypi.fetch_one(SourceRequest(NAME))
    assert (reply.snapshot.version, reply.snapshot.document, reply.is_whole) == ("1.1", None, True)
    assert reply.snapshot.requires_dist == ("django>=6",)
    assert f"\nno JSON document: {host.url}{DOCUMENT}: " in reply.note


async def test_a_project_is_gone_if_both_forms_say_so(pypi, host):
    host.answers[DOCUMENT] = host.answers[PAGE] = status(404)
    with pytest.raises(Gone, match="there is no such project"):
        await pypi.fetch_one(SourceRequest(NAME))


@pytest.mark.parametrize(
    ("page", "document", "error"),
    [
        (404, 500, Unavailable),
        (500, 404, Unavailable),
        (404, 429, RateLimited),
        (429, 500, RateLimited),
        (410, 404, Gone),
        (304, 500, Unavailable),
    ],
)
async def test_the_worse_of_two_failures_counts(pypi, host, page, document, error):
    host.answers[DOCUMENT], host.answers[PAGE] = status(document), status(page)
    with pytest.raises(error):
        await pypi.fetch_one(SourceRequest(NAME))


async def test_a_limit_of_one_form_lets_the_rest_be_asked_for_soon(pypi, host):
    host.answers[DOCUMENT] = status(429)
    assert not (await pypi.fetch_one(SourceRequest(NAME))).is_whole


@pytest.mark.parametrize(("serial", "is_whole"), [(6, False), (7, True), (8, True), (None, True)])
async def test_a_document_that_is_older_than_the_page_is_asked_for_soon(pypi, host, serial, is_whole):
    old = said(project_document("Django_A", version="1.0") | {"last_serial": serial}, ETag='"d0"')
    new, host.answers[DOCUMENT] = host.answers[DOCUMENT], old
    first = await pypi.fetch_one(SourceRequest(NAME))
    assert first.is_whole is is_whole
    host.answers[DOCUMENT] = new
    second = await pypi.fetch_one(SourceRequest(NAME, first.validator))
    assert (second.snapshot is None) is is_whole


@pytest.mark.parametrize(
    ("view", "note"),
    [
        (status(404), "there is no such metadata file (404)"),
        (served(b"Name: x\n"), "its sha256 is "),
        (status(500), "answered 500 (Internal Server Error)"),
    ],
)
async def test_without_its_metadata_file_the_document_tells_what_a_release_needs(pypi, host, view, note):
    host.answers[METADATA] = view
    reply = await pypi.fetch_one(SourceRequest(NAME))
    assert reply.snapshot.requires_dist == ("django>=6.0",)
    assert f"\nno metadata file: {host.url}{METADATA}: {note}" in reply.note


async def test_a_metadata_file_that_failed_for_a_while_is_asked_for_again(pypi, host):
    host.answers[METADATA] = status(503)
    first = await pypi.fetch_one(SourceRequest(NAME))
    host.answers[METADATA] = served(CORE, "text/plain")
    assert (await pypi.fetch_one(SourceRequest(NAME, first.validator))).snapshot.requires_dist == ("django>=6",)


async def test_what_is_left_out_is_told(pypi, host):
    host.answers[PAGE] = served(json.dumps(index_page(versions=["1.1", 5])).encode())
    host.answers[DOCUMENT] = said(project_document("Django_A", summary=5))
    note = (await pypi.fetch_one(SourceRequest(NAME))).note.splitlines()
    assert note[1:] == [
        "the index page offers no attestations",
        "left out of the index page: versions[1]: a text was expected, not 5",
        "left out of the JSON document: info.summary: a text was expected, not 5",
    ]


async def test_html_takes_times_and_sizes_from_the_document(pypi, host):
    host.answers[PAGE] = served(f'<a href="/files/{WHEEL.replace("1.1", "1.0")}">x</a>'.encode(), "text/html")
    [release] = (await pypi.fetch_one(SourceRequest(NAME))).snapshot.releases
    assert (release.version, release.size_bytes, release.install_bytes) == ("1.0", 1000, 1000)
    assert release.uploaded_at == datetime(2026, 1, 2, 3, 4, 5, 678901, UTC)


async def test_a_quarantined_project_is_known_as_such(pypi, host):
    host.answers[PAGE] = served(
        json.dumps(index_page(files=[], versions=[], **{"project-status": {"status": "quarantined"}})).encode()
    )
    host.answers[DOCUMENT] = status(404)
    found = (await pypi.fetch_one(SourceRequest(NAME))).snapshot
    assert (found.status, found.releases, found.release_list.is_complete) == ("quarantined", (), False)


@pytest.mark.parametrize(
    ("view", "error", "reason"),
    [
        (status(404), Gone, "there is no such project (404)"),
        (status(503), Unavailable, "answered 503"),
        (status(500), Unavailable, "answered 500"),
        (status(403), Unavailable, "answered 403 (Forbidden)"),
        (status(401), Unavailable, "answered 401 (Unauthorized: a token or password is missing or wrong)"),
        (status(304), Unavailable, "answered 304 (Not Modified, though we have nothing to compare with)"),
        (status(599), Unavailable, "answered 599"),
        (served(json.dumps(project_document()).encode()[:100]), Malformed, "the answer is not JSON"),
        (
            served(gzip.compress(b'{"info": {}}' * 99)[:40], Content_Encoding="gzip"),
            Malformed,
            "the answer is not JSON",
        ),
        (said(project_document("django-b")), Malformed, "info.name: 'django-b' is not the 'django-a'"),
    ],
)
async def test_each_failure_says_what_happened_for_which_address(pypi, host, view, error, reason):
    host.answers[DOCUMENT], host.answers[PAGE] = view, status(404)
    with pytest.raises(error) as raised:
        await pypi.fetch_one(SourceRequest(NAME))
    assert str(raised.value).startswith(f"{host.url}{DOCUMENT}: {reason}")


async def test_an_answer_that_is_too_large_is_none(pypi, host):
    host.http.most_bytes = 100
    with pytest.raises(Unavailable, match="the answer is larger than 100 bytes"):
        await pypi.fetch_one(SourceRequest(NAME))


async def test_a_redirect_loop_is_left(pypi, host):
    host.answers[PAGE] = host.answers[DOCUMENT] = moved(PAGE)
    with pytest.raises(Unavailable, match="more than 5 redirects"):
        await pypi.fetch_one(SourceRequest(NAME))


@pytest.mark.parametrize("number", [429, 503])
async def test_a_date_to_come_back_is_kept(pypi, host, number):
    host.answers[DOCUMENT] = host.answers[PAGE] = status(number, Retry_After=DATE)
    with pytest.raises(RateLimited) as raised:
        await pypi.fetch_one(SourceRequest(NAME))
    assert raised.value.retry_at == datetime(2020, 1, 1, tzinfo=UTC)


async def test_seconds_to_come_back_count_from_now(pypi, host):
    host.answers[DOCUMENT] = host.answers[PAGE] = status(429, Retry_After="120")
    with pytest.raises(RateLimited) as raised:
        await pypi.fetch_one(SourceRequest(NAME))
    assert abs(raised.value.retry_at - datetime.now(UTC) - timedelta(seconds=120)) < timedelta(seconds=10)


async def test_a_limit_without_a_time_is_still_a_limit(pypi, host):
    host.answers[DOCUMENT] = host.answers[PAGE] = status(429)
    with pytest.raises(RateLimited) as raised:
        await pypi.fetch_one(SourceRequest(NAME))
    assert raised.value.retry_at is None


async def test_a_validator_of_another_form_matches_nothing(pypi):
    reply = await pypi.fetch_one(SourceRequest(NAME, '"d1"'))
    assert reply.snapshot.document
    assert reply.snapshot.releases
