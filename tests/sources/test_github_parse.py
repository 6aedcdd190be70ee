import json
from datetime import UTC, datetime
from typing import Any

import pytest

from packgrid.lib.locators import parse_repo
from packgrid.sources.errors import Gone, Malformed, RateLimited, Unavailable
from packgrid.sources.github_parse import parse_contributors, parse_rest_repo
from packgrid.sources.github_query import make_query, parse_answers
from packgrid.sources.repos import RepoSnapshot
from sources.github_documents import PUSHED, URL, account, document, from_document, node, person, problem, snapshot
from sources.real_answers import UNREAD, encode, github_account, github_repository

REPO = parse_repo(URL)


def told(*, data=None, errors=()):
    found = parse_answers(
        json.dumps({"data": data, "errors": list(errors)}).encode(), [REPO], url="https://api.example"
    )
    return found[0]


def test_names_are_variables_of_the_query():
    asked = make_query([REPO, parse_repo("https://github.com/bob/b.b")])
    assert asked["variables"] == {"o0": "ada", "n0": "django-a", "o1": "bob", "n1": "b.b"}
    head = asked["query"].split("fragment")[0]
    assert head == (
        "query($o0: String!, $n0: String!, $o1: String!, $n1: String!) {\n"
        "  r0: repository(owner: $o0, name: $n0) { ...facts }\n"
        "  r1: repository(owner: $o1, name: $n1) { ...facts }\n}\n"
    )


def test_a_repository_is_read_whole():
    assert told(data={"r0": node()}) == snapshot()


def test_an_empty_repository_says_that_it_has_nothing():
    nothing = node(
        description=None,
        homepageUrl="",
        pushedAt=None,
        defaultBranchRef=None,
        repositoryTopics={"nodes": []},
        licenseInfo=None,
        releases={"totalCount": 0},
        latestRelease=None,
    )
    assert told(data={"r0": nothing}) == snapshot(
        description="",
        homepage="",
        pushed_at=None,
        default_branch="",
        last_commit_at=None,
        topics=(),
        license="",
        release_count=0,
        latest_release="",
        latest_release_at=None,
    )


def test_what_is_not_said_is_unknown():
    assert told(data={"r0": {"nameWithOwner": "ada/django-a"}}) == RepoSnapshot(url=URL)


@pytest.mark.parametrize(
    ("said_by_github", "known"),
    [
        ({"isArchived": True, "archivedAt": "2026-01-02T03:04:05Z"}, {"is_archived": True, "archived_at": PUSHED}),
        ({"licenseInfo": {"spdxId": "NOASSERTION"}}, {"license": ""}),
        ({"licenseInfo": {"spdxId": None}}, {"license": ""}),
        ({"homepageUrl": "javascript:alert(1)"}, {"homepage": ""}),
        ({"homepageUrl": "a.example/docs"}, {"homepage": "https://a.example/docs"}),
        ({"homepageUrl": "soon"}, {"homepage": ""}),
        ({"homepageUrl": "ada@people.example"}, {"homepage": ""}),
        ({"description": "a\x00b\ud800c\x0bd\uffff"}, {"description": "abc d"}),
        ({"createdAt": "0001-01-01T00:00:00Z"}, {"created_at": None}),
        ({"pushedAt": "9999-12-31T23:59:59-14:00"}, {"pushed_at": None}),
        ({"description": "Unknown"}, {"description": "Unknown"}),
        ({"nameWithOwner": "bob/django-b"}, {"url": "https://github.com/bob/django-b"}),
    ],
)
def test_each_fact_is_understood(said_by_github, known):
    assert told(data={"r0": node(**said_by_github)}) == snapshot(**known)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"nameWithOwner": None}, "nameWithOwner: a text"),
        ({"nameWithOwner": "ada"}, "'ada' is not the name of a repository"),
        ({"stargazerCount": "3"}, "stargazerCount: a whole number"),
        ({"stargazerCount": -1}, "stargazerCount: a whole number"),
        ({"stargazerCount": 2**31}, "stargazerCount: a whole number"),
        ({"isArchived": "no"}, "isArchived: true or false"),
        ({"archivedAt": "yesterday"}, "archivedAt: a date and time"),
        ({"description": 5}, "description: a text"),
        ({"homepageUrl": []}, "homepageUrl: a text"),
        ({"issues": 5}, "issues: an object"),
        ({"issues": {"totalCount": True}}, "issues.totalCount: a whole number"),
        ({"repositoryTopics": {"nodes": {}}}, "repositoryTopics.nodes: a list of objects"),
        ({"repositoryTopics": {"nodes": [{"topic": None}]}}, "repositoryTopics.topic: an object"),
        ({"licenseInfo": "MIT"}, "licenseInfo: an object"),
        ({"licenseInfo": {"spdxId": 5}}, "licenseInfo.spdxId: a text"),
        ({"latestRelease": {"publishedAt": 5}}, "latestRelease.publishedAt: a date and time"),
        ({"defaultBranchRef": {"target": {"committedDate": 5}}}, "defaultBranchRef.target.committedDate: a date"),
    ],
)
def test_a_wrong_type_is_refused_with_its_place(changes, place):
    error = told(data={"r0": node(**changes)})
    assert isinstance(error, Malformed)
    assert str(error).startswith(f"{URL}: {place}")


@pytest.mark.parametrize(
    ("errors", "kind", "message"),
    [
        ([problem("NOT_FOUND", "r0")], Gone, f"{URL}: there is no such repository"),
        ([problem("FORBIDDEN", "r0", message="Not from here")], Unavailable, f"{URL}: Not from here"),
        ([problem("RATE_LIMITED", "r0")], RateLimited, f"{URL}: No"),
        ([problem(message="Something went wrong")], Unavailable, f"{URL}: Something went wrong"),
        ([problem(), problem("NOT_FOUND", "r0")], Gone, f"{URL}: there is no such repository"),
        ([problem("NOT_FOUND", "r1")], Malformed, f"{URL}: r0: an object was expected, not nothing"),
        ([], Malformed, f"{URL}: r0: an object was expected, not nothing"),
    ],
)
def test_a_repository_that_is_missing_has_its_own_reason(errors, kind, message):
    error = told(data={"r0": None}, errors=errors)
    assert (type(error), str(error)) == (kind, message)


def test_a_field_that_could_not_be_told_is_unknown_not_empty():
    untold = problem("RESOURCE_LIMITS_EXCEEDED", "r0", "latestRelease", "tagName")
    found = told(data={"r0": node(latestRelease=None)}, errors=[untold])
    assert found == snapshot(latest_release=None, latest_release_at=None)


@pytest.mark.parametrize(
    ("body", "kind", "message"),
    [
        ({"errors": [problem("RATE_LIMITED")]}, RateLimited, "No"),
        ({"errors": [problem("RATE_LIMIT")], "data": None}, RateLimited, "No"),
        ({"errors": [problem(message="a secondary rate limit")]}, RateLimited, "a secondary rate limit"),
        ({"message": "API rate limit exceeded"}, RateLimited, "API rate limit exceeded"),
        ({"errors": [problem("NOT_FOUND")]}, Unavailable, "No"),
        ({"errors": [problem(message="Something")]}, Unavailable, "Something"),
        ({}, Unavailable, "answered neither data nor a reason"),
        ({"data": []}, Malformed, "data: an object was expected, not []"),
        ({"errors": "No"}, Malformed, "errors: a list of objects was expected, not 'No'"),
        ({"errors": [{"message": 5}]}, Malformed, "message: a text was expected, not 5"),
        ([], Malformed, "the answer is not a JSON object"),
    ],
)
def test_a_refusal_of_the_whole_call_is_told_apart(body, kind, message):
    with pytest.raises(kind) as raised:
        parse_answers(json.dumps(body).encode(), [REPO], url="https://api.example")
    assert str(raised.value) == f"https://api.example: {message}"


def pages(*found: Any):
    return [json.dumps(page).encode() for page in found]


def test_contributors_are_ordered_and_bots_are_known():
    bots = [account("robot", 9, type="Bot"), account("dependabot[bot]", 7)]
    assert parse_contributors(pages([*bots, account()], [account("bob", 8), account()])) == (
        person("robot", 9, is_bot=True),
        person("bob", 8),
        person("dependabot[bot]", 7, is_bot=True),
        person(),
    )


@pytest.mark.parametrize(
    ("page", "place"),
    [
        ({}, "the answer is not a JSON list of objects"),
        (["ada"], "the answer is not a JSON list of objects"),
        ([{"type": "User"}], "login: a text"),
        ([account(commits="many")], "contributions: a whole number"),
    ],
)
def test_a_wrong_list_of_contributors_is_refused(page, place):
    with pytest.raises(Malformed, match=place):
        parse_contributors(pages(page))


def test_rest_leaves_open_what_it_cannot_tell():
    assert parse_rest_repo(json.dumps(document()).encode(), "github.com") == from_document()
    assert parse_rest_repo(b'{"full_name": "ada/django-a"}', "github.com") == RepoSnapshot(url=URL)


@pytest.mark.parametrize("body", [b"<html>", b'{"full_name":', b"[]", b'{"full_name": "a"}', b"null"])
def test_what_is_no_document_is_refused(body):
    with pytest.raises(Malformed):
        parse_rest_repo(body, "github.com")


def test_a_real_repository_is_read_whole():
    bsd = {"key": "bsd-3-clause", "name": UNREAD, "spdx_id": "BSD-3-Clause", "url": UNREAD, "node_id": UNREAD}
    answer = github_repository("ada/pages", archived=True, license=bsd, default_branch="master")
    assert parse_rest_repo(encode(answer), "github.com") == RepoSnapshot(
        url="https://github.com/ada/pages",
        description="Pages.",
        homepage="",
        stars=36,
        forks=4,
        topics=(),
        license="BSD-3-Clause",
        default_branch="master",
        is_archived=True,
        is_fork=False,
        created_at=datetime(2015, 7, 27, 3, 45, 43, tzinfo=UTC),
        pushed_at=datetime(2016, 11, 7, 8, 42, 39, tzinfo=UTC),
    )


def test_an_organization_may_be_told_besides():
    answer = github_repository("lab/pages", organization=github_account("lab"), custom_properties={})
    assert parse_rest_repo(encode(answer), "github.com").url == "https://github.com/lab/pages"


def test_real_contributors_are_read():
    answer = [github_account("ada", contributions=32), github_account("build[bot]", type="Bot", contributions=4)]
    people = parse_contributors([encode(answer)])
    assert [(one.name, one.commits, one.is_bot) for one in people] == [("ada", 32, False), ("build[bot]", 4, True)]
