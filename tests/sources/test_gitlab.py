import json
from datetime import UTC, datetime
from typing import Any

import pytest

from packgrid.lib.locators import parse_repo
from packgrid.sources.errors import Gone, Malformed, RateLimited, Unavailable
from packgrid.sources.gitlab import GitLab, api_of, parse_contributors, parse_project
from packgrid.sources.json_fields import parse_object
from packgrid.sources.repos import Contributor, RepoSnapshot
from packgrid.sources.source import SourceReply, SourceRequest
from sources.real_answers import UNREAD, encode, gitlab_contributor, gitlab_project
from sources.standin import moved, said

URL = "https://gitlab.example.org/lab/django/a"
ACTIVE = "2026-01-02T03:04:05+00:00"
PROJECT = "/projects/lab%2Fdjango%2Fa?license=true"
PEOPLE = "/projects/lab%2Fdjango%2Fa/repository/contributors?order_by=commits&sort=desc&per_page=100"


def project(path="lab/django/a", **changes: Any):
    return {
        "path_with_namespace": path,
        "description": "Does a",
        "star_count": 3,
        "forks_count": 2,
        "open_issues_count": 1,
        "topics": ["django"],
        "license": {"key": "bsd-3-clause"},
        "default_branch": "main",
        "archived": False,
        "created_at": "2020-01-02T03:04:05.000Z",
        "last_activity_at": "2026-01-02T03:04:05.000Z",
    } | changes


def snapshot(**changes: Any):
    known = {
        "url": URL,
        "description": "Does a",
        "stars": 3,
        "forks": 2,
        "open_issues": 1,
        "topics": ("django",),
        "license": "BSD-3-Clause",
        "default_branch": "main",
        "is_archived": False,
        "is_fork": False,
        "created_at": datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC),
    }
    return RepoSnapshot(**known | changes)


def author(name="Ada", commits=5, *, is_bot=False):
    return Contributor(name=name, is_account=False, is_bot=is_bot, commits=commits)


ADA = {"name": "Ada", "email": "ada@people.example", "commits": 5}


@pytest.mark.parametrize(
    ("said_by_gitlab", "known"),
    [
        ({}, {}),
        ({"archived": True}, {"is_archived": True}),
        ({"forked_from_project": {"id": 1}}, {"is_fork": True}),
        ({"description": None, "topics": []}, {"description": "", "topics": ()}),
        ({"default_branch": None}, {"default_branch": ""}),
        ({"license": None}, {"license": ""}),
        ({"license": {"key": "other"}}, {"license": ""}),
        ({"license": {"key": "gpl-3.0"}}, {"license": "GPL-3.0-only"}),
        ({"path_with_namespace": "bob/b"}, {"url": "https://gitlab.example.org/bob/b"}),
    ],
)
def test_each_fact_is_understood(said_by_gitlab, known):
    assert parse_project(project(**said_by_gitlab), "gitlab.example.org") == snapshot(**known)


def test_what_a_short_document_does_not_say_is_unknown():
    assert parse_project({"path_with_namespace": "lab/django/a"}, "gitlab.example.org") == RepoSnapshot(url=URL)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"path_with_namespace": None}, "path_with_namespace: a text"),
        ({"path_with_namespace": "../.."}, "'../..' is not the name of a repository"),
        ({"star_count": "3"}, "star_count: a whole number"),
        ({"topics": "django"}, "topics: a list of texts"),
        ({"license": "mit"}, "license: an object"),
        ({"license": {"key": 5}}, "license.key: a text"),
        ({"archived": 0}, "archived: true or false"),
        ({"created_at": 5}, "created_at: a date and time"),
        ({"forked_from_project": True}, "forked_from_project: an object"),
    ],
)
def test_a_wrong_type_is_refused_with_its_place(changes, place):
    with pytest.raises(Malformed) as raised:
        parse_project(project(**changes), "gitlab.example.org")
    assert str(raised.value).startswith(place)


def test_authors_are_counted_by_their_names_and_no_address_is_kept():
    found = [
        ADA | {"commits": 1},
        {"name": "renovate[bot]", "commits": 9},
        {"name": "bob@people.example", "commits": 4},
        ADA,
        {"name": "@cy", "commits": 3},
    ]
    assert parse_contributors(json.dumps(found).encode()) == (
        author("renovate[bot]", 9, is_bot=True),
        author("Ada", 6),
        author("bob", 4),
        author("cy", 3),
    )


@pytest.mark.parametrize(
    ("url", "api"),
    [
        ("https://gitlab.com/a/b", "https://gitlab.com/api/v4"),
        ("https://git.example.org:8443/a/b/c", "https://git.example.org:8443/api/v4"),
    ],
)
def test_the_host_of_a_repository_has_its_api(url, api):
    assert api_of(parse_repo(url)) == api


def test_a_real_project_is_read_whole():
    bsd = {"key": "bsd-3-clause", "name": UNREAD, "nickname": None, "html_url": UNREAD, "source_url": None}
    answer = gitlab_project("ada/words", archived=True, license=bsd, topics=["django", "python"])
    assert parse_project(parse_object(encode(answer)), "gitlab.com") == RepoSnapshot(
        url="https://gitlab.com/ada/words",
        description="Words.\r\n\r\nMore.",
        stars=0,
        forks=0,
        open_issues=0,
        topics=("django", "python"),
        license="BSD-3-Clause",
        default_branch="master",
        is_archived=True,
        is_fork=False,
        created_at=datetime(2014, 4, 27, 20, 52, 58, tzinfo=UTC),
    )


def test_a_real_project_within_groups_is_read():
    nested = parse_project(
        parse_object(encode(gitlab_project("lab/django/words", star_count=33, forks_count=25))), "gitlab.com"
    )
    assert (nested.url, nested.stars, nested.forks) == ("https://gitlab.com/lab/django/words", 33, 25)


def test_commits_under_several_addresses_are_one_authors():
    answer = [gitlab_contributor("Bob", 3), gitlab_contributor("Ada", 5), gitlab_contributor("Ada", 6)]
    assert parse_contributors(encode(answer)) == (author("Ada", 11), author("Bob", 3))


@pytest.fixture
def gitlab(host):
    return GitLab(host.http, lambda _repo: host.url, {"gitlab.example.org": "secret"})


async def test_a_project_is_asked_for_news_and_its_authors_after_activity_only(host, gitlab):
    host.answers[PROJECT] = said(project(), ETag='W/"v1"')
    host.answers[PEOPLE] = said([ADA])
    [first] = await gitlab.fetch([SourceRequest(URL)])
    assert first == SourceReply(snapshot(contributors=(author(),)), f'{ACTIVE} W/"v1"')
    assert await gitlab.fetch([SourceRequest(URL, first.validator)]) == [SourceReply(None, first.validator)]
    host.answers[PROJECT] = said(project(star_count=4), ETag='W/"v2"')
    [third] = await gitlab.fetch([SourceRequest(URL, first.validator)])
    assert third == SourceReply(snapshot(stars=4), f'{ACTIVE} W/"v2"')
    assert host.calls == [f"GET {PROJECT}", f"GET {PEOPLE}", f"GET {PROJECT}", f"GET {PROJECT}"]


async def test_a_token_goes_to_its_own_host_only(host, gitlab):
    await gitlab.fetch([SourceRequest(URL)])
    assert host.headers["PRIVATE-TOKEN"] == "secret"
    await gitlab.fetch([SourceRequest("https://other.example/lab/a")])
    assert "PRIVATE-TOKEN" not in host.headers


async def test_a_project_that_moved_tells_its_new_address(host, gitlab):
    host.answers[PROJECT] = moved("/projects/12?license=true")
    host.answers["/projects/12?license=true"] = said(project("bob/b"))
    host.answers["/projects/bob%2Fb/repository/contributors?order_by=commits&sort=desc&per_page=100"] = said([ADA])
    [reply] = await gitlab.fetch([SourceRequest(URL)])
    new = "https://gitlab.example.org/bob/b"
    assert reply == SourceReply(snapshot(url=new, contributors=(author(),)), ACTIVE, new)


async def test_without_details_the_facts_come_alone_and_are_completed_next_time(host, gitlab):
    host.answers[PROJECT] = said(project(), ETag='W/"v1"')
    assert await gitlab.fetch([SourceRequest(URL, "before")]) == [SourceReply(snapshot(), "before")]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (said({"message": "404 Project Not Found"}, 404), Gone),
        (said({}, 429, RateLimit_Remaining="0", RateLimit_Reset="4102444800"), RateLimited),
        (said({}, 401), Unavailable),
        (said({}, 502), Unavailable),
        (said("<html>"), Malformed),
        (said([project()]), Malformed),
        (said('{"path_with_namespace":'), Malformed),
        (said(project(last_activity_at="now")), Malformed),
    ],
)
async def test_each_failure_is_the_reply(host, gitlab, answer, kind):
    host.answers[PROJECT] = answer
    [reply] = await gitlab.fetch([SourceRequest(URL)])
    assert (type(reply), str(reply).startswith(f"{host.url}{PROJECT}: ")) == (kind, True)
