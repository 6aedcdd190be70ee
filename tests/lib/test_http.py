import asyncio
import gzip
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from packgrid.lib.http import HttpClient, HttpUnavailable, retry_at

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


VIEWS = (found, moved, slow, large, broken, bomb)


@pytest.fixture
async def server():
    application = web.Application()
    application.add_routes([web.get(f"/{view.__name__}", view) for view in VIEWS])
    async with TestServer(application) as running:
        yield running


@pytest.fixture
async def http():
    async with HttpClient(user_agent="packgrid/test", timeout_s=0.3, most_bytes=1000) as client:
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
    with pytest.raises(HttpUnavailable, match=r"127\.0\.0\.1 cannot be reached"):
        await http.get(url)


async def test_what_is_no_address_is_said(http):
    with pytest.raises(HttpUnavailable, match="is no address"):
        await http.get("http:///x")
