"""The most downloaded projects: GET <url>, one file for all, made anew each month.

{"rows": [{"project": "a", "download_count": 9}, ...]}: 15,000 projects with their downloads of 30 days
(top-pypi-packages, read November 2026). No name is sent: the file is fetched once for all
projects that are asked about.
"""

from collections.abc import Mapping, Sequence

import attrs

from packgrid.lib.http import HttpClient
from packgrid.lib.versions import normalize_name
from packgrid.sources.errors import Gone, Malformed, SourceError, Unavailable
from packgrid.sources.http_statuses import check_status, translate_http_errors
from packgrid.sources.json_fields import located_at, object_list, optional_count, parse_object, required_text
from packgrid.sources.source import Reply, SourceReply, SourceRequest


@attrs.frozen
class TopDownloadsSnapshot:
    """How often a project was downloaded in the 30 days of the file; None if it is not among the most downloaded."""

    last_month: int | None


@attrs.define
class TopDownloads:
    """The file at this address, kept while the client is open. There are no validators."""

    http: HttpClient
    url: str
    most_at_once: int = 5000
    counts: Mapping[str, int] | None = None

    async def fetch(self, asked: Sequence[SourceRequest]) -> list[Reply[TopDownloadsSnapshot]]:
        """The downloads of the projects of these names; one request where the file is not kept yet."""
        try:
            counts = self.counts = self.counts if self.counts is not None else await self.fetch_file()
        except SourceError as error:
            return [error] * len(asked)
        names = [normalize_name(question.subject) for question in asked]
        return [SourceReply(TopDownloadsSnapshot(counts.get(name)), "") for name in names]

    async def fetch_file(self) -> Mapping[str, int]:
        """The downloads by normalized name; one request."""
        with translate_http_errors(self.url):
            answer = await self.http.get(self.url, accept="application/json")
        try:
            check_status(answer, self.url, "file")
        except Gone as error:  # of the projects that says nothing
            raise Unavailable(str(error)) from error
        with located_at(self.url):
            return parse_counts(answer.body)


def parse_counts(body: bytes) -> Mapping[str, int]:
    """The downloads by normalized name. A row that cannot be read is left out; a file without any is none."""
    counts: dict[str, int] = {}
    for row in object_list(parse_object(body), "rows"):
        try:
            name, count = required_text(row, "project"), optional_count(row, "download_count", most=2**63 - 1)
        except Malformed:
            continue
        if count is not None:
            counts[normalize_name(name)] = count
    if not counts:
        raise Malformed("rows: projects with their downloads were expected")
    return counts
