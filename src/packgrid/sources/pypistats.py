"""Download counts: GET <base>/packages/<name>/recent, If-None-Match.

(PyPI Stats, "API", read November 2026.) Mirrors are not counted. The numbers change once a day, and the service asks
not to be asked more often; it limits callers by their address (429).
"""

from collections.abc import Sequence
from urllib.parse import quote

import attrs

from packgrid.lib.http import HttpClient
from packgrid.lib.versions import normalize_name
from packgrid.sources.errors import Malformed
from packgrid.sources.http_statuses import NOT_MODIFIED, check_status, translate_http_errors
from packgrid.sources.json_fields import (
    format_value,
    located_at,
    located_in,
    optional_count,
    parse_object,
    required_object,
    required_text,
)
from packgrid.sources.source import Reply, SourceReply, SourceRequest, reply_or_error


@attrs.frozen
class DownloadsSnapshot:
    """How often a project was downloaded in the last 30 days."""

    last_month: int


@attrs.frozen
class PyPIStats:
    """The counts at this address. A validator is the ETag of a document."""

    http: HttpClient
    base_url: str
    most_at_once = 1

    async def fetch(self, asked: Sequence[SourceRequest]) -> list[Reply[DownloadsSnapshot]]:
        """The counts of the projects of these names; a request for each."""
        return [await reply_or_error(self.fetch_one(question)) for question in asked]

    async def fetch_one(self, asked: SourceRequest) -> SourceReply[DownloadsSnapshot]:
        """The count of the project of this name; one request."""
        name = normalize_name(asked.subject)
        url = f"{self.base_url.rstrip('/')}/packages/{quote(name, safe='')}/recent"
        with translate_http_errors(url):
            answer = await self.http.get(url, accept="application/json", etag=asked.validator)
        check_status(answer, url, "project", etag=asked.validator)
        if answer.status == NOT_MODIFIED:
            return SourceReply(None, asked.validator)
        with located_at(url):
            return SourceReply(parse(answer.body, name), answer.etag)


def parse(body: bytes, name: str) -> DownloadsSnapshot:
    """The snapshot in the document, which has to be of the project of this name."""
    found = parse_object(body)
    if normalize_name(required_text(found, "package")) != name:
        raise Malformed(f"package: {format_value(found['package'])} is not the {name!r} that was asked for")
    data = required_object(found, "data")
    with located_in("data"):
        last_month = optional_count(data, "last_month", most=2**63 - 1)
    if last_month is None:
        raise Malformed("data.last_month: a whole number was expected, not nothing")
    return DownloadsSnapshot(last_month)
