"""Follows the index: its feed every minute or two, and its list of all projects once a day and after a gap.

What either of them announces is due at once; everything else is asked for as the schedule says.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import batched

import attrs
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db.models import Q

from packgrid.catalogue.models import Facts, FetchState, Package, Release
from packgrid.catalogue.provenance import Provenance, encode_provenance
from packgrid.catalogue.source_names import PYPI
from packgrid.lib.http import HttpClient
from packgrid.lib.versions import parse_version
from packgrid.projections.announcements import announce
from packgrid.refresh.clients import feed_url, index_url, open_http
from packgrid.refresh.fetch import without_password
from packgrid.refresh.models import IndexWatch
from packgrid.refresh.public_names import IS_PUBLIC
from packgrid.sources.errors import Gone, RateLimited, SourceError
from packgrid.sources.http_statuses import NOT_MODIFIED, check_status, translate_http_errors
from packgrid.sources.index_feed import FeedEntry, parse_feed
from packgrid.sources.index_list import SerialReader

ACCEPT_FEED = "application/rss+xml, application/xml;q=0.9, text/xml;q=0.9"
ACCEPT_LIST = "application/vnd.pypi.simple.v1+json"
BATCH = 500
ASKED_AGAIN_AFTER = timedelta(minutes=2)
AWAITED_FOR = timedelta(hours=6)
BETWEEN_LISTS = timedelta(hours=1)
MISSING_FOR = timedelta(days=1)
LONGEST_REST = timedelta(minutes=30)


@attrs.frozen
class Awaited:
    """A release that the feed announced and that no answer has shown yet."""

    project: str
    version: str
    since: datetime


async def watch_index(now: datetime) -> int:
    """Look at what is due of feed and list; returns how many packages became due by that. It raises no SourceError.

    One call where the feed is due, one where the list is; a few statements.
    """
    watch = await sync_to_async(find_watch)(now)
    count = 0
    is_feed_due = bool(settings.FEED_EVERY) and await sync_to_async(claim_feed)(watch, now)
    is_list_due = bool(settings.FULL_LIST_EVERY) and await sync_to_async(claim_list)(watch, now)
    if not (is_feed_due or is_list_due):
        return 0
    async with open_http() as http:
        if is_feed_due:
            count += await look_at_feed(http, watch, now)
        if is_list_due:
            count += await look_at_list(http, watch, now)
    return count


def find_watch(now: datetime) -> IndexWatch:
    """The row of the index that the settings name; everything is due in a new one."""
    key = without_password(index_url())[:LONGEST_KEY]
    return IndexWatch.objects.get_or_create(index_url=key, defaults={"feed_due_at": now, "list_due_at": now})[0]


LONGEST_KEY = 300


def claim_feed(watch: IndexWatch, now: datetime) -> bool:
    """True for the one process that is to look at the feed now."""
    rows = IndexWatch.objects.filter(pk=watch.pk, feed_due_at__lte=now)
    return bool(rows.update(feed_due_at=now + settings.FEED_EVERY))


def claim_list(watch: IndexWatch, now: datetime) -> bool:
    """True for the one process that is to read the list now."""
    rows = IndexWatch.objects.filter(pk=watch.pk, list_due_at__lte=now)
    return bool(rows.update(list_due_at=now + settings.FULL_LIST_EVERY))


async def look_at_feed(http: HttpClient, watch: IndexWatch, now: datetime) -> int:
    """Fetch the feed if it has changed, and make due what it announces; how many packages."""
    try:
        entries = await fetch_feed(http, watch)
    except SourceError as error:
        await sync_to_async(put_off)(watch, error, now)
        return 0
    return await sync_to_async(take_entries)(watch, entries, now)


async def fetch_feed(http: HttpClient, watch: IndexWatch) -> tuple[FeedEntry, ...] | None:
    """The feed's entries, None where it has not changed; one call. The watch gets its new ETag."""
    url = feed_url()
    with translate_http_errors(url):
        answer = await http.get(url, accept=ACCEPT_FEED, etag=watch.feed_etag)
    check_status(answer, url, "feed", etag=watch.feed_etag)
    if answer.status == NOT_MODIFIED:
        return None
    entries = parse_feed(answer.body)
    watch.feed_etag = answer.etag[:LONGEST_ETAG]
    return entries


LONGEST_ETAG = 500


def put_off(watch: IndexWatch, error: SourceError, now: datetime) -> None:
    """Note why there is no feed, and look again later: tomorrow where there is none at all."""
    failures = watch.failures_in_a_row + 1
    wait = min(settings.FEED_EVERY * (1 << min(failures, MOST_DOUBLINGS)), LONGEST_REST)
    if isinstance(error, Gone):
        wait = MISSING_FOR
    if isinstance(error, RateLimited) and error.retry_at:
        wait = max(error.retry_at - now, settings.FEED_EVERY)
    IndexWatch.objects.filter(pk=watch.pk).update(
        feed_due_at=now + wait, failures_in_a_row=failures, last_error=without_password(str(error))
    )


MOST_DOUBLINGS = 8


def take_entries(watch: IndexWatch, entries: tuple[FeedEntry, ...] | None, now: datetime) -> int:
    """Make the packages due whose announced releases are not stored yet, and remember those releases.

    None for entries is a feed that has not changed: what was announced before may still be missing, because the pages
    come from caches of their own.
    """
    before = [Awaited(project, version, datetime.fromisoformat(since)) for project, version, since in watch.awaited]
    new = [Awaited(entry.project, entry.version, now) for entry in entries or ()]
    known = {(item.project, item.version): item for item in [*new, *before] if now - item.since < AWAITED_FOR}
    missing, packages = find_missing(list(known.values()))
    values = {
        "awaited": [[item.project, item.version, item.since.isoformat()] for item in missing],
        "feed_etag": watch.feed_etag,
        "failures_in_a_row": 0,
        "last_error": "",
    }
    if entries:
        dates = [entry.published_at for entry in entries if entry.published_at]
        if has_gap(watch.newest_at, dates):
            hasten_list(watch, now)
        values["newest_at"] = max(dates, default=watch.newest_at)
    IndexWatch.objects.filter(pk=watch.pk).update(**values)
    return make_due(packages, now)


def has_gap(newest_at: datetime | None, dates: Sequence[datetime]) -> bool:
    """True if releases may have come and gone between two looks: all that the feed has is newer than what it had."""
    return newest_at is not None and bool(dates) and min(dates) > newest_at


def hasten_list(watch: IndexWatch, now: datetime) -> None:
    """Read the list soon, but not again within the hour."""
    at = max(now, watch.list_read_at + BETWEEN_LISTS) if watch.list_read_at else now
    IndexWatch.objects.filter(pk=watch.pk, list_due_at__gt=at).update(list_due_at=at)


def find_missing(announced: Sequence[Awaited]) -> tuple[list[Awaited], list[int]]:
    """The announced releases of listed projects that are not stored, and the ids of their packages; two queries."""
    names = {item.project for item in announced}
    packages = list(Package.objects.filter(IS_PUBLIC, pypi_name__in=names).values_list("pk", "pypi_name"))
    stored: dict[int, set[object]] = {}
    rows = Release.objects.filter(package__in=[pk for pk, _ in packages], gone_since=None)
    for pk, version in rows.values_list("package", "version"):
        stored.setdefault(pk, set()).add(parse_version(version) or version)
    missing, ids = [], []
    for item in announced:
        wanted = parse_version(item.version) or item.version
        lacking = [pk for pk, name in packages if name == item.project and wanted not in stored.get(pk, ())]
        if lacking:
            missing.append(item)
            ids += lacking
    return missing, ids


def make_due(package_ids: Iterable[int], now: datetime) -> int:
    """Have PyPI asked about these packages at once, unless it was within the last two minutes; how many."""
    long_ago = Q(last_answer_at=None) | Q(last_answer_at__lte=now - ASKED_AGAIN_AFTER)
    count = 0
    for batch in batched(sorted(set(package_ids)), BATCH):
        rows = FetchState.objects.filter(long_ago, package__in=batch, source=PYPI, due_at__gt=now)
        count += rows.update(due_at=now)
    return count


async def look_at_list(http: HttpClient, watch: IndexWatch, now: datetime) -> int:
    """Read the full list if it has changed, and make due what has a later serial than is stored; how many packages."""
    url = f"{index_url().rstrip('/')}/"
    comparison = ListComparison(now)
    try:
        with translate_http_errors(url):
            answer = await http.get_stream(url, comparison.read, accept=ACCEPT_LIST, etag=watch.list_etag)
        check_status(answer, url, "list of projects", etag=watch.list_etag)
        if answer.status != NOT_MODIFIED:
            await comparison.close()
    except SourceError as error:
        await sync_to_async(note_list)(watch, now, last_error=without_password(str(error)))
        return comparison.count
    await sync_to_async(note_list)(watch, now, list_etag=answer.etag[:LONGEST_ETAG] or watch.list_etag)
    return comparison.count


def note_list(watch: IndexWatch, now: datetime, **values: str) -> None:
    """Note that the list was read, or why not."""
    IndexWatch.objects.filter(pk=watch.pk).update(list_read_at=now, **values)


class ListComparison:
    """Compares a list that comes in parts with the serials that are stored, some hundred projects at a time.

    `count` is how many packages became due by it.
    """

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.reader = SerialReader()
        self.waiting: dict[str, int] = {}
        self.count = 0
        self.public_names: set[str] = set()
        self.private_names: set[str] | None = None

    async def read(self, part: bytes) -> None:
        """Take a part of the list."""
        self.waiting.update(self.reader.read(part))
        if len(self.waiting) >= BATCH:
            await self.compare()

    async def close(self) -> None:
        """Take the end of the list."""
        self.waiting.update(self.reader.close())
        await self.compare()
        await sync_to_async(note_public_names)(self.public_names, self.now)

    async def compare(self) -> None:
        """Compare what has come."""
        projects, self.waiting = self.waiting, {}
        if self.private_names is None:
            self.private_names = await sync_to_async(read_private_names)()
        self.public_names |= self.private_names & projects.keys()
        for batch in batched(projects.items(), BATCH):
            self.count += await sync_to_async(compare_serials)(dict(batch), self.now)


def read_private_names() -> set[str]:
    """The names of the projects that come from private indexes; one query."""
    return set(Package.objects.exclude(IS_PUBLIC).exclude(pypi_name="").values_list("pypi_name", flat=True))


def note_public_names(public_names: set[str], now: datetime) -> None:
    """Note of each package of a private index whether the public one has the same name.

    An installer that asks both may take the wrong one (dependency confusion). No name leaves: the list comes here.
    """
    for facts in Facts.objects.exclude(package__index_name="").exclude(package__pypi_name="").select_related("package"):
        is_public = facts.package.pypi_name in public_names
        if facts.is_name_public != is_public:
            facts.is_name_public = is_public
            facts.provenance |= {"is_name_public": encode_provenance(Provenance(PYPI, now))}
            facts.save(update_fields=["is_name_public", "provenance"])
            announce(packages={facts.package_id})


def compare_serials(serials: dict[str, int], now: datetime) -> int:
    """Make due the packages of these projects that have changed since they were last seen; how many. Two statements."""
    rows = FetchState.objects.filter(source=PYPI, host="", package__pypi_name__in=serials)
    changed = [
        pk
        for pk, name, seen in rows.values_list("package", "package__pypi_name", "serial")
        if seen is None or seen < serials[name]
    ]
    return make_due(changed, now) if changed else 0


def next_look(now: datetime) -> datetime:
    """When to call watch_index again."""
    return now + min([pace for pace in (settings.FEED_EVERY, LONGEST_REST) if pace])
