"""Journeys: what the index's feed and list announce is refreshed at once, and nothing else is."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from asgiref.sync import sync_to_async
from django.db import connections

from packgrid.catalogue.models import FetchState, Release
from packgrid.catalogue.source_names import PYPI
from packgrid.refresh.engines.embedded import EmbeddedEngine
from packgrid.refresh.index_watch import has_gap, watch_index
from packgrid.refresh.models import IndexWatch
from packgrid.refresh.on_demand import refresh_rows, select_all
from refresh.rows import package
from refresh.test_embedded import eventually
from world import World
from world.identity import Identity

pytestmark = pytest.mark.django_db(transaction=True)
IDENTITIES = [Identity(slug, f"django-{slug}") for slug in "abcdefgh"]
LISTED = "abcd"
LATER = datetime.now(UTC) + timedelta(days=3)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def world(settings):
    with World(identities=IDENTITIES, began_at=datetime.now(UTC) - timedelta(weeks=6)) as running:
        settings.PYPI_URL, settings.PRIVATE_HOSTS = running.addresses["pypi"], {"127.0.0.1"}
        settings.FEED_EVERY, settings.FULL_LIST_EVERY = timedelta(seconds=90), timedelta(hours=24)
        for slug in LISTED:
            package(slug)
        refresh_rows(select_all(datetime.now(UTC)))
        FetchState.objects.update(due_at=LATER, last_answer_at=datetime.now(UTC) - timedelta(hours=1))
        running.ledger.clear()
        yield running


def watch(now: datetime) -> int:
    async def look() -> int:
        try:
            return await watch_index(now)
        finally:
            await sync_to_async(connections.close_all)()

    return asyncio.run(look())


def due() -> list[str]:
    rows = FetchState.objects.filter(source=PYPI, due_at__lt=LATER).order_by("package__slug")
    return list(rows.values_list("package__slug", flat=True))


def refresh_due() -> None:
    refresh_rows(FetchState.objects.filter(source=PYPI, due_at__lt=LATER))
    FetchState.objects.update(due_at=LATER)


def calls(world) -> dict[str, int]:
    return {service: world.ledger.calls(service) for service in ("rss", "simple", "pypi")}


def announce_release(world, slug: str, version: str) -> None:
    """Have the feed announce a release of a project, whatever the project's page says."""
    date = format_datetime(datetime.now(UTC), usegmt=True)
    item = f"<item><title>django-{slug} {version}</title><pubDate>{date}</pubDate></item>"
    world.put("/rss/updates.xml", f"<rss><channel>{item}</channel></rss>".encode())


def test_nothing_new_costs_one_small_call_each_time(world):
    now = datetime.now(UTC)
    assert (watch(now), due()) == (0, [])
    assert calls(world) == {"rss": 1, "simple": 1, "pypi": 0}
    assert watch(now + MINUTE) == 0
    assert calls(world) == {"rss": 1, "simple": 1, "pypi": 0}
    assert watch(now + 2 * MINUTE) == 0
    assert world.ledger.calls("rss", status=304) == 1
    assert calls(world) == {"rss": 2, "simple": 1, "pypi": 0}


def test_a_release_of_a_listed_project_is_refreshed_at_once_and_no_other_is(world):
    now = datetime.now(UTC)
    watch(now)
    world.ledger.clear()
    announce_release(world, "b", "99.0")
    assert (watch(now + 2 * MINUTE), due()) == (1, ["b"])
    assert calls(world) == {"rss": 1, "simple": 0, "pypi": 0}
    announce_release(world, "g", "99.0")
    FetchState.objects.update(due_at=LATER)
    IndexWatch.objects.update(awaited=[])
    assert (watch(now + 4 * MINUTE), due()) == (0, [])


def test_what_happens_in_the_world_is_known_after_the_next_look(world):
    now = datetime.now(UTC)
    watch(now)
    world.advance(weeks=500)
    known = set(Release.objects.values_list("package__slug", "version"))
    true = {(each.slug, release.version) for each in world.projects[:4] for release in each.releases}
    assert true - known
    IndexWatch.objects.update(list_due_at=LATER)
    watch(now + 2 * MINUTE)
    assert due() == sorted({slug for slug, _version in true - known})
    refresh_due()
    assert true <= set(Release.objects.values_list("package__slug", "version"))
    assert (watch(now + 4 * MINUTE), due()) == (0, [])


def test_a_release_that_a_cache_does_not_show_yet_is_asked_for_again(world):
    now = datetime.now(UTC)
    watch(now)
    announce_release(world, "a", "99.0")
    assert watch(now + 2 * MINUTE) == 1
    refresh_due()
    FetchState.objects.update(last_answer_at=now + 3 * MINUTE)
    assert watch(now + 4 * MINUTE) == 0  # it was asked for a minute ago
    FetchState.objects.update(last_answer_at=now)
    assert (watch(now + 6 * MINUTE), due()) == (1, ["a"])
    assert world.ledger.calls("rss", status=304) == 2
    refresh_due()
    FetchState.objects.update(last_answer_at=now)
    assert (watch(now + timedelta(hours=7)), IndexWatch.objects.get().awaited) == (0, [])


def test_the_list_tells_what_the_feed_missed(world):
    watch(datetime.now(UTC))
    world.put("/rss/updates.xml", b"<rss></rss>")
    FetchState.objects.filter(package__slug="c").update(serial=1)
    FetchState.objects.filter(package__slug="d").update(serial=None)
    world.put("/simple/", listing(world))
    now = datetime.now(UTC) + timedelta(hours=25)
    assert (watch(now), due()) == (2, ["c", "d"])


def listing(world) -> dict[str, object]:
    serials = FetchState.objects.filter(source=PYPI).values_list("subject", "serial")
    rows = [{"name": name.title(), "_last-serial": serial or 7} for name, serial in serials]
    rows = [row | {"_last-serial": 10**9} if row["name"] == "Django-C" else row for row in rows]
    return {"meta": {"api-version": "1.4"}, "projects": [{"name": "other", "_last-serial": 10**9}, 5, *rows]}


def test_a_gap_in_the_feed_hastens_the_list_but_not_twice_within_an_hour(world):
    now = datetime.now(UTC)
    watch(now)
    IndexWatch.objects.update(newest_at=now - timedelta(days=9))
    announce_release(world, "z", "1.0")
    watch(now + 2 * MINUTE)
    assert IndexWatch.objects.get().list_due_at == now + timedelta(hours=1)
    assert world.ledger.calls("simple") == 1


@pytest.mark.parametrize(
    ("newest", "dates", "answer"),
    [
        (None, [5], False),
        (5, [], False),
        (5, [4, 6], False),
        (5, [5, 6], False),
        (5, [6, 7], True),
        (5, [3], False),
        (0, [1], True),
    ],
)
def test_a_gap_is_where_everything_is_newer(newest, dates, answer):
    at = [datetime(2026, 1, 1, tzinfo=UTC) + MINUTE * minutes for minutes in dates]
    known = None if newest is None else datetime(2026, 1, 1, tzinfo=UTC) + MINUTE * newest
    assert has_gap(known, at) is answer


@pytest.mark.parametrize(
    ("kind", "wait"),
    [
        ("gone", timedelta(days=1)),
        ("500", timedelta(minutes=3)),
        ("html", timedelta(minutes=3)),
        ("reset", timedelta(minutes=3)),
        ("empty", timedelta(minutes=3)),
        ("429 retry-after", timedelta(seconds=90)),
    ],
)
def test_an_index_without_a_feed_is_left_alone_for_longer_and_longer(world, kind, wait):
    if kind == "gone":
        world.put("/rss/updates.xml", {}, 404)
    else:
        world.fault(kind, service="rss")
    now = datetime.now(UTC)
    watch(now)
    row = IndexWatch.objects.get()
    assert (due(), row.failures_in_a_row, bool(row.last_error)) == ([], 1, True)
    assert abs(row.feed_due_at - now - wait) < timedelta(seconds=40)


@pytest.mark.parametrize("kind", ["500", "html", "cut json", "empty object", "reset", "nulls", "wrong types"])
def test_a_bad_list_makes_nothing_due(world, kind):
    world.fault(kind, service="simple")
    watch(datetime.now(UTC))
    assert due() == []


def test_the_password_of_an_index_is_not_kept(world, settings):
    settings.INDEX_URL = world.addresses["index"].replace("://", "://ann:secret@")
    world.fault("500", service="simple")
    watch(datetime.now(UTC))
    row = IndexWatch.objects.get()
    assert "secret" not in f"{row.index_url} {row.last_error}"


def test_the_embedded_engine_follows_the_index(world):
    announce_release(world, "b", "99.0")
    engine = EmbeddedEngine(tick_s=0.01)
    engine.start()
    try:
        eventually(lambda: world.ledger.calls("rss") == 1 and world.ledger.calls("pypi") == 1)
        eventually(lambda: not FetchState.objects.get(source=PYPI, package__slug="b").claim)
    finally:
        engine.stop()
    assert engine.last_bug is None
