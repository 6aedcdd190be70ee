from datetime import UTC, datetime
from typing import Any

import pytest

from packgrid.lib.locators import parse_repo
from packgrid.sources.errors import Gone, Malformed, RateLimited, Unavailable
from packgrid.sources.forgejo import Forgejo, api_of, parse_repository
from packgrid.sources.repos import RepoSnapshot
from packgrid.sources.source import SourceReply, SourceRequest
from sources.standin import moved, said

URL = "https://codeberg.org/ada/django-a"
STATE = "2026-01-02T03:04:05+00:00/2"
REPO = "/repos/ada/django-a"
LATEST = f"{REPO}/releases/latest"
RELEASED = datetime(2025, 12, 31, tzinfo=UTC)
RELEASE = {"tag_name": "v1.0", "published_at": "2025-12-31T00:00:00Z"}


def repository(name="ada/django-a", **changes: Any):
    return {
        "full_name": name,
        "description": "Does a",
        "website": "https://a.example/",
        "stars_count": 3,
        "watchers_count": 99,
        "forks_count": 2,
        "open_issues_count": 1,
        "open_pr_counter": 5,
        "release_counter": 2,
        "default_branch": "main",
        "archived": False,
        "archived_at": "1970-01-01T00:00:00Z",
        "fork": False,
        "topics": ["django"],
        "licenses": ["MIT"],
        "created_at": "2020-01-02T03:04:05Z",
        "updated_at": "2026-01-02T03:04:05Z",
    } | changes


def snapshot(**changes: Any):
    known = {
        "url": URL,
        "description": "Does a",
        "homepage": "https://a.example/",
        "stars": 3,
        "forks": 2,
        "open_issues": 1,
        "topics": ("django",),
        "license": "MIT",
        "default_branch": "main",
        "is_archived": False,
        "is_fork": False,
        "created_at": datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC),
        "release_count": 2,
    }
    return RepoSnapshot(**known | changes)


def without(*keys: str, **changes: Any):
    return {key: value for key, value in repository(**changes).items() if key not in keys}


@pytest.mark.parametrize(
    ("said_by_forgejo", "known"),
    [
        (repository(), {}),
        (
            repository(archived=True, archived_at="2026-01-02T03:04:05+01:00"),
            {"is_archived": True, "archived_at": datetime(2026, 1, 2, 2, 4, 5, tzinfo=UTC)},
        ),
        (repository(archived=True), {"is_archived": True}),
        (repository(archived_at="0001-01-01T00:00:00Z"), {}),
        (repository(archived_at="2026-01-02T03:04:05Z"), {}),
        (without("topics", "licenses"), {"topics": None, "license": None}),
        (repository(topics=None, licenses=None, website=""), {"topics": (), "license": "", "homepage": ""}),
        (repository(licenses=["MIT", "BSD-3-Clause", "MIT"]), {"license": "MIT/BSD-3-Clause"}),
    ],
)
def test_each_fact_is_understood(said_by_forgejo, known):
    assert parse_repository(said_by_forgejo, parse_repo(URL)) == snapshot(**known)


def test_what_is_not_said_is_unknown():
    assert parse_repository({"full_name": "ada/django-a"}, parse_repo(URL)) == RepoSnapshot(url=URL)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"full_name": None}, "full_name: a text"),
        ({"full_name": "ada"}, "'ada' is not the name of a repository"),
        ({"stars_count": 1e3}, "stars_count: a whole number"),
        ({"archived": "yes"}, "archived: true or false"),
        ({"archived_at": "now"}, "archived_at: a date and time"),
        ({"topics": {}}, "topics: a list of texts"),
        ({"licenses": "MIT"}, "licenses: a list of texts"),
        ({"release_counter": -1}, "release_counter: a whole number"),
    ],
)
def test_a_wrong_type_is_refused_with_its_place(changes, place):
    with pytest.raises(Malformed) as raised:
        parse_repository(repository(**changes), parse_repo(URL))
    assert str(raised.value).startswith(place)


@pytest.mark.parametrize(
    ("url", "api"),
    [
        (URL, "https://codeberg.org/api/v1"),
        ("https://example.org:3000/a/b", "https://example.org:3000/api/v1"),
        ("https://example.org/git/a/b", "https://example.org/git/api/v1"),
    ],
)
def test_the_host_of_a_repository_has_its_api(url, api):
    assert api_of(parse_repo(url)) == api


def test_a_repository_below_a_folder_of_its_host_stays_there():
    found = parse_repository(repository("bob/b"), parse_repo("https://example.org/git/ada/django-a"))
    assert found.url == "https://example.org/git/bob/b"


@pytest.fixture
def forgejo(host):
    return Forgejo(host.http, lambda _repo: host.url)


async def test_a_repository_is_asked_for_its_release_after_a_change_only(host, forgejo):
    host.answers[REPO] = said(repository())
    host.answers[LATEST] = said(RELEASE)
    [first] = await forgejo.fetch([SourceRequest(URL)])
    assert first == SourceReply(snapshot(latest_release="v1.0", latest_release_at=RELEASED), STATE)
    assert await forgejo.fetch([SourceRequest(URL, first.validator)]) == [SourceReply(snapshot(), STATE)]
    host.answers[REPO] = said(repository(release_counter=3))
    [third] = await forgejo.fetch([SourceRequest(URL, first.validator)])
    assert (third.snapshot.latest_release, third.validator) == ("v1.0", "2026-01-02T03:04:05+00:00/3")
    assert host.calls == [f"GET {REPO}", f"GET {LATEST}", f"GET {REPO}", f"GET {REPO}", f"GET {LATEST}"]


async def test_a_host_with_etags_is_asked_for_news_only(host, forgejo):
    host.answers[REPO] = said(repository(release_counter=0), ETag='"v1"')
    [first] = await forgejo.fetch([SourceRequest(URL)])
    assert first.validator == '2026-01-02T03:04:05+00:00/0 "v1"'
    assert await forgejo.fetch([SourceRequest(URL, first.validator)]) == [SourceReply(None, first.validator)]


async def test_topics_are_asked_for_where_the_repository_does_not_name_them(host, forgejo):
    host.answers[REPO] = said(without("topics", release_counter=0))
    host.answers[f"{REPO}/topics"] = said({"topics": ["forms"]})
    [reply] = await forgejo.fetch([SourceRequest(URL)])
    assert reply.snapshot == snapshot(topics=("forms",), release_count=0, latest_release="")


async def test_without_a_release_proper_there_is_none(host, forgejo):
    host.answers[REPO] = said(repository())
    [reply] = await forgejo.fetch([SourceRequest(URL)])
    assert reply == SourceReply(snapshot(latest_release=""), STATE)


@pytest.mark.parametrize(
    ("latest", "is_whole"),
    [(said({}, 500), True), (said({}, 429), False), (said({"tag_name": 5}), True), (said("<html>"), True)],
)
async def test_without_details_the_facts_come_alone_and_are_completed_next_time(host, forgejo, latest, is_whole):
    host.answers[REPO] = said(repository())
    host.answers[LATEST] = latest
    assert await forgejo.fetch([SourceRequest(URL, "before")]) == [SourceReply(snapshot(), "before", is_whole=is_whole)]


async def test_a_repository_that_moved_tells_its_new_address(host, forgejo):
    host.answers[REPO] = moved("/repos/bob/b", 307)
    host.answers["/repos/bob/b"] = said(repository("bob/b", release_counter=0))
    [reply] = await forgejo.fetch([SourceRequest(URL)])
    assert (reply.snapshot.url, reply.moved_to) == ("https://codeberg.org/bob/b",) * 2


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (said({}, 404), Gone),
        (said({}, 429, Retry_After="60"), RateLimited),
        (said({}, 403), Unavailable),
        (said("<html>"), Malformed),
        (said([]), Malformed),
        (said(repository(updated_at=5)), Malformed),
    ],
)
async def test_each_failure_is_the_reply(host, forgejo, answer, kind):
    host.answers[REPO] = answer
    [reply] = await forgejo.fetch([SourceRequest(URL)])
    assert (type(reply), str(reply).startswith(f"{host.url}{REPO}: ")) == (kind, True)
