import asyncio
import gzip
import json
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from packgrid.lib.http import HttpClient
from packgrid.lib.netguard import Guard
from packgrid.sources.errors import Gone, Malformed, RateLimited, Unavailable
from packgrid.sources.pypi import PyPI
from packgrid.sources.source import SourceReply, SourceRequest
from sources.documents import project_document

LOOPBACK = Guard(["127.0.0.1"])
DATE = "Wed, 01 Jan 2020 00:00:00 GMT"


async def answer(request: web.Request) -> web.StreamResponse:
    name = request.match_info["name"]
    if name == "moved":
        raise web.HTTPFound("/pypi/django-a/json")
    if name == "slow":
        await asyncio.sleep(5)
    if request.headers.get("If-None-Match") == '"v1"':
        return web.Response(status=304)
    return ANSWERS[name]()


def of_document(name: str) -> web.Response:
    return web.json_response(project_document(name), headers={"ETag": '"v1"'})


ANSWERS = {
    "django-a": lambda: of_document("Django_A"),
    "other": lambda: of_document("django-a"),
    "gone": lambda: web.Response(status=404),
    "in-seconds": lambda: web.Response(status=429, headers={"Retry-After": "120"}),
    "at-a-date": lambda: web.Response(status=429, headers={"Retry-After": DATE}),
    "some-time": lambda: web.Response(status=429),
    "busy": lambda: web.Response(status=503, headers={"Retry-After": DATE}),
    "ill": lambda: web.Response(status=503),
    "broken": lambda: web.Response(status=500),
    "forbidden": lambda: web.Response(status=403),
    "refused": lambda: web.Response(status=401),
    "unasked": lambda: web.Response(status=304),
    "odd": lambda: web.Response(status=599),
    "large": lambda: web.Response(body=b" " * 20_000),
    "half": lambda: web.Response(body=json.dumps(project_document()).encode()[:100]),
    "half-gzip": lambda: web.Response(
        body=gzip.compress(json.dumps(project_document()).encode())[:100], headers={"Content-Encoding": "gzip"}
    ),
}


@pytest.fixture
async def pypi():
    application = web.Application()
    application.add_routes([web.get("/pypi/{name}/json", answer)])
    async with (
        TestServer(application) as server,
        HttpClient(user_agent="packgrid/test", guard=LOOPBACK, timeout_s=0.5, most_bytes=10_000) as http,
    ):
        yield PyPI(http, str(server.make_url("/pypi/")))


async def test_a_project_is_fetched_by_any_spelling_and_then_only_when_it_changed(pypi):
    first = await pypi.fetch_one(SourceRequest("Django.A"))
    assert first.snapshot
    assert (first.snapshot.name, first.snapshot.version, first.validator) == ("Django_A", "1.0", '"v1"')
    assert await pypi.fetch_one(SourceRequest("Django.A", first.validator)) == SourceReply(None, '"v1"')


@pytest.mark.parametrize(
    ("name", "error", "reason"),
    [
        ("gone", Gone, "there is no such project (404)"),
        ("ill", Unavailable, "answered 503"),
        ("broken", Unavailable, "answered 500"),
        ("forbidden", Unavailable, "answered 403 (Forbidden)"),
        ("refused", Unavailable, "answered 401 (Unauthorized: a token or password is missing or wrong)"),
        ("unasked", Unavailable, "answered 304 (Not Modified, though we have nothing to compare with)"),
        ("odd", Unavailable, "answered 599"),
        ("slow", Unavailable, "no answer within 0.5 seconds"),
        ("large", Unavailable, "the answer is larger than 10,000 bytes"),
        ("half-gzip", Malformed, "the answer is not JSON"),
        ("half", Malformed, "the answer is not JSON"),
        ("other", Malformed, "info.name: 'django-a' is not the 'other' that was asked for"),
        ("moved", Malformed, "info.name: 'Django_A' is not the 'moved' that was asked for"),
    ],
)
async def test_each_failure_says_what_happened_for_which_address(pypi, name, error, reason):
    with pytest.raises(error) as raised:
        await pypi.fetch_one(SourceRequest(name))
    assert str(raised.value).startswith(f"{pypi.base_url}{name}/json: {reason}")


@pytest.mark.parametrize("name", ["at-a-date", "busy"])
async def test_a_date_to_come_back_is_kept(pypi, name):
    with pytest.raises(RateLimited) as raised:
        await pypi.fetch_one(SourceRequest(name))
    assert raised.value.retry_at == datetime(2020, 1, 1, tzinfo=UTC)


async def test_seconds_to_come_back_count_from_now(pypi):
    with pytest.raises(RateLimited) as raised:
        await pypi.fetch_one(SourceRequest("in-seconds"))
    assert raised.value.retry_at
    assert abs(raised.value.retry_at - datetime.now(UTC) - timedelta(seconds=120)) < timedelta(seconds=10)


async def test_a_limit_without_a_time_is_still_a_limit(pypi):
    with pytest.raises(RateLimited) as raised:
        await pypi.fetch_one(SourceRequest("some-time"))
    assert raised.value.retry_at is None
