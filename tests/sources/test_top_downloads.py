import pytest

from packgrid.sources.errors import Malformed, RateLimited, Unavailable
from packgrid.sources.source import SourceReply, SourceRequest
from packgrid.sources.top_downloads import TopDownloads, TopDownloadsSnapshot
from sources.standin import said

FILE = "/list.json"


@pytest.fixture
def downloads(host):
    return TopDownloads(host.http, f"{host.url}{FILE}")


async def ask(downloads, *names: str):
    return await downloads.fetch([SourceRequest(name) for name in names])


async def test_one_file_answers_for_all_projects_in_any_spelling(host, downloads):
    rows = [{"project": "Django_A", "download_count": 3_000_000_000}, {"project": "b", "download_count": 0}]
    host.answers[FILE] = said({"rows": rows})
    expected = [SourceReply(TopDownloadsSnapshot(count), "") for count in (3_000_000_000, 0, None)]
    assert await ask(downloads, "django-a", "b", "not-listed") == expected
    assert await ask(downloads, "django.a") == expected[:1]
    assert host.calls == [f"GET {FILE}"]


async def test_a_row_that_cannot_be_read_loses_only_itself(host, downloads):
    bad = [{"project": "a"}, {"project": 7, "download_count": 1}, {"project": "c", "download_count": -1}]
    host.answers[FILE] = said({"rows": [*bad, {"project": "b", "download_count": 1}]})
    replies = await ask(downloads, "a", "b", "c")
    assert [reply.snapshot.last_month for reply in replies] == [None, 1, None]


@pytest.mark.parametrize(
    ("answer", "kind", "message"),
    [
        (said({}, 404), Unavailable, "there is no such file (404)"),
        (said({}, 429), RateLimited, "asks to come back later (429)"),
        (said("<html>"), Malformed, "the answer is not JSON"),
        (said({"rows": []}), Malformed, "rows: projects with their downloads were expected"),
        (said({"rows": 1}), Malformed, "rows: a list of objects was expected"),
    ],
)
async def test_a_failure_says_nothing_of_any_project(host, downloads, answer, kind, message):
    host.answers[FILE] = answer
    replies = await ask(downloads, "a", "b")
    assert [type(reply) for reply in replies] == [kind, kind]
    assert str(replies[0]).startswith(f"{host.url}{FILE}: {message}")
