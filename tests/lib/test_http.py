import asyncio
import gzip
import json
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from packgrid.lib.http import HttpAnswer, HttpClient, HttpUnavailable, Request, make_redirect_request, retry_at
from packgrid.lib.netguard import Guard

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "at"),
    [
        ("120", NOW + timedelta(seconds=120)),
        ("Tue, 24 Nov 2026 13:00:00 GMT", NOW + timedelta(hours=1)),
        ("999999999999", NOW + timedelta(days=7)),
        ("9" * 5000, NOW + timedelta(days=7)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", NOW + timedelta(days=7)),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header, at):
    assert retry_at(header, now=NOW) == at


async def found(request: web.Request) -> web.StreamResponse:
    if request.headers.get("If-None-Match") == '"v1"':
        return web.Response(status=304, headers={"ETag": '"v1"'})
    answer = web.Response(text="hello " + request.headers["User-Agent"], headers={"ETag": '"v1"'})
    answer.enable_compression()
    return answer


async def moved(request: web.Request) -> web.StreamResponse:
    raise web.HTTPFound("/found" if request.query else "/moved")


async def slow(_request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(5)
    return web.Response()


async def large(_request: web.Request) -> web.StreamResponse:
    return web.Response(body=b"x" * 2000)


async def broken(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Length": "100"})
    await answer.prepare(request)
    await answer.write(b"half")
    assert request.transport
    request.transport.close()
    return answer


async def bomb(_request: web.Request) -> web.StreamResponse:
    return web.Response(body=gzip.compress(b"x" * 5_000_000), headers={"Content-Encoding": "gzip"})


async def renamed(_request: web.Request) -> web.StreamResponse:
    raise web.HTTPMovedPermanently("/told")


async def elsewhere(request: web.Request) -> web.StreamResponse:
    raise web.HTTPTemporaryRedirect(request.query["to"])


async def told(request: web.Request) -> web.StreamResponse:
    """What it was told: the method, the credentials and the document."""
    said = await request.json() if request.can_read_body else None
    return web.json_response([request.method, request.headers.get("Authorization"), said])


VIEWS = (found, moved, slow, large, broken, bomb, renamed, elsewhere, told)


@pytest.fixture
async def server():
    application = web.Application()
    application.add_routes([web.route("*", f"/{view.__name__}", view) for view in VIEWS])
    async with TestServer(application) as running:
        yield running


@pytest.fixture
async def http():
    async with HttpClient(
        user_agent="packgrid/test", guard=Guard(["127.0.0.1", "localhost"]), timeout_s=0.3, most_bytes=1000
    ) as client:
        yield client


async def test_an_answer_comes_with_its_validator_which_asks_for_news_only(server, http):
    answer = await http.get(str(server.make_url("/found")))
    assert (answer.status, answer.body, answer.etag) == (200, b"hello packgrid/test", '"v1"')
    again = await http.get(answer.url, etag=answer.etag)
    assert (again.status, again.body) == (304, b"")


async def test_a_redirect_is_followed(server, http):
    answer = await http.get(str(server.make_url("/moved?once=1")))
    assert (answer.status, answer.url) == (200, str(server.make_url("/found")))


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/slow", "no answer within 0.3 seconds"),
        ("/large", "the answer is larger than 1,000 bytes"),
        ("/bomb", "the answer is larger than 1,000 bytes"),
        ("/broken", "the answer broke off"),
        ("/moved", "more than 5 redirects"),
    ],
)
async def test_no_usable_answer_is_said_in_a_sentence(server, http, path, reason):
    with pytest.raises(HttpUnavailable) as raised:
        await http.get(str(server.make_url(path)))
    assert str(raised.value) == reason


async def test_nobody_listening_is_said(server, http):
    url = str(server.make_url("/found"))
    await server.close()
    with pytest.raises(HttpUnavailable, match=r"127\.0\.0\.1 cannot be reached \(Connection refused\)"):
        await http.get(url)


async def test_a_server_without_tls_is_said(server, http):
    with pytest.raises(HttpUnavailable, match=r"127\.0\.0\.1 offers no TLS that can be used \(wrong version number\)"):
        await http.get(str(server.make_url("/found").with_scheme("https")))


@pytest.mark.parametrize("url", ["http:///x", "http://[::1/", "http://a.example:port/", "a.example", "http://a\\@b/"])
async def test_what_is_no_address_is_said(http, url):
    with pytest.raises(HttpUnavailable) as raised:
        await http.get(url)
    assert str(raised.value) == f"{url} is not an address"


async def test_only_permanent_redirects_say_that_something_has_moved(server, http):
    told, renamed = str(server.make_url("/told")), str(server.make_url("/renamed"))
    answer = await http.get(renamed)
    assert (answer.url, answer.moved_to) == (told, told)
    answer = await http.get(str(server.make_url("/elsewhere").with_query(to="/renamed")))
    assert (answer.url, answer.moved_to) == (told, "")


async def test_a_document_is_posted_and_credentials_stay_with_their_host(server, http):
    key = {"Authorization": "Bearer secret"}
    answer = await http.post(str(server.make_url("/told")), {"a": 1}, headers=key)
    assert json.loads(answer.body) == ["POST", "Bearer secret", {"a": 1}]
    here = await http.get(str(server.make_url("/elsewhere").with_query(to="/told")), headers=key)
    assert json.loads(here.body) == ["GET", "Bearer secret", None]
    other = str(server.make_url("/told").with_host("localhost"))
    there = await http.get(str(server.make_url("/elsewhere").with_query(to=other)), headers=key)
    assert json.loads(there.body) == ["GET", None, None]


async def test_bytes_are_posted_as_they_are_also_behind_a_redirect(server, http):
    there = str(server.make_url("/elsewhere").with_query(to="/told"))
    answer = await http.post_bytes(there, b"[1]", headers={"Content-Type": "application/json"})
    assert json.loads(answer.body) == ["POST", None, [1]]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433"])
async def test_no_private_address_is_called_not_even_by_a_redirect(server, host):
    url = f"http://{host}:{server.port}/found"
    async with HttpClient(user_agent="packgrid/test", guard=Guard()) as strict:
        with pytest.raises(HttpUnavailable, match="is an address of a private network"):
            await strict.get(url)
    heard = []
    guard = Guard(["redirects.example"])
    async with HttpClient(user_agent="x", guard=guard, observer=lambda *said: heard.append(said)) as http:
        with pytest.raises(HttpUnavailable, match="is an address of a private network"):
            await http.follow(make_redirect_request(Request("http://redirects.example/", {}), moved_to(url)))
    assert heard == [(f"{host}:{server.port}", None)]


def moved_to(url: str) -> HttpAnswer:
    return HttpAnswer(302, {"location": url}, b"", "http://redirects.example/")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://files.example/a", "javascript:alert(1)"])
def test_a_redirect_leads_to_web_addresses_only(url):
    with pytest.raises(HttpUnavailable, match="which is not a web address"):
        make_redirect_request(Request("https://a.example/", {}), moved_to(url))


async def test_every_exchange_is_told_to_the_observer(server):
    heard = []
    guard = Guard(["127.0.0.1"])
    async with HttpClient(user_agent="x", guard=guard, observer=lambda *said: heard.append(said)) as http:
        await http.get(str(server.make_url("/renamed")))
    place = f"127.0.0.1:{server.port}"
    assert [(host, answer and answer.status) for host, answer in heard] == [(place, 301), (place, 200)]
