"""The requirements and classifiers of one release: from its metadata file, else from PyPI's document about it.

The document of a project ("JSON API", read November 2026) has those of its newest release alone. They never change.
"""

from collections.abc import Sequence
from urllib.parse import quote

import attrs

from packgrid.lib.http import HttpClient
from packgrid.sources.errors import Gone, Malformed
from packgrid.sources.http_statuses import check_status, translate_http_errors
from packgrid.sources.json_fields import located_at, located_in, parse_object, required_object, required_text, text_list
from packgrid.sources.metadata_files import MetadataFile, fetch_metadata
from packgrid.sources.source import Reply, SourceReply, SourceRequest, reply_or_error


@attrs.frozen
class DeclaredSnapshot:
    """The versions of Python and Django that a release says it works with."""

    version: str
    classifiers: tuple[str, ...]
    requires_dist: tuple[str, ...]


@attrs.frozen
class PyPIReleases:
    """The index whose documents are at `<base_url>/<name>/<version>/json`.

    A subject is "name/version". The validator of a request is where the metadata file of the release is, with its
    digest as fragment, "" where none is known.
    """

    http: HttpClient
    base_url: str
    most_at_once = 1

    async def fetch(self, asked: Sequence[SourceRequest]) -> list[Reply[DeclaredSnapshot]]:
        """The declarations of these releases; one request for each."""
        return [await reply_or_error(self.fetch_one(question)) for question in asked]

    async def fetch_one(self, asked: SourceRequest) -> SourceReply[DeclaredSnapshot]:
        """The declarations of this release; one request, or two where its metadata file is not there or another one.

        Raises:
            Gone, RateLimited, Unavailable, Malformed; each says for which address.
        """
        name, _, version = asked.subject.partition("/")
        if not asked.validator:
            return await self.fetch_document(name, version)
        try:
            file = MetadataFile.parse(asked.validator)
            metadata = await fetch_metadata(self.http, file, name=name, version=version)
        except (Gone, Malformed):
            return await self.fetch_document(name, version)
        return SourceReply(DeclaredSnapshot(version, metadata.classifiers, metadata.requires_dist), "")

    async def fetch_document(self, name: str, version: str) -> SourceReply[DeclaredSnapshot]:
        """The declarations in the document of this release; one request."""
        url = f"{self.base_url.rstrip('/')}/{quote(name, safe='')}/{quote(version, safe='')}/json"
        with translate_http_errors(url):
            answer = await self.http.get(url, accept="application/json")
        check_status(answer, url, "release")
        with located_at(url):
            return SourceReply(parse(answer.body, version), "")


def parse(body: bytes, version: str) -> DeclaredSnapshot:
    """The snapshot in the document of a release, which must have this version.

    Raises:
        Malformed: it is of another one, or something that has to be there is missing or of another type.
    """
    info = required_object(parse_object(body), "info")
    with located_in("info"):
        if (said := required_text(info, "version")) != version:
            raise Malformed(f"version: {said!r} is not the {version!r} that was asked for")
        return DeclaredSnapshot(version, text_list(info, "classifiers"), text_list(info, "requires_dist"))
