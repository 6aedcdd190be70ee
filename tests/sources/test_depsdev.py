import json

import pytest
from aiohttp import web

from packgrid.sources.depsdev import DepsDev, UndatedRepoSnapshot, parse_page
from packgrid.sources.errors import Malformed, RateLimited, Unavailable
from packgrid.sources.source import SourceReply, SourceRequest
from sources.standin import said
from world import World
from world.identity import Identity

BATCH = "/v3alpha/projectbatch"
A, B = "https://github.com/Ada/a", "https://gitlab.com/group/sub/b"


def response(key: str, **project: object) -> dict:
    return {"request": {"projectKey": {"id": key}}, **({"project": project} if project else {})}


def page(*responses: dict, **more: str) -> dict:
    return {"responses": list(responses), **more}


@pytest.fixture
def depsdev(host):
    return DepsDev(host.http, host.url)


async def ask(depsdev, *urls: str):
    return await depsdev.fetch([SourceRequest(url) for url in urls])


async def test_many_repositories_are_asked_about_in_one_call(host, depsdev):
    found = [
        response("github.com/Ada/a", starsCount=3, forksCount=2, openIssuesCount=1, license="MIT"),
        response("gitlab.com/group/sub/b", starsCount=5, license="non-standard"),
    ]
    host.answers[BATCH] = said(page(*found))
    assert await ask(depsdev, A, B) == [
        SourceReply(UndatedRepoSnapshot(stars=3, forks=2, open_issues=1, license="MIT"), ""),
        SourceReply(UndatedRepoSnapshot(stars=5, forks=0, open_issues=0, license=""), ""),
    ]
    assert host.calls == [f"POST {BATCH}"]
    keys = ["github.com/Ada/a", "gitlab.com/group/sub/b"]
    assert host.posted == {"requests": [{"projectKey": {"id": key}} for key in keys], "pageToken": ""}


@pytest.mark.parametrize(
    ("key", "project", "snapshot"),
    [
        ("github.com/a/a", {}, {}),
        ("github.com/a/a", {"description": "x"}, {}),
        ("github.com/a/a", {"starsCount": 1}, {"stars": 1, "forks": 0, "open_issues": 0}),
        ("github.com/a/a", {"license": "mit"}, {"license": "MIT"}),
        ("github.com/a/a", {"license": "GPL-3.0"}, {"license": "GPL-3.0-only"}),
        ("github.com/a/a", {"license": "do what you want"}, {}),
        ("github.com/a/a", {"license": ""}, {}),
        ("bitbucket.org/a/a", {"starsCount": 1, "license": "MIT"}, {"license": "MIT"}),
    ],
)
def test_a_count_is_0_only_beside_others_and_hosts_without_counts_have_none(key, project, snapshot):
    body = json.dumps(page(response(key, **project))).encode()
    assert parse_page(body) == ({key: UndatedRepoSnapshot(**snapshot)}, "")


def test_an_item_that_cannot_be_read_loses_only_itself():
    bad = [response("github.com/a/bad", starsCount=-1), {"project": {}}, {"request": {"projectKey": {"id": 7}}}]
    body = json.dumps(page(*bad, response("github.com/a/a", license="MIT"))).encode()
    assert parse_page(body) == ({"github.com/a/a": UndatedRepoSnapshot(license="MIT")}, "")


async def test_the_same_is_asked_again_until_there_is_no_further_page(host, depsdev):
    def answer(request: web.Request) -> web.Response:
        if not host.posted["pageToken"]:
            return web.json_response(page(response("github.com/Ada/a", starsCount=1), nextPageToken="more"))
        return web.json_response(page(response("gitlab.com/group/sub/b", license="MIT")))

    host.answers[BATCH] = answer
    first, second = await ask(depsdev, A, B)
    assert (first.snapshot.stars, second.snapshot.license) == (1, "MIT")
    assert host.posted["pageToken"] == "more"
    assert len(host.calls) == 2


async def test_pages_that_do_not_end_are_left(host, depsdev):
    host.answers[BATCH] = said(page(response("github.com/Ada/a", starsCount=1), nextPageToken="again"))
    first, second = await ask(depsdev, A, B)
    assert first.snapshot.stars == 1
    assert (type(second), str(second)) == (Malformed, f"{host.url}{BATCH}: the pages do not end")
    assert len(host.calls) == 2


@pytest.mark.parametrize(
    ("answer", "kind", "message"),
    [
        (said({}, 429), RateLimited, "{url}: asks to come back later (429)"),
        (said({}, 404), Unavailable, "{url}: there is no such API (404)"),
        (said({}, 503), Unavailable, "{url}: answered 503 (Service Unavailable)"),
        (said("<html>"), Malformed, "{url}: the answer is not JSON"),
        (said({"responses": 1}), Malformed, "{url}: responses: a list of objects was expected"),
        (said(page()), Malformed, "github.com/Ada/a is missing in the answer of deps.dev"),
    ],
)
async def test_a_failure_is_the_reply_to_all_that_were_asked_about(host, depsdev, answer, kind, message):
    host.answers[BATCH] = answer
    [reply] = await ask(depsdev, A)
    assert type(reply) is kind
    assert str(reply).startswith(message.format(url=f"{host.url}{BATCH}"))


@pytest.mark.parametrize("url", ["https://codeberg.org/a/a", "https://git.internal/a/a", "nonsense"])
async def test_nothing_else_is_sent(host, depsdev, url):
    [reply] = await ask(depsdev, url)
    assert type(reply) is Unavailable
    assert host.calls == []


async def test_hundreds_of_repositories_cost_a_call_for_each_page(host):
    who = [Identity(f"p{number}", "", "github", "github.com", f"ada/p{number}") for number in range(250)]
    with World(identities=who) as world:
        replies = await ask(DepsDev(host.http, world.addresses["depsdev"]), *(p.url for p in world.projects))
        assert world.ledger.counts == {("depsdev", "v3alpha/projectbatch", 200): 3}
        known = [reply for reply in replies if reply.snapshot != UndatedRepoSnapshot()]
        assert 220 < len(known) < 250
        counted = {(r.snapshot.stars, r.snapshot.forks) for r in known if r.snapshot.stars is not None}
        assert counted <= {(project.stars, project.forks) for project in world.projects}
