"""Each fault does what it says to those it is set for, and to nobody else."""

import asyncio
import json

import pytest

from packgrid.lib.http import HttpUnavailable, TooLarge
from packgrid.sources.errors import Malformed
from packgrid.sources.pypi import PyPI
from packgrid.sources.source import SourceRequest
from world import spoils
from world.faults import SIGHTS
from world.identity import normalized


def address(world, number=0):
    return f"{world.addresses['pypi']}/{normalized(world.projects[number].name)}/json"


@pytest.mark.parametrize(
    ("kind", "status", "headers"),
    [
        ("500", 500, {"content-type": "application/json; charset=utf-8"}),
        ("502", 502, {"content-type": "text/html; charset=utf-8"}),
        ("503", 503, {}),
        ("503 retry-after", 503, {"retry-after": "60"}),
        ("504", 504, {}),
        ("401", 401, {}),
        ("403", 403, {}),
        ("403 spent", 403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1795521660"}),
        ("403 retry-after", 403, {"retry-after": "60"}),
        ("403 too large", 403, {}),
        ("429", 429, {}),
        ("429 retry-after", 429, {"retry-after": "60"}),
        ("304", 304, {}),
        ("html", 200, {"content-type": "text/html; charset=utf-8"}),
        ("gone", 404, {}),
    ],
)
async def test_a_status_comes_in_place_of_the_answer(world, http, kind, status, headers):
    world.fault(kind)
    answer = await http.get(address(world))
    assert (answer.status, headers.items() <= answer.headers.items()) == (status, True)
    assert "retry-after" in headers or "retry-after" not in answer.headers
    world.heal()
    assert (await http.get(address(world))).status == 200


@pytest.mark.parametrize(
    ("kind", "error", "reason"),
    [
        ("cut off", HttpUnavailable, "the answer broke off"),
        ("reset", HttpUnavailable, "the connection was closed without an answer"),
        ("huge", TooLarge, "the answer is larger than 1,000,000 bytes"),
        ("bomb", TooLarge, "the answer is larger than 1,000,000 bytes"),
        ("redirect loop", HttpUnavailable, "more than 5 redirects"),
        ("redirect private", HttpUnavailable, "is an address of a private network"),
        ("redirect file", HttpUnavailable, "which is not a web address"),
    ],
)
async def test_no_usable_answer_comes(world, http, kind, error, reason):
    world.fault(kind)
    with pytest.raises(error, match=reason):
        await http.get(address(world))


@pytest.mark.parametrize("kind", ["hang", "slow", "drip"])
async def test_an_answer_does_not_come_in_time(world, hasty, kind):
    world.fault(kind)
    with pytest.raises(HttpUnavailable, match=r"no answer within 0\.1 seconds"):
        await hasty.get(address(world))


@pytest.mark.parametrize("kind", ["html", "empty", "empty object", "cut json", "wrong types", "nulls"])
async def test_a_document_that_is_none_is_malformed(world, http, kind):
    world.fault(kind)
    client = PyPI(http, world.addresses["pypi"], world.addresses["index"])
    with pytest.raises(Malformed):
        await client.fetch_one(SourceRequest(world.projects[0].name))


async def test_lists_are_doubled_or_reversed(world, http):
    right = json.loads((await http.get(address(world))).body)["info"]["classifiers"]
    for kind, wrong in {"doubled lists": right * 2, "reversed lists": right[::-1]}.items():
        world.heal()
        world.fault(kind)
        assert json.loads((await http.get(address(world))).body)["info"]["classifiers"] == wrong


def test_no_fault_is_untested():
    tested = {"flickering", "renamed", "graphql limit", "graphql part", "doubled lists", "reversed lists"}
    for test in (
        test_a_status_comes_in_place_of_the_answer,
        test_no_usable_answer_comes,
        test_an_answer_does_not_come_in_time,
        test_a_document_that_is_none_is_malformed,
    ):
        cases = test.pytestmark[0].args[1]
        tested |= {case if isinstance(case, str) else case[0] for case in cases}
    assert tested == {*SIGHTS, *spoils.SAID, *spoils.CARRIED}


async def test_a_fault_strikes_the_service_the_projects_and_the_times_that_were_said(world, http):
    world.fault("500", service="pypi", projects=[world.projects[3].slug], times=2)
    assert [(await http.get(address(world, number))).status for number in (3, 4, 3, 3)] == [500, 200, 500, 200]
    world.fault("500", service="github")
    assert (await http.get(address(world, 4))).status == 200
    world.heal("pypi")
    assert [fault.service for fault in world.server.faults.set] == ["github"]


async def test_a_share_of_the_answers_is_struck_and_the_same_one_every_time(world, http):
    runs = []
    for _ in range(2):
        world.heal()
        fault = world.fault("429", share=0.3)
        runs.append([(await http.get(address(world))).status for _ in range(40)])
        assert fault.struck == runs[-1].count(429)
    assert runs[0] == runs[1]
    assert 5 < runs[0].count(429) < 20


async def test_a_share_of_the_projects_is_struck_always(world, http):
    fault = world.fault("500", projects=0.4)
    assert 3 < len(fault.numbers) < 14
    for _ in range(2):
        statuses = [(await http.get(address(world, number))).status for number in range(20)]
        assert {number for number, status in enumerate(statuses) if status == 500} == fault.numbers


async def test_a_flickering_project_comes_and_goes_with_the_clock(world, http):
    world.fault("flickering", seconds=60)
    statuses = []
    for _ in range(30):
        statuses.append((await http.get(address(world))).status)
        assert (await http.get(address(world))).status == statuses[-1]
        world.advance(seconds=60)
    assert {*statuses} == {200, 404}
    assert 5 < statuses.count(404) < 25


async def test_graphql_refuses_with_200(world, http):
    world.fault("graphql limit")
    query = {"query": "{ viewer { login } }"}
    answer = await http.post(world.addresses["github_graphql"], query, headers={"Authorization": "Bearer key"})
    assert (answer.status, json.loads(answer.body)["errors"][0]["type"]) == (200, "RATE_LIMITED")


async def test_graphql_tells_only_a_part(world, http):
    world.fault("graphql part", service="github")
    query = {"query": "{ a: viewer { login } b: viewer { login } }"}
    answer = await http.post(world.addresses["github_graphql"], query, headers={"Authorization": "Bearer key"})
    said = json.loads(answer.body)
    assert said["data"] == {"a": {"login": "packgrid"}, "b": None}
    assert [error["type"] for error in said["errors"]] == ["RESOURCE_LIMITS_EXCEEDED"]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"kind": "gremlins"}, "there is no fault 'gremlins'"),
        ({"kind": "500", "projects": ["nobody"]}, "no project is called nobody"),
        ({"kind": "500", "service": "sourceforge"}, "there is no service 'sourceforge'"),
    ],
)
def test_a_fault_that_cannot_be_is_refused(world, fault, reason):
    with pytest.raises(ValueError, match=reason):
        world.fault(**fault)


async def test_healthy_services_answer_while_another_hangs(world, http, hasty):
    world.fault("hang", service="github")
    path = next(project.path for project in world.projects if project.service == "github")
    hanging = asyncio.create_task(hasty.get(f"{world.addresses['github_api']}/repos/{path}"))
    assert (await http.get(address(world))).status == 200
    with pytest.raises(HttpUnavailable):
        await hanging
