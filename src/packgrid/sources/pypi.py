"""A project at PyPI: its page at the index, its JSON document, and the metadata file of its newest release.

The page has the releases and the status, the document has what people wrote. One of them is enough to know more than
before; the project is gone only if both say so. Where the page has not changed, the document is not asked for: all that
changes in it alone are vulnerabilities, and OSV tells of these.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Self
from urllib.parse import quote

import attrs

from packgrid.lib.http import HttpClient
from packgrid.lib.versions import normalize_name
from packgrid.sources.errors import Gone, Malformed, RateLimited, SourceError, Unavailable
from packgrid.sources.http_statuses import NOT_MODIFIED, check_status, translate_http_errors
from packgrid.sources.index_pages import ACCEPT, IndexPage, ProjectStatus, parse_page
from packgrid.sources.json_fields import located_at
from packgrid.sources.metadata_files import CoreMetadata, MetadataFile, fetch_metadata
from packgrid.sources.project_documents import ProjectDocument, parse_document
from packgrid.sources.releases import ReleaseList, ReleaseSnapshot, fill_gaps, list_releases
from packgrid.sources.source import Reply, SourceReply, SourceRequest, reply_or_error


@attrs.frozen
class ProjectSnapshot:
    """A project as the answers of PyPI describe it. What no answer spoke of is None.

    `metadata` is that of the newest release, None where it was not asked for or could not be had. `serial` is that of
    the last change, where an answer told it.
    """

    name: str
    document: ProjectDocument | None = None
    release_list: ReleaseList | None = None
    status: ProjectStatus | None = None
    status_reason: str | None = None
    metadata: CoreMetadata | None = None
    serial: int | None = None

    @property
    def normalized_name(self) -> str:
        """The name as PEP 503 compares it."""
        return normalize_name(self.name)

    @property
    def releases(self) -> tuple[ReleaseSnapshot, ...]:
        """The releases that are listed, oldest version first; none where no answer spoke of them."""
        return self.release_list.releases if self.release_list else ()

    @property
    def version(self) -> str | None:
        """The version to show."""
        newest = self.release_list.newest if self.release_list else None
        return newest.version if newest else None

    @property
    def released_at(self) -> datetime | None:
        """When the version to show was uploaded."""
        newest = self.release_list.newest if self.release_list else None
        return newest.uploaded_at if newest else None

    @property
    def summary(self) -> str | None:
        return self.document.summary if self.document else None

    @property
    def links(self) -> dict[str, str]:
        """The addresses by kind of link."""
        return self.document.links if self.document else {}

    @property
    def classifiers(self) -> tuple[str, ...]:
        """Those of the newest release, as far as an answer spoke of them."""
        said = self.metadata or self.document
        return said.classifiers if said else ()

    @property
    def requires_dist(self) -> tuple[str, ...]:
        """Those of the newest release, as far as an answer spoke of them."""
        said = self.metadata or self.document
        return said.requires_dist if said else ()

    @property
    def declared_version(self) -> str | None:
        """The version that classifiers and requirements are of; None where no answer spoke of them."""
        said = self.metadata or self.document
        return said.version or self.version if said else None


@attrs.frozen
class ProjectValidator:
    """The ETags of a project's page and document, and the address of the metadata file that was read last."""

    page: str = ""
    document: str = ""
    metadata: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """The validator that was written by `as_text`."""
        page, document, metadata = [*text.split(SEPARATOR), "", "", ""][:3]
        return cls(page, document, metadata)

    @property
    def as_text(self) -> str:
        """The three in one text; "" where there is none of them."""
        return SEPARATOR.join([self.page, self.document, self.metadata]).rstrip(SEPARATOR)


SEPARATOR = "\t"


@attrs.frozen
class FormAnswer[Content]:
    """The answer for one form of a project's data: its content (None if not modified), or an error."""

    title: str
    content: Content | None = None
    etag: str = ""
    error: SourceError | None = None

    @property
    def is_answered(self) -> bool:
        return self.error is None

    @property
    def is_unchanged(self) -> bool:
        return self.is_answered and self.content is None


@attrs.frozen
class PyPI:
    """The index whose pages are at `<index_url>/<name>/` and whose documents are at `<base_url>/<name>/json`.

    With `always_reads_documents` a document is asked for though the page has not changed: for its vulnerabilities.
    """

    http: HttpClient
    base_url: str
    index_url: str
    always_reads_documents: bool = False
    most_at_once = 1

    async def fetch(self, asked: Sequence[SourceRequest]) -> list[Reply[ProjectSnapshot]]:
        """The projects of these names; one request for each that has not changed, two or three for another."""
        return [await reply_or_error(self.fetch_one(question)) for question in asked]

    async def fetch_one(self, asked: SourceRequest) -> SourceReply[ProjectSnapshot]:
        """The project of this name.

        Raises:
            Gone: both forms say so. RateLimited, Unavailable, Malformed: neither form was answered as it should be.
        """
        name, known = normalize_name(asked.subject), ProjectValidator.parse(asked.validator)
        page = await self.fetch_page(name, known.page)
        if page.is_unchanged and known.document and not self.always_reads_documents:
            document: FormAnswer[ProjectDocument] = FormAnswer(DOCUMENT, etag=known.document)
        else:
            document = await self.fetch_document(name, known.document)
        if page.error and document.error:
            raise worse_error(page.error, document.error)
        releases = list_known_releases(page, document)
        metadata = await self.fetch_newest_metadata(name, releases, known.metadata)
        return make_reply(make_snapshot(name, page, document, releases, metadata), page, document, metadata)

    async def fetch_page(self, name: str, etag: str) -> FormAnswer[IndexPage]:
        """The project's page at the index; one request."""
        url = f"{self.index_url.rstrip('/')}/{quote(name, safe='')}/"
        try:
            with translate_http_errors(url):
                answer = await self.http.get(url, accept=ACCEPT, etag=etag)
            check_status(answer, url, "project", etag=etag)
            if answer.status == NOT_MODIFIED:
                return FormAnswer(PAGE, None, etag)
            kind = answer.headers.get("content-type", "")
            with located_at(url):
                page = parse_page(answer.body, content_type=kind, url=answer.url, name=name)
            return FormAnswer(PAGE, page, answer.etag)
        except SourceError as error:
            return FormAnswer(PAGE, error=error)

    async def fetch_document(self, name: str, etag: str) -> FormAnswer[ProjectDocument]:
        """The project's JSON document; one request."""
        url = f"{self.base_url.rstrip('/')}/{quote(name, safe='')}/json"
        try:
            with translate_http_errors(url):
                answer = await self.http.get(url, accept="application/json", etag=etag)
            check_status(answer, url, "project", etag=etag)
            if answer.status == NOT_MODIFIED:
                return FormAnswer(DOCUMENT, None, etag)
            with located_at(url):
                return FormAnswer(DOCUMENT, parse_document(answer.body, name), answer.etag)
        except SourceError as error:
            return FormAnswer(DOCUMENT, error=error)

    async def fetch_newest_metadata(
        self, name: str, releases: ReleaseList | None, known: str
    ) -> FormAnswer[CoreMetadata]:
        """The metadata file of the newest release, unless it was the one that was read last; one request or none."""
        newest = releases.newest if releases else None
        if newest is None:
            return FormAnswer(METADATA, etag=known)
        if not newest.metadata_url or newest.metadata_url == known:
            return FormAnswer(METADATA, etag=newest.metadata_url)
        try:
            file = MetadataFile.parse(newest.metadata_url)
            metadata = await fetch_metadata(self.http, file, name=name, version=newest.version)
        except SourceError as error:
            return FormAnswer(METADATA, error=error)
        return FormAnswer(METADATA, metadata, newest.metadata_url)


PAGE, DOCUMENT, METADATA = "index page", "JSON document", "metadata file"


def worse_error(page: SourceError, document: SourceError) -> SourceError:
    """The error that says what to do next, of the two that both forms gave; Gone only if both are that."""
    errors = [document, page]
    for kind in (RateLimited, Unavailable, Malformed, Gone):
        if found := next((error for error in errors if isinstance(error, kind)), None):
            return found
    return document


def list_known_releases(page: FormAnswer[IndexPage], document: FormAnswer[ProjectDocument]) -> ReleaseList | None:
    """The releases by the page, with times and sizes of the document where the page has none; None if nothing is new.

    The document speaks for the releases only where there is no page.
    """
    other = document.content.release_list if document.content else None
    if page.content:
        return fill_gaps(list_releases(page.content), other)
    return None if page.is_answered else other


def make_snapshot(
    name: str,
    page: FormAnswer[IndexPage],
    document: FormAnswer[ProjectDocument],
    releases: ReleaseList | None,
    metadata: FormAnswer[CoreMetadata],
) -> ProjectSnapshot | None:
    """The answers in one value; None where nothing has changed."""
    found = page.content or document.content
    if found is None:
        return None
    return ProjectSnapshot(
        name=document.content.name if document.content else found.name or name,
        document=document.content,
        release_list=releases,
        status=page.content.status if page.content else None,
        status_reason=page.content.status_reason if page.content else None,
        metadata=metadata.content,
        serial=(page.content.serial if page.content else None)
        or (document.content.serial if document.content else None),
    )


def make_reply(
    snapshot: ProjectSnapshot | None,
    page: FormAnswer[IndexPage],
    document: FormAnswer[ProjectDocument],
    metadata: FormAnswer[CoreMetadata],
) -> SourceReply[ProjectSnapshot]:
    """The reply with these answers. What failed for a while is asked for anew, and whole, next time."""
    is_metadata_due = isinstance(metadata.error, RateLimited | Unavailable)
    is_stale = is_document_stale(page, document, metadata)
    validator = ProjectValidator("" if is_metadata_due else page.etag, "" if is_stale else document.etag, metadata.etag)
    is_limited = any(isinstance(part.error, RateLimited) for part in (page, document, metadata))
    return SourceReply(
        snapshot,
        validator.as_text,
        is_whole=not (is_limited or is_stale),
        note=describe_answers(page, document, metadata),
    )


def is_document_stale(
    page: FormAnswer[IndexPage], document: FormAnswer[ProjectDocument], metadata: FormAnswer[CoreMetadata]
) -> bool:
    """True if the document is older than the page, because caches keep each for a time of its own."""
    if document.content is None:
        return document.is_answered and metadata.content is not None  # a release is new, and the document is not
    serials = (document.content.serial, page.content.serial if page.content else None)
    return None not in serials and serials[0] < serials[1]  # type: ignore[operator] # neither is None


def describe_answers(*parts: FormAnswer[IndexPage] | FormAnswer[ProjectDocument] | FormAnswer[CoreMetadata]) -> str:
    """Which forms answered, why others did not, and what was left out of them: a line for each."""
    answered = [part.title for part in parts if part.is_answered and (part.title != METADATA or part.content)]
    failed = [f"no {part.title}: {part.error}" for part in parts if part.error]
    left_out = [
        f"left out of the {part.title}: {note}" for part in parts for note in getattr(part.content, "left_out", ())
    ]
    untold = [part.content.untold for part in parts if isinstance(part.content, IndexPage) and part.content.untold]
    return "\n".join([f"answered by {', '.join(answered)}", *untold, *failed, *left_out])
