"""Known vulnerabilities at OSV (its documentation, "API", read November 2026): by project, not by release.

POST <base>/v1/querybatch {"queries": [{"package": {"ecosystem": "PyPI", "name": ...}}, ...]} for up to 1,000 projects
answers with the ids of their records and when each was modified, those that were withdrawn left out. What has a
`next_page_token` is asked again with it, also where its page is empty. Then
GET <base>/v1/vulns/<id> for each record that is new or was modified, a few at a time, once for all projects.

A validator is a digest of the ids and times. One bad query fails all of them (400), so names are checked before, and a
batch that was refused is asked in halves. Without a version a query is about every release; that is how the service
behaves, its documentation does not promise it.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from hashlib import blake2b
from urllib.parse import quote

import attrs

from packgrid.lib.http import HttpAnswer, HttpClient
from packgrid.lib.osv_records import ECOSYSTEM, read_objects, trim_record
from packgrid.lib.versions import normalize_name
from packgrid.sources.errors import Gone, Malformed, RateLimited, SourceError, Unavailable
from packgrid.sources.http_statuses import check_status, translate_http_errors
from packgrid.sources.json_fields import Json, format_value, located_at, object_list, optional_text, parse_object
from packgrid.sources.source import Reply, SourceReply, SourceRequest, reply_or_error

MOST_AT_ONCE = 1000
MOST_PAGES = 50
MOST_RECORDS = 2000  # of one call, so that it ends before its claim does; the rest is fetched by the next ones
RECORDS_AT_ONCE = 8
BAD_REQUEST = 400
NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?")
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}")

type ModifiedById = dict[str, str]
"""The ids of records, and when each was modified, as the service writes it."""
type FindStored = Callable[[Mapping[str, str]], Awaitable[set[str]]]
"""Finds those of these records that are stored as they were modified then."""


@attrs.frozen
class FetchedRecord:
    """A record, trimmed to what is read of it."""

    id: str
    modified: str
    record: dict[str, object]


@attrs.frozen
class AdvisoriesSnapshot:
    """The ids of the records about a project; `fetched` are those of them that were not stored."""

    ids: tuple[str, ...]
    fetched: tuple[FetchedRecord, ...] = ()


@attrs.frozen
class OSV:
    """OSV at this address. `find_stored` saves fetching records again."""

    http: HttpClient
    url: str
    find_stored: FindStored
    most_at_once: int = MOST_AT_ONCE

    async def fetch(self, asked: Sequence[SourceRequest]) -> list[Reply[AdvisoriesSnapshot]]:
        """The records about these projects: a call for all of them, and one for each record that is not stored."""
        named = {item.subject: normalize_name(item.subject) for item in asked if NAME.fullmatch(item.subject)}
        found: dict[str, ModifiedById | SourceError] = await self.list_records(sorted(set(named.values())))
        lists = [
            found[named[item.subject]]
            if item.subject in named
            else Malformed(f"{item.subject!r} is not a project name")
            for item in asked
        ]
        changed = [
            known
            for item, known in zip(asked, lists, strict=True)
            if not isinstance(known, SourceError) and make_validator(known) != item.validator
        ]
        records = await self.fetch_missing({name: at for known in changed for name, at in known.items()})
        return [make_reply(item, known, records) for item, known in zip(asked, lists, strict=True)]

    async def list_records(self, names: Sequence[str]) -> dict[str, ModifiedById | SourceError]:
        """The records about each project, or the error instead."""
        if not names:
            return {}
        try:
            return dict(await self.query_all_pages(names))
        except QueryRefused as error:
            if len(names) == 1:
                return {names[0]: Malformed(str(error))}
            middle = len(names) // 2
            return {**await self.list_records(names[:middle]), **await self.list_records(names[middle:])}
        except SourceError as error:
            return dict.fromkeys(names, error)

    async def query_all_pages(self, names: Sequence[str]) -> dict[str, ModifiedById]:
        """The records about each project, page by page; one call, and one more while any has further pages."""
        found: dict[str, ModifiedById] = {name: {} for name in names}
        tokens = dict.fromkeys(names, "")
        for _ in range(MOST_PAGES):
            pages = await self.query(tokens)
            for name, page in pages.items():
                found[name] |= parse_page(page)
            after = {name: token for name, page in pages.items() if (token := optional_text(page, "next_page_token"))}
            if not after:
                return found
            tokens = after
        raise Malformed(f"{self.url}: the list of records has more than {MOST_PAGES} pages")

    async def query(self, tokens: Mapping[str, str]) -> dict[str, Json]:
        """A page for each of these projects, from its token on."""
        url = f"{self.url}/v1/querybatch"
        queries = [make_query(name, token) for name, token in tokens.items()]
        with translate_http_errors(url):
            answer = await self.http.post(url, {"queries": queries})
        if answer.status == BAD_REQUEST:
            raise QueryRefused(f"{url}: refused the query ({answer.status})")
        check_service(answer, url)
        with located_at(url):
            pages = object_list(parse_object(answer.body), "results")
            if len(pages) != len(tokens):
                raise Malformed(f"results: {len(tokens)} were expected, not {len(pages)}")
        return dict(zip(tokens, pages, strict=True))

    async def fetch_missing(self, wanted: Mapping[str, str]) -> dict[str, FetchedRecord | SourceError | None]:
        """The records that are not stored, or the error instead, by id; None stands for those that are stored."""
        stored = await self.find_stored(wanted) if wanted else set()
        missing = sorted(wanted.keys() - stored)
        free, limited = asyncio.Semaphore(RECORDS_AT_ONCE), list[RateLimited]()

        async def fetch(name: str) -> FetchedRecord | SourceError:
            async with free:
                reply = limited[0] if limited else await self.fetch_record(name, wanted[name])
                limited.extend([reply] if isinstance(reply, RateLimited) else [])
                return reply

        fetched = await asyncio.gather(*map(fetch, missing[:MOST_RECORDS]))
        left = dict.fromkeys(missing[MOST_RECORDS:], Unavailable(f"{self.url}: more records than one call fetches"))
        return {**dict.fromkeys(stored), **dict(zip(missing, fetched, strict=False)), **left}

    async def fetch_record(self, name: str, modified: str) -> FetchedRecord | SourceError:
        """One record."""
        url = f"{self.url}/v1/vulns/{quote(name, safe='')}"

        async def ask() -> SourceReply[FetchedRecord]:
            with translate_http_errors(url):
                answer = await self.http.get(url, accept="application/json")
            check_status(answer, url, "record")
            with located_at(url):
                record = parse_object(answer.body)
                if record.get("id") != name:
                    raise Malformed("id: it is not the record that was asked for")
            return SourceReply(FetchedRecord(name, modified, trim_record(record)), "")

        reply = await reply_or_error(ask())
        return reply if isinstance(reply, SourceError) else reply.snapshot or Malformed(f"{url}: is empty")


class QueryRefused(SourceError):
    """The service refused the whole call because of one of its queries."""


def check_service(answer: HttpAnswer, url: str) -> None:
    """Raise the error that a status stands for; 404 is Unavailable here, because it says nothing about the projects."""
    try:
        check_status(answer, url, "service")
    except Gone as error:
        raise Unavailable(str(error)) from error


def make_query(name: str, token: str) -> dict[str, object]:
    """The query for every release of a project."""
    query: dict[str, object] = {"package": {"ecosystem": ECOSYSTEM, "name": name}}
    return query | ({"page_token": token} if token else {})


def parse_page(page: Json) -> ModifiedById:
    """The records that a page lists; items that cannot be read are left out."""
    if not isinstance(items := page.get("vulns", []), list):
        raise Malformed(f"results[].vulns: a list was expected, not {format_value(items)}")
    pairs = ((item.get("id"), item.get("modified")) for item in read_objects(items))
    return {name: str(at or "")[:40] for name, at in pairs if isinstance(name, str) and ID.fullmatch(name)}


def make_validator(known: Mapping[str, str]) -> str:
    """A digest of the ids of records and of when they were modified."""
    return blake2b(repr(sorted(known.items())).encode(), digest_size=16).hexdigest()


def make_reply(
    asked: SourceRequest,
    known: ModifiedById | SourceError,
    records: Mapping[str, FetchedRecord | SourceError | None],
) -> Reply[AdvisoriesSnapshot]:
    """The reply for one project; not whole if some of its records could not be had, an error if none of them could."""
    if isinstance(known, SourceError):
        return known
    validator = make_validator(known)
    if validator == asked.validator:
        return SourceReply(None, validator)
    errors = [error for name in known if isinstance(error := records[name], SourceError)]
    if errors and len(errors) == len(known):
        return first_error(errors)
    failed = {name for name in known if isinstance(records[name], SourceError)}
    fetched = [record for name in known if isinstance(record := records[name], FetchedRecord)]
    snapshot = AdvisoriesSnapshot(tuple(sorted(known.keys() - failed)), tuple(fetched))
    return SourceReply(snapshot, "" if failed else validator, is_whole=not failed)


def first_error(errors: Iterable[SourceError]) -> SourceError:
    """The error to reply with: a rate limit before others; that records are not there is not "gone"."""
    error = min(errors, key=lambda error: not isinstance(error, RateLimited))
    return Unavailable(str(error)) if isinstance(error, Gone) else error
