"""What one release declares, from its own document (its documentation, "JSON API", read November 2026).

The document of a project has classifiers and requirements of its newest release alone. Those of a release never change.
"""

from collections.abc import Sequence
from urllib.parse import quote

import attrs

from packgrid.lib.http import HttpClient
from packgrid.sources.errors import Malformed
from packgrid.sources.http_statuses import check_status, reachable
from packgrid.sources.json_fields import located_at, located_in, parse_object, required_object, required_text, text_list
from packgrid.sources.source import Reply, SourceReply, SourceRequest, reply_or_error


@attrs.frozen
class DeclaredSnapshot:
    """What a release says of the versions that it works with."""

    version: str
    classifiers: tuple[str, ...]
    requires_dist: tuple[str, ...]


@attrs.frozen
class PyPIReleases:
    """The index whose documents are at `<base_url>/<name>/<version>/json`. A subject is "name/version"."""

    http: HttpClient
    base_url: str
    most_at_once = 1

    async def fetch(self, asked: Sequence[SourceRequest]) -> list[Reply[DeclaredSnapshot]]:
        """What these releases declare; a request for each."""
        return [await reply_or_error(self.fetch_one(question)) for question in asked]

    async def fetch_one(self, asked: SourceRequest) -> SourceReply[DeclaredSnapshot]:
        """What this release declares; one request. There is not a validator: nobody asks twice.

        Raises:
            Gone, RateLimited, Unavailable, Malformed; each says for which address.
        """
        name, _, version = asked.subject.partition("/")
        url = f"{self.base_url.rstrip('/')}/{quote(name, safe='')}/{quote(version, safe='')}/json"
        with reachable(url):
            answer = await self.http.get(url, accept="application/json")
        check_status(answer, url, "release")
        with located_at(url):
            return SourceReply(parse(answer.body, version), "")


def parse(body: bytes, version: str) -> DeclaredSnapshot:
    """What the document says, which has to be of this version.

    Raises:
        Malformed: it is of another one, or something that has to be there is missing or of another type.
    """
    info = required_object(parse_object(body), "info")
    with located_in("info"):
        if (said := required_text(info, "version")) != version:
            raise Malformed(f"version: {said!r} is not the {version!r} that was asked for")
        return DeclaredSnapshot(version, text_list(info, "classifiers"), text_list(info, "requires_dist"))
