"""An index with as many projects as PyPI has, and a day of uploads to it: list with serials, feed, pages, documents.

It stands for PyPI where `tests/world` would be too slow: nothing is kept of a project but its uploads of the day.
"""

import asyncio
import json
import random
import threading
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import attrs
from aiohttp import web

FEED_LENGTH = 100
CACHED_FOR = timedelta(minutes=1)
"""How old a feed or page may be that a cache in front of the index gives out."""
FIRST_SERIAL = 1000
ATTESTED = 0.17  # the share of releases with attestations, as in the files that others counted
BURSTS, BURST = 4, 150  # projects that are released together, a few seconds after each other
JSON_PAGE = "application/vnd.pypi.simple.v1+json"


@attrs.frozen
class Upload:
    """A release that appears at a moment."""

    at: datetime
    name: str
    version: str
    is_attested: bool


def plan_uploads(names: Sequence[str], count: int, began_at: datetime, seed: int = 7) -> list[Upload]:
    """So many uploads to these projects within a day, in their order, one to each: some alone, some in bursts."""
    chance = random.Random(seed)  # noqa: S311 no secret
    a_day_s = 86_400
    in_bursts = min(BURSTS * BURST, count // 10)
    seconds = [chance.uniform(0, a_day_s) for _ in range(count - in_bursts)]
    for part in range(BURSTS):
        start_s = chance.uniform(0, a_day_s - BURST)
        seconds += [start_s + number for number in range(in_bursts // BURSTS + (part < in_bursts % BURSTS))]
    return [
        Upload(began_at + timedelta(seconds=second), name, "2.0", chance.random() < ATTESTED)
        for second, name in zip(sorted(seconds), chance.sample(names, count), strict=True)
    ]


@attrs.define
class IndexDay:
    """The index at every moment of the day, and how often each kind of address was asked for, by status."""

    names: Sequence[str]
    uploads: Sequence[Upload]
    began_at: datetime
    url: str = ""
    calls: dict[tuple[str, int], int] = attrs.field(factory=lambda: defaultdict(int))
    bytes_sent: dict[str, int] = attrs.field(factory=lambda: defaultdict(int))
    upload_of: Mapping[str, tuple[int, Upload]] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.upload_of = {upload.name: (number, upload) for number, upload in enumerate(self.uploads, 1)}

    def count_until(self, moment: datetime) -> int:
        """How many uploads there were until a moment."""
        return bisect_right(self.uploads, moment, key=lambda upload: upload.at)

    def visible(self, name: str) -> tuple[int, Upload | None]:
        """The serial of a project, and its upload of the day once a cache would show it."""
        number, upload = self.upload_of.get(name, (0, None))
        if upload is None or upload.at > cached_moment(name):
            return FIRST_SERIAL, None
        return FIRST_SERIAL + number, upload

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Any address of the index."""
        kind, _, rest = request.path.strip("/").partition("/")
        name = rest.partition("/")[0]
        if kind == "simple" and not name:
            kind, body, etag = "list", self.list_projects(), f'"list-{self.count_until(datetime.now(UTC))}"'
        elif kind == "rss":
            count = self.count_until(cached_moment("feed"))
            body, etag = self.feed(count), f'"feed-{count}"'
        else:
            serial, upload = self.visible(name)
            body, etag = PAGES[kind](self.url, name, serial, upload), f'"{kind}-{serial}"'
        return self.send(request, kind, body, etag)

    def send(self, request: web.Request, kind: str, body: bytes, etag: str) -> web.Response:
        """The body, or 304 where the client has it."""
        headers = {"ETag": etag, "Content-Type": JSON_PAGE if kind in {"simple", "list"} else "application/json"}
        status = 304 if request.headers.get("If-None-Match") == etag else 200
        body = b"" if status != 200 else body  # noqa: PLR2004
        self.calls[kind, status] += 1
        self.bytes_sent[kind] += len(body)
        return web.Response(status=status, body=body, headers=headers)

    def feed(self, count: int) -> bytes:
        """The newest of so many uploads."""
        items = [
            f"<item><title>{each.name} {each.version}</title><link>https://pypi.example/project/{each.name}/"
            f"{each.version}/</link><pubDate>{format_datetime(each.at, usegmt=True)}</pubDate></item>"
            for each in reversed(self.uploads[max(0, count - FEED_LENGTH) : count])
        ]
        return f'<?xml version="1.0"?><rss version="2.0"><channel>{"".join(items)}</channel></rss>'.encode()

    def list_projects(self) -> bytes:
        """Every name with its serial."""
        now = datetime.now(UTC)
        serials = dict.fromkeys(self.names, FIRST_SERIAL)
        serials |= {each.name: FIRST_SERIAL + n for n, each in enumerate(self.uploads, 1) if each.at <= now}
        projects = [{"name": name, "_last-serial": serial} for name, serial in serials.items()]
        return json.dumps({"meta": {"api-version": "1.4", "_last-serial": FIRST_SERIAL}, "projects": projects}).encode()

    @contextmanager
    def serve(self) -> Iterator[str]:
        """Answer on a free port of loopback in a thread; gives the base address."""
        loop, ready = asyncio.new_event_loop(), threading.Event()
        app = web.Application()
        app.router.add_route("*", "/{rest:.*}", self.answer)
        runner = web.AppRunner(app, access_log=None)

        async def start() -> None:
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            ready.set()

        def run() -> None:
            loop.run_until_complete(start())
            loop.run_forever()
            loop.run_until_complete(runner.cleanup())

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        ready.wait(10)
        try:
            yield self.url
        finally:
            loop.call_soon_threadsafe(loop.stop)
            thread.join(10)


def cached_moment(name: str) -> datetime:
    """Of when the copy is that a cache gives out now: each begins at a second of its own."""
    now = datetime.now(UTC)
    offset = timedelta(seconds=sum(name.encode()) % CACHED_FOR.total_seconds())
    since = datetime(2000, 1, 1, tzinfo=UTC) + offset
    return now - (now - since) % CACHED_FOR


def project_page(url: str, name: str, serial: int, upload: Upload | None) -> bytes:
    """The page of a project at the index."""
    files = [wheel(url, name, "1.0", datetime(2025, 1, 1, tzinfo=UTC), is_attested=False)]
    files += [wheel(url, name, upload.version, upload.at, is_attested=upload.is_attested)] if upload else []
    meta = {"api-version": "1.4", "_last-serial": serial}
    versions = ["1.0", upload.version] if upload else ["1.0"]
    return json.dumps({"meta": meta, "name": name, "versions": versions, "files": files}).encode()


def wheel(url: str, name: str, version: str, at: datetime, *, is_attested: bool) -> Mapping[str, object]:
    """The file of a release."""
    filename = f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
    return {
        "filename": filename,
        "url": f"{url}/files/{name}/{version}/{filename}",
        "hashes": {},
        "size": 20_000,
        "upload-time": at.isoformat().replace("+00:00", "Z"),
        "yanked": False,
        "core-metadata": True,
        "provenance": f"{url}/integrity/{name}/{version}/{filename}/provenance" if is_attested else None,
    }


def project_document(_url: str, name: str, serial: int, upload: Upload | None) -> bytes:
    """The JSON document of a project."""
    version = upload.version if upload else "1.0"
    return json.dumps({"info": {"name": name, "version": version, "summary": "x"}, "last_serial": serial}).encode()


def metadata_file(_url: str, name: str, _serial: int, upload: Upload | None) -> bytes:
    """The metadata file of the newest release."""
    return f"Metadata-Version: 2.4\nName: {name}\nVersion: {upload.version if upload else '1.0'}\n".encode()


def provenance_of_release(_url: str, name: str, _serial: int, _upload: Upload | None) -> bytes:
    """Who uploaded the newest release."""
    publisher = {"kind": "GitHub", "repository": f"somebody/{name}", "workflow": "release.yml", "environment": None}
    return json.dumps({"version": 1, "attestation_bundles": [{"publisher": publisher, "attestations": []}]}).encode()


PAGES = {
    "simple": project_page,
    "pypi": project_document,
    "files": metadata_file,
    "integrity": provenance_of_release,
}
