from datetime import UTC, datetime
from typing import Any

import pytest

from packgrid.sources.bitbucket import Bitbucket, parse_repository
from packgrid.sources.errors import Gone, Malformed, RateLimited, Unavailable
from packgrid.sources.json_fields import optional_tally, parse_object
from packgrid.sources.repos import RepoSnapshot
from packgrid.sources.source import SourceReply, SourceRequest
from sources.real_answers import bitbucket_page, bitbucket_repository, encode
from sources.standin import moved, said

URL = "https://bitbucket.org/ada/django-a"
UPDATED = "2026-01-02T03:04:05+00:00"
REPO = "/2.0/repositories/ada/django-a"
FORKS = f"{REPO}/forks?pagelen=1&fields=size"


def repository(name="ada/django-a", **changes: Any):
    return {
        "full_name": name,
        "description": "Does a",
        "website": "https://a.example/",
        "mainbranch": {"name": "main", "type": "branch"},
        "parent": None,
        "created_on": "2020-01-02T03:04:05+00:00",
        "updated_on": "2026-01-02T03:04:05+00:00",
    } | changes


def snapshot(**changes: Any):
    known = {
        "url": URL,
        "description": "Does a",
        "homepage": "https://a.example/",
        "default_branch": "main",
        "is_fork": False,
        "created_at": datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC),
    }
    return RepoSnapshot(**known | changes)


@pytest.mark.parametrize(
    ("said_by_bitbucket", "known"),
    [
        ({}, {}),
        ({"parent": {"full_name": "bob/a"}}, {"is_fork": True}),
        ({"website": None, "mainbranch": None}, {"homepage": "", "default_branch": ""}),
        ({"description": None}, {"description": ""}),
    ],
)
def test_each_fact_is_understood(said_by_bitbucket, known):
    assert parse_repository(repository(**said_by_bitbucket), "bitbucket.org") == snapshot(**known)


def test_what_is_not_said_is_unknown():
    assert parse_repository({"full_name": "ada/django-a"}, "bitbucket.org") == RepoSnapshot(url=URL)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"full_name": 5}, "full_name: a text"),
        ({"mainbranch": "main"}, "mainbranch: an object"),
        ({"mainbranch": {"name": 5}}, "mainbranch.name: a text"),
        ({"parent": "bob/a"}, "parent: an object"),
        ({"created_on": "then"}, "created_on: a date and time"),
    ],
)
def test_a_wrong_type_is_refused_with_its_place(changes, place):
    with pytest.raises(Malformed) as raised:
        parse_repository(repository(**changes), "bitbucket.org")
    assert str(raised.value).startswith(place)


def test_a_real_repository_is_read_whole():
    assert parse_repository(parse_object(encode(bitbucket_repository("ada/words"))), "bitbucket.org") == RepoSnapshot(
        url="https://bitbucket.org/ada/words",
        description="Words.\r\n\r\nMore.",
        homepage="",
        default_branch="master",
        is_fork=False,
        created_at=datetime(2014, 11, 15, 1, 29, 30, 302881, tzinfo=UTC),
    )


def test_a_real_page_of_forks_is_counted_by_its_size():
    page = bitbucket_page(37, bitbucket_repository("bob/words"), bitbucket_repository("eve/words"))
    assert optional_tally(parse_object(encode(page)), "size") == 37


@pytest.fixture
def bitbucket(host):
    return Bitbucket(host.http, f"{host.url}/2.0/")


async def test_a_repository_is_asked_for_news_and_its_forks_after_a_change_only(host, bitbucket):
    host.answers[REPO] = said(repository(), ETag='"v1"')
    host.answers[FORKS] = said({"size": 37})
    [first] = await bitbucket.fetch([SourceRequest(URL)])
    assert first == SourceReply(snapshot(forks=37), f'{UPDATED} "v1"')
    assert await bitbucket.fetch([SourceRequest(URL, first.validator)]) == [SourceReply(None, first.validator)]
    host.answers[REPO] = said(repository(description="Does b"), ETag='"v2"')
    assert await bitbucket.fetch([SourceRequest(URL, first.validator)]) == [
        SourceReply(snapshot(description="Does b"), f'{UPDATED} "v2"')
    ]
    assert host.calls == [f"GET {REPO}", f"GET {FORKS}", f"GET {REPO}", f"GET {REPO}"]


@pytest.mark.parametrize("forks", [said({}, 500), said({"size": "many"}), said([])])
async def test_without_details_the_facts_come_alone_and_are_completed_next_time(host, bitbucket, forks):
    host.answers[REPO] = said(repository(), ETag='"v1"')
    host.answers[FORKS] = forks
    assert await bitbucket.fetch([SourceRequest(URL, "before")]) == [SourceReply(snapshot(), "before")]


async def test_a_number_of_forks_that_is_not_told_is_unknown(host, bitbucket):
    host.answers[REPO] = said(repository())
    host.answers[FORKS] = said({"pagelen": 1})
    assert await bitbucket.fetch([SourceRequest(URL)]) == [SourceReply(snapshot(), UPDATED)]


async def test_a_repository_that_moved_tells_its_new_address(host, bitbucket):
    host.answers[REPO] = moved("/2.0/repositories/bob/b")
    host.answers["/2.0/repositories/bob/b"] = said(repository("bob/b"))
    [reply] = await bitbucket.fetch([SourceRequest(URL)])
    assert (reply.snapshot.url, reply.moved_to) == ("https://bitbucket.org/bob/b",) * 2


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (said({}, 404), Gone),
        (said({}, 429), RateLimited),
        (said({}, 403), Unavailable),
        (said("<html>"), Malformed),
        (said(repository(updated_on=5)), Malformed),
    ],
)
async def test_each_failure_is_the_reply(host, bitbucket, answer, kind):
    host.answers[REPO] = answer
    [reply] = await bitbucket.fetch([SourceRequest(URL)])
    assert (type(reply), str(reply).startswith(f"{host.url}{REPO}: ")) == (kind, True)
