import pytest

from packgrid.sources.errors import Gone, Malformed, RateLimited
from packgrid.sources.pypistats import DownloadsSnapshot, PyPIStats
from packgrid.sources.source import SourceReply, SourceRequest
from sources.standin import said

RECENT = "/api/packages/django-a/recent"


def recent(last_month=30, package="django-a"):
    data = {"last_day": 1, "last_week": 7, "last_month": last_month}
    return {"data": data, "package": package, "type": "recent_downloads"}


@pytest.fixture
def pypistats(host):
    return PyPIStats(host.http, f"{host.url}/api/")


async def test_the_downloads_of_a_month_are_fetched_by_any_spelling_and_then_only_when_they_changed(host, pypistats):
    host.answers[RECENT] = said(recent(3_000_000_000), ETag='"v1"')
    [first] = await pypistats.fetch([SourceRequest("Django.A")])
    assert first == SourceReply(DownloadsSnapshot(3_000_000_000), '"v1"')
    assert await pypistats.fetch([SourceRequest("Django.A", first.validator)]) == [SourceReply(None, '"v1"')]


@pytest.mark.parametrize(
    ("answer", "kind", "message"),
    [
        (said({}, 404), Gone, "there is no such project (404)"),
        (said("<html>", 429), RateLimited, "asks to come back later (429)"),
        (said("<html>"), Malformed, "the answer is not JSON"),
        (said(recent(package="b")), Malformed, "package: 'b' is not the 'django-a'"),
        (said({"package": "django-a"}), Malformed, "data: an object was expected"),
        (said(recent(None)), Malformed, "data.last_month: a whole number"),
        (said(recent("30")), Malformed, "data.last_month: a whole number"),
        (said(recent(2**63)), Malformed, "data.last_month: a whole number"),
    ],
)
async def test_each_failure_is_the_reply_with_its_address(host, pypistats, answer, kind, message):
    host.answers[RECENT] = answer
    [reply] = await pypistats.fetch([SourceRequest("django-a")])
    assert (type(reply), str(reply).startswith(f"{host.url}{RECENT}: {message}")) == (kind, True)
