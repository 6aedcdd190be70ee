"""GitHub's limits and those of the others, by the world's clock."""

import asyncio
import json
from collections import Counter
from datetime import timedelta

import aiohttp
import attrs
import pytest

from world.answers import Answer, Call
from world.limits import Limits
from world.terms import Terms

KEY = {"Authorization": "Bearer key"}


def heard(service, path, headers):
    return Call("GET", service, tuple(path.split("/")), {}, headers, b"", "http://127.0.0.1", Terms().began_at)


def repo_url(world, tail=""):
    path = next(project.path for project in world.projects if project.service == "github")
    return f"{world.addresses['github_api']}/repos/{path}{tail}"


def budget(answer):
    return [answer.headers[f"x-ratelimit-{name}"] for name in ("limit", "remaining", "used", "reset", "resource")]


async def test_sixty_calls_an_hour_without_a_key(world, http):
    reset = str(round(world.now.timestamp()) + 3600)
    first = await http.get(repo_url(world))
    assert (first.status, budget(first)) == (200, ["60", "59", "1", reset, "core"])
    for _ in range(59):
        last = await http.get(repo_url(world), etag=first.etag)
    assert (last.status, budget(last)) == (304, ["60", "0", "60", reset, "core"])
    refused = await http.get(repo_url(world))
    assert (refused.status, budget(refused)) == (403, ["60", "0", "60", reset, "core"])
    assert json.loads(refused.body)["message"].startswith("API rate limit exceeded for 127.0.0.1.")
    world.advance(minutes=59, seconds=59)
    assert (await http.get(repo_url(world))).status == 403
    world.advance(seconds=1)
    assert (await http.get(repo_url(world))).status == 200


async def test_with_a_key_not_modified_is_free(world, http):
    first = await http.get(repo_url(world), headers=KEY)
    again = await http.get(repo_url(world), etag=first.etag, headers=KEY)
    assert (again.status, budget(again)[:3]) == (304, ["5000", "4999", "1"])
    limits = json.loads((await http.get(f"{world.addresses['github_api']}/rate_limit", headers=KEY)).body)
    assert limits["resources"]["core"] == limits["rate"]
    assert (limits["rate"]["used"], limits["resources"]["graphql"]["used"]) == (1, 0)


def test_nine_hundred_calls_of_an_endpoint_a_minute():
    limits, call = Limits(), heard("github", "repos/a/b", KEY)
    for _ in range(900):
        assert limits.refusal(call, "repos/*/*", under_way=1) is None
        limits.charge(call, "repos/*/*", Answer())
    refused = limits.refusal(call, "repos/*/*", under_way=1)
    assert (refused.status, refused.headers["retry-after"]) == (403, "60")
    assert b"secondary rate limit" in refused.make()
    assert limits.refusal(call, "repos/*/*/contributors", under_way=1) is None
    a_minute_later = attrs.evolve(call, now=call.now + timedelta(minutes=1))
    assert limits.refusal(a_minute_later, "repos/*/*", under_way=1) is None


async def test_a_hundred_calls_at_once(world):
    world.server.latency_s = 0.2
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        answers = await asyncio.gather(*(session.get(repo_url(world), headers=KEY) for _ in range(110)))
    refused = [answer for answer in answers if answer.status == 403]
    assert Counter(answer.status for answer in answers) == {200: 100, 403: 10}
    assert {answer.headers["retry-after"] for answer in refused} == {"60"}
    assert world.ledger.most_at_once == {"github": 110}


@pytest.mark.parametrize(
    ("service", "headers", "most", "body"),
    [
        ("gitlab", {}, 500, b"Retry later"),
        ("gitlab", {"Private-Token": "key"}, 2000, b"Retry later"),
        ("bitbucket", {}, 60, b"Rate limit for this resource has been exceeded"),
        ("bitbucket", KEY, 1000, b"Rate limit for this resource has been exceeded"),
        ("bitbucket_data_center", KEY, 60, b"You have been rate limited"),
        ("pypistats", {}, 30, b"RATE LIMIT EXCEEDED"),
        ("depsdev", {}, 60, b"resource exhausted"),
    ],
)
def test_others_refuse_with_429(service, headers, most, body):
    limits, call = Limits(), heard(service, "any/path", headers)
    for _ in range(most):
        assert limits.refusal(call, "any/*", under_way=1) is None
        limits.charge(call, "any/*", Answer())
    refused = limits.refusal(call, "any/*", under_way=1)
    assert refused.status == 429
    assert body in refused.make()


@pytest.mark.parametrize("service", ["pypi", "forgejo", "github_enterprise"])
def test_some_have_no_limit(service):
    limits, call = Limits(), heard(service, "any/path", {})
    assert limits.charge(call, "any/*", Answer()) == Answer()
    assert limits.refusal(call, "any/*", under_way=10_000) is None


async def test_limits_can_be_switched_off(world, http):
    world.server.limits.are_on = False
    answers = [await http.get(repo_url(world)) for _ in range(61)]
    assert {answer.status for answer in answers} == {200}
    assert "x-ratelimit-limit" not in answers[0].headers
