import json
from typing import Any

import pytest
from aiohttp import web

from packgrid.sources.errors import Malformed, RateLimited, Unavailable
from packgrid.sources.osv import OSV, AdvisoriesSnapshot, make_validator
from packgrid.sources.source import SourceReply, SourceRequest
from sources.standin import said
from world import World

BATCH = "/v1/querybatch"


class Service:
    """Pages of (id, modified) by project; records are made from the ids. `stored` are those that we have."""

    def __init__(self, host, **pages: list) -> None:
        self.pages, self.bodies, self.stored, self.host = pages, [], {}, host
        self.refuses: set[str] = set()
        host.answers[BATCH] = self.answer

    def answer(self, _request):
        queries = self.host.posted["queries"]
        self.bodies.append(queries)
        if any(query["package"]["name"] in self.refuses for query in queries):
            return web.json_response({"code": 3, "message": "Invalid query."}, status=400)
        return web.json_response({"results": [self.page(query) for query in queries]})

    def page(self, query) -> dict[str, Any]:
        pages = self.pages.get(query["package"]["name"].replace("-", "_"), [])
        number = int(query.get("page_token", 0))
        found = [{"id": name, "modified": at} for name, at in pages[number]] if pages else []
        for item in found:
            self.host.answers.setdefault(f"/v1/vulns/{item['id']}", said({"id": item["id"]}))
        more = {"next_page_token": str(number + 1)} if number + 1 < len(pages) else {}
        return ({"vulns": found} if found else {}) | more

    async def fetch(self, *asked: SourceRequest, **options: int):
        async def find_stored(wanted):
            return {name for name, at in wanted.items() if self.stored.get(name) == at}

        return await OSV(self.host.http, self.host.url, find_stored, **options).fetch(asked)


def ask(name: str, validator="") -> SourceRequest:
    return SourceRequest(name, validator)


def summary(reply) -> tuple:
    """The ids of a reply, those that were fetched, and whether it is whole."""
    return list(reply.snapshot.ids), [item.id for item in reply.snapshot.fetched], reply.is_whole


async def test_many_projects_are_asked_about_in_one_call_and_each_record_is_fetched_once(host):
    service = Service(host, a=[[("GHSA-1", "t1"), ("PYSEC-1", "t1")]], b=[[("GHSA-1", "t1")]])
    replies = await service.fetch(ask("a"), ask("B"), ask("none"))
    assert [summary(reply) for reply in replies] == [
        (["GHSA-1", "PYSEC-1"], ["GHSA-1", "PYSEC-1"], True),
        (["GHSA-1"], ["GHSA-1"], True),
        ([], [], True),
    ]
    assert host.calls == [f"POST {BATCH}", "GET /v1/vulns/GHSA-1", "GET /v1/vulns/PYSEC-1"]
    names = [query["package"] for query in service.bodies[0]]
    assert names == [{"ecosystem": "PyPI", "name": name} for name in ("a", "b", "none")]
    assert replies[0].snapshot.fetched[0].modified == "t1"


async def test_nothing_is_fetched_again_that_has_not_changed(host):
    service = Service(host, a=[[("GHSA-1", "t1"), ("GHSA-2", "t2")]], none=[])
    first = await service.fetch(ask("a"), ask("none"))
    host.calls.clear()
    again = await service.fetch(*(ask(name, reply.validator) for name, reply in zip(("a", "none"), first, strict=True)))
    assert again == [SourceReply(None, reply.validator) for reply in first]
    assert host.calls == [f"POST {BATCH}"]
    service.stored = {"GHSA-1": "t1", "GHSA-2": "t2"}
    service.pages["a"] = [[("GHSA-1", "t1"), ("GHSA-2", "t3")]]
    [changed] = await service.fetch(ask("a", first[0].validator))
    assert summary(changed) == (["GHSA-1", "GHSA-2"], ["GHSA-2"], True)


async def test_pages_are_followed_by_those_alone_who_have_more_even_after_an_empty_one(host):
    service = Service(host, a=[[("A-1", "t")], [], [("A-3", "t")]], b=[[("B-1", "t")]])
    replies = await service.fetch(ask("a"), ask("b"))
    assert [summary(reply)[0] for reply in replies] == [["A-1", "A-3"], ["B-1"]]
    assert [[query["package"]["name"] for query in queries] for queries in service.bodies] == [["a", "b"], ["a"], ["a"]]
    assert service.bodies[1][0]["page_token"] == "1"


async def test_pages_without_an_end_are_an_error(host):
    service = Service(host)
    host.answers[BATCH] = said({"results": [{"next_page_token": "again"}]})
    [reply] = await service.fetch(ask("a"))
    assert (type(reply), "has more than 50 pages" in str(reply)) == (Malformed, True)


async def test_a_refused_query_costs_its_project_alone(host):
    service = Service(host, a=[[("A-1", "t")]], c=[[("C-1", "t")]])
    service.refuses = {"bad"}
    replies = await service.fetch(ask("a"), ask("bad"), ask("c"), ask("d"))
    assert [type(reply) for reply in replies] == [SourceReply, Malformed, SourceReply, SourceReply]
    assert str(replies[1]) == f"{host.url}{BATCH}: refused the query (400)"
    assert [summary(reply)[0] for reply in (replies[0], *replies[2:])] == [["A-1"], ["C-1"], []]


@pytest.mark.parametrize("name", ["", "-", "a b", "a/b", "ä", "a\n", "x" * 101, "_a", '"'])
async def test_what_is_no_name_is_not_sent(host, name):
    service = Service(host)
    bad, good = await service.fetch(ask(name), ask("a"))
    assert (type(bad), str(bad)) == (Malformed, f"{name!r} is not a project name")
    assert summary(good) == ([], [], True)
    assert [query["package"]["name"] for query in service.bodies[0]] == ["a"]


@pytest.mark.parametrize(
    ("answer", "kind", "message"),
    [
        (said({}, 404), Unavailable, "there is no such service (404)"),
        (said("", 500), Unavailable, "answered 500"),
        (said("", 503, Retry_After="60"), RateLimited, "asks to come back later (503)"),
        (said("", 429), RateLimited, "asks to come back later (429)"),
        (said("<html>"), Malformed, "the answer is not JSON"),
        (said({"results": [{}]}), Malformed, "results: 2 were expected, not 1"),
        (said({}), Malformed, "results: 2 were expected, not 0"),
        (said({"results": [{}, {"vulns": 5}]}), Malformed, "results[].vulns: a list was expected"),
        (said({"results": [{}, 7]}), Malformed, "results: a list of objects"),
    ],
)
async def test_what_is_wrong_with_the_service_is_said_to_all(host, answer, kind, message):
    service = Service(host)
    host.answers[BATCH] = answer
    replies = await service.fetch(ask("a"), ask("b"))
    assert [type(reply) for reply in replies] == [kind, kind]
    assert message in str(replies[0])


async def test_items_that_cannot_be_read_are_left_out(host):
    items = [{"id": "A-1", "modified": "t"}, 5, {}, {"id": 7}, {"id": "../x"}, {"id": "x" * 101}, {"id": "A-2"}]
    service = Service(host)
    host.answers[BATCH] = said({"results": [{"vulns": items}]})
    host.answers |= {f"/v1/vulns/{name}": said({"id": name}) for name in ("A-1", "A-2")}
    [reply] = await service.fetch(ask("a"))
    assert summary(reply) == (["A-1", "A-2"], ["A-1", "A-2"], True)


@pytest.mark.parametrize("bad", [said({}, 404), said("", 500), said("<html>"), said({"id": "B-9"}), said([])])
async def test_a_record_that_cannot_be_had_leaves_the_rest_and_is_asked_for_again(host, bad):
    service = Service(host, a=[[("A-1", "t"), ("A-2", "t")]], b=[[("A-2", "t")]])
    host.answers["/v1/vulns/A-2"] = bad
    first, second = await service.fetch(ask("a"), ask("b"))
    assert summary(first) == (["A-1"], ["A-1"], False)
    assert first.validator == ""
    assert isinstance(second, (Unavailable, Malformed))  # "none known" would be wrong


async def test_after_a_limit_no_further_records_are_asked_for(host):
    service = Service(host, a=[[(f"A-{number:03}", "t") for number in range(50)]])
    host.answers |= {f"/v1/vulns/A-{number:03}": said("", 429, Retry_After="60") for number in range(50)}
    [reply] = await service.fetch(ask("a"))
    assert isinstance(reply, RateLimited)
    assert len(host.calls) <= 9


async def test_a_call_ends_before_it_has_fetched_too_many_records(host, monkeypatch):
    monkeypatch.setattr("packgrid.sources.osv.MOST_RECORDS", 2)
    service = Service(host, a=[[("A-1", "t"), ("A-2", "t"), ("A-3", "t")]])
    [reply] = await service.fetch(ask("a"))
    assert summary(reply) == (["A-1", "A-2"], ["A-1", "A-2"], False)


def test_the_validator_is_of_ids_and_times_in_any_order():
    assert make_validator({"a": "1", "b": "2"}) == make_validator({"b": "2", "a": "1"})
    assert len({make_validator(known) for known in ({}, {"a": "1"}, {"a": "2"}, {"b": "1"})}) == 4


async def test_the_simulated_service_answers_as_the_real_one(host):
    with World(packages=1500) as world:
        world.advance(weeks=30)
        vulnerable = [project for project in world.projects if project.vulnerabilities or project.mended]
        assert len(vulnerable) > 5

        async def nothing_stored(_wanted):
            return set()

        client = OSV(host.http, world.addresses["osv"], nothing_stored)
        replies = await client.fetch([SourceRequest(project.name) for project in vulnerable])
        assert all(isinstance(reply.snapshot, AdvisoriesSnapshot) and reply.is_whole for reply in replies)
        known = [len(project.vulnerabilities) + len(project.mended) for project in vulnerable]
        assert [len(reply.snapshot.ids) for reply in replies] == [2 * count for count in known]
        assert json.dumps(replies[0].snapshot.fetched[0].record)
        too_many = await host.http.post(f"{world.addresses['osv']}/v1/querybatch", {"queries": [{}] * 1001})
        assert too_many.status == 400
