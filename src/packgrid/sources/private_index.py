"""A project at a private index: its page, as JSON or HTML, and the metadata file of its newest release.

Nothing of it goes anywhere else: redirects to other servers are not followed (indexes forward names that they do not
know to the public index), and a metadata file is fetched only from the index's own server.
"""

from collections.abc import Sequence
from urllib.parse import quote, urlsplit

import attrs

from packgrid.lib.http import HttpClient
from packgrid.lib.index_credentials import IndexAddress
from packgrid.lib.versions import normalize_name
from packgrid.sources.errors import Gone, SourceError, Unavailable
from packgrid.sources.http_statuses import NOT_MODIFIED, check_status, translate_http_errors
from packgrid.sources.index_pages import ACCEPT, parse_page
from packgrid.sources.json_fields import located_at
from packgrid.sources.left_out import UnreadNotes
from packgrid.sources.metadata_files import CoreMetadata, MetadataFile, fetch_metadata
from packgrid.sources.project_documents import read_info
from packgrid.sources.pypi import ProjectSnapshot
from packgrid.sources.releases import ReleaseSnapshot, list_releases
from packgrid.sources.source import Reply, SourceReply, SourceRequest, reply_or_error


@attrs.frozen
class PrivateIndex:
    """The index at this address. A validator is the ETag of a page. `title` is what people call the index."""

    http: HttpClient
    title: str
    address: IndexAddress | None
    most_at_once = 1

    async def fetch(self, asked: Sequence[SourceRequest]) -> list[Reply[ProjectSnapshot]]:
        """The projects of these names; one request for each, and one for the metadata of its newest release."""
        return [await reply_or_error(self.fetch_one(question)) for question in asked]

    async def fetch_one(self, asked: SourceRequest) -> SourceReply[ProjectSnapshot]:
        """The project of this name.

        Raises:
            Gone, RateLimited, Unavailable, Malformed; each says for which address.
        """
        if self.address is None:
            raise Unavailable(f"no index is called {self.title}; PACKGRID_PRIVATE_INDEXES has to name its address.")
        name = normalize_name(asked.subject)
        url = f"{self.address.url.rstrip('/')}/{quote(name, safe='')}/"
        with translate_http_errors(url):
            answer = await self.http.get_at_home(url, accept=ACCEPT, etag=asked.validator, headers=self.address.headers)
        if "location" in answer.headers:
            raise Gone(f"{url}: forwards to another server, so it has no such project itself")
        check_status(answer, url, "project", etag=asked.validator)
        if answer.status == NOT_MODIFIED:
            return SourceReply(None, asked.validator)
        with located_at(url):
            page = parse_page(
                answer.body, content_type=answer.headers.get("content-type", ""), url=answer.url, name=name
            )
        releases = list_releases(page)
        left_out = UnreadNotes([f"left out of the index page: {note}" for note in page.left_out])
        metadata = await self.fetch_metadata(name, releases.newest, left_out)
        snapshot = ProjectSnapshot(
            name=metadata.name if metadata else page.name,
            document=read_info(metadata.info, name, UnreadNotes()) if metadata else None,
            release_list=releases,
            status=page.status,
            status_reason=page.status_reason,
            metadata=metadata,
        )
        return SourceReply(
            snapshot,
            answer.etag,
            note="\n".join(["answered by index page", *filter(None, [page.untold]), *left_out.as_tuple()]),
        )

    async def fetch_metadata(
        self, name: str, release: ReleaseSnapshot | None, left_out: UnreadNotes
    ) -> CoreMetadata | None:
        """The metadata of a release, None with a note where it cannot be had."""
        if release is None or not release.metadata_url or self.address is None:
            return None
        file = MetadataFile.parse(release.metadata_url)
        if urlsplit(file.url).netloc != urlsplit(self.address.url).netloc:
            left_out.add("no metadata file: it is at another server")
            return None
        try:
            return await fetch_metadata(
                self.http, file, name=name, version=release.version, headers=self.address.headers
            )
        except SourceError as error:
            left_out.add(f"no metadata file: {error}")
            return None
