from datetime import UTC, datetime
from typing import Any

import pytest

from packgrid.lib.git_hosts import name_hosts
from packgrid.lib.locators import parse_repo
from packgrid.sources.bitbucket_data_center import BitbucketDataCenter, api_of, parse_list_size, parse_repository
from packgrid.sources.errors import Gone, Malformed, RateLimited, Unavailable
from packgrid.sources.repos import RepoSnapshot
from packgrid.sources.source import SourceReply, SourceRequest
from sources.standin import said

URL, OWN = "https://code.example/projects/PRJ/repos/tool", "https://code.example/users/ada/repos/tool"
REPO = "/projects/PRJ/repos/tool"
COMMITS, BRANCH, FORKS = f"{REPO}/commits?limit=1", f"{REPO}/default-branch", f"{REPO}/forks?limit=1000"
COMMITTED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
COMMIT = {"id": "ab12", "committerTimestamp": int(COMMITTED.timestamp() * 1000)}


@pytest.fixture(autouse=True)
def named():
    name_hosts({"code.example": "bitbucket"})
    yield
    name_hosts({})


def repository(key="PRJ", slug="tool", **changes: Any):
    return {"slug": slug, "description": "Does a", "archived": False, "project": {"key": key}} | changes


def snapshot(**changes: Any):
    known = {"url": URL, "description": "Does a", "is_archived": False, "is_fork": False}
    return RepoSnapshot(**known | changes)


@pytest.mark.parametrize(
    ("said_by_host", "known"),
    [
        ({}, {}),
        ({"archived": True}, {"is_archived": True}),
        ({"archived": None}, {"is_archived": None}),
        ({"description": None}, {"description": ""}),
        ({"origin": {"slug": "tool", "project": {"key": "UP"}}}, {"is_fork": True}),
        ({"project": {"key": "~ADA"}}, {"url": OWN}),
        ({"slug": "Tool", "project": {"key": "new"}}, {"url": "https://code.example/projects/NEW/repos/tool"}),
    ],
)
def test_each_fact_is_understood(said_by_host, known):
    assert parse_repository(repository(**said_by_host), parse_repo(URL)) == snapshot(**known)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"slug": 5}, "slug: a text"),
        ({"project": "PRJ"}, "project: an object"),
        ({"project": {}}, "project.key: a text"),
        ({"archived": "no"}, "archived: true or false"),
        ({"slug": "../x"}, "'projects/PRJ/repos/../x' is not the name"),
    ],
)
def test_a_wrong_type_is_refused_with_its_place(changes, place):
    with pytest.raises(Malformed) as raised:
        parse_repository(repository(**changes), parse_repo(URL))
    assert str(raised.value).startswith(place)


@pytest.mark.parametrize(
    ("page", "count"),
    [
        ({"size": 3, "isLastPage": True}, 3),
        ({"size": 0, "isLastPage": True}, 0),
        ({"size": 1000, "isLastPage": False}, None),
        ({"size": 3}, None),
    ],
)
def test_a_list_is_counted_only_where_it_is_whole(page, count):
    assert parse_list_size(page) == count


@pytest.mark.parametrize(
    ("url", "api"),
    [
        (URL, "https://code.example/rest/api/1.0"),
        ("https://code.example/bb/projects/PRJ/repos/tool", "https://code.example/bb/rest/api/1.0"),
    ],
)
def test_the_api_is_beside_the_pages(url, api):
    assert api_of(parse_repo(url)) == api


@pytest.fixture
def bitbucket(host):
    host.answers[REPO] = said(repository())
    host.answers[COMMITS] = said({"values": [COMMIT]})
    host.answers[BRANCH] = said({"id": "refs/heads/main", "displayId": "main"})
    host.answers[FORKS] = said({"size": 2, "isLastPage": True})
    return BitbucketDataCenter(host.http, lambda _repo: f"{host.url}/", {"code.example": "secret"})


async def test_a_repository_is_asked_for_its_branch_and_forks_after_a_push_only(host, bitbucket):
    [first] = await bitbucket.fetch([SourceRequest(URL)])
    assert first == SourceReply(snapshot(last_commit_at=COMMITTED, default_branch="main", forks=2), "ab12")
    host.answers[REPO] = said(repository(archived=True))
    assert await bitbucket.fetch([SourceRequest(URL, "ab12")]) == [
        SourceReply(snapshot(last_commit_at=COMMITTED, is_archived=True), "ab12")
    ]
    assert host.calls == [f"GET {path}" for path in (REPO, COMMITS, BRANCH, FORKS, REPO, COMMITS)]
    assert host.headers["Authorization"] == "Bearer secret"
    assert "secret" not in repr(bitbucket)


async def test_a_token_is_for_its_host_alone(host, bitbucket):
    name_hosts({"code.example": "bitbucket", "other.example": "bitbucket"})
    await bitbucket.fetch([SourceRequest("https://other.example/projects/PRJ/repos/tool")])
    assert "Authorization" not in host.headers


@pytest.mark.parametrize("url", ["git@code.example:prj/tool.git", "https://code.example/scm/prj/tool.git"])
async def test_a_repository_is_asked_about_by_each_form_of_its_address(bitbucket, url):
    [reply] = await bitbucket.fetch([SourceRequest(url)])
    assert (reply.snapshot.url, reply.moved_to) == (URL, "")


async def test_somebodys_own_repository_has_a_key_with_a_tilde(host, bitbucket):
    host.answers["/projects/~ada/repos/tool"] = said(repository("~ADA"))
    [reply] = await bitbucket.fetch([SourceRequest(OWN)])
    assert (reply.snapshot.url, reply.moved_to) == (OWN, "")


async def test_a_repository_that_moved_tells_its_new_address(host, bitbucket):
    new = "https://code.example/projects/NEW/repos/tool"
    host.answers[REPO] = said(repository("NEW"))
    [reply] = await bitbucket.fetch([SourceRequest(URL)])
    assert (reply.snapshot.url, reply.moved_to) == (new, new)


@pytest.mark.parametrize("branch", [said({}, 404), said("", 204)])
async def test_a_repository_without_commits_has_no_branch(host, bitbucket, branch):
    host.answers[COMMITS], host.answers[BRANCH] = said({}, 404), branch
    assert await bitbucket.fetch([SourceRequest(URL)]) == [SourceReply(snapshot(default_branch="", forks=2), "none")]


@pytest.mark.parametrize("forks", [said({}, 500), said({"size": "many", "isLastPage": True}), said([])])
async def test_without_details_the_facts_come_alone_and_are_completed_next_time(host, bitbucket, forks):
    host.answers[FORKS] = forks
    assert await bitbucket.fetch([SourceRequest(URL, "before")]) == [
        SourceReply(snapshot(last_commit_at=COMMITTED), "before")
    ]


@pytest.mark.parametrize(
    ("path", "answer", "kind"),
    [
        (REPO, said({}, 404), Gone),
        (REPO, said({}, 429, Retry_After="7"), RateLimited),
        (REPO, said({}, 401), Unavailable),
        (REPO, said({}, 503), Unavailable),
        (REPO, said("<html>"), Malformed),
        (COMMITS, said({}, 429), RateLimited),
        (COMMITS, said({"values": [{"id": 5}]}), Malformed),
        (COMMITS, said({"values": [{"id": "a", "committerTimestamp": "then"}]}), Malformed),
    ],
)
async def test_each_failure_is_the_reply(host, bitbucket, path, answer, kind):
    host.answers[path] = answer
    [reply] = await bitbucket.fetch([SourceRequest(URL)])
    assert (type(reply), str(reply).startswith(f"{host.url}{path}: ")) == (kind, True)


async def test_an_address_that_is_none_of_this_software_is_said_so(bitbucket):
    name_hosts({})
    [reply] = await bitbucket.fetch([SourceRequest("https://code.example/a/b/c")])
    assert isinstance(reply, Malformed)
