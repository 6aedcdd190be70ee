"""PyPI's JSON documents (its documentation, "JSON API", read November 2026): one project, all of its releases."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from email.utils import getaddresses
from urllib.parse import quote

import attrs

from packgrid.lib.http import HttpClient
from packgrid.lib.licenses import find_license
from packgrid.lib.versions import newest_version, normalize_name, version_sort_key
from packgrid.sources import links
from packgrid.sources.errors import Malformed
from packgrid.sources.http_statuses import NOT_MODIFIED, check_status, translate_http_errors
from packgrid.sources.json_fields import (
    Json,
    located_at,
    located_in,
    object_list,
    optional_count,
    optional_text,
    parse_object,
    required_object,
    required_text,
    required_time,
    text_list,
)
from packgrid.sources.source import Reply, SourceReply, SourceRequest, reply_or_error


@attrs.frozen
class ReleaseSnapshot:
    """One release: `uploaded_at` of its first file (UTC), `size_bytes` of all its files; yanked if all of them are."""

    version: str
    uploaded_at: datetime | None
    is_yanked: bool
    yanked_reason: str | None
    has_wheel: bool
    has_sdist: bool
    size_bytes: int
    requires_python: str | None


@attrs.frozen
class Vulnerability:
    """A known vulnerability of the newest version, as OSV names it."""

    id: str
    aliases: tuple[str, ...]
    link: str | None
    summary: str | None
    fixed_in: tuple[str, ...]


@attrs.frozen
class ProjectSnapshot:
    """A project as PyPI describes it. None is unknown."""

    name: str
    summary: str | None
    description: str | None
    description_content_type: str | None
    author: str | None
    maintainer: str | None
    classifiers: tuple[str, ...]
    requires_python: str | None
    requires_dist: tuple[str, ...]
    license: str | None
    links: dict[str, str]
    version: str | None
    released_at: datetime | None
    releases: tuple[ReleaseSnapshot, ...]
    vulnerabilities: tuple[Vulnerability, ...]

    @property
    def normalized_name(self) -> str:
        """The name as PEP 503 compares it."""
        return normalize_name(self.name)


@attrs.frozen
class PyPI:
    """The index whose documents are at `<base_url>/<name>/json`. A validator is the ETag of a document."""

    http: HttpClient
    base_url: str
    most_at_once = 1

    async def fetch(self, asked: Sequence[SourceRequest]) -> list[Reply[ProjectSnapshot]]:
        """The projects of these names; a request for each."""
        return [await reply_or_error(self.fetch_one(question)) for question in asked]

    async def fetch_one(self, asked: SourceRequest) -> SourceReply[ProjectSnapshot]:
        """The project of this name; one request.

        Raises:
            Gone, RateLimited, Unavailable, Malformed; each says for which address.
        """
        name = normalize_name(asked.subject)
        url = f"{self.base_url.rstrip('/')}/{quote(name, safe='')}/json"
        with translate_http_errors(url):
            answer = await self.http.get(url, accept="application/json", etag=asked.validator)
        check_status(answer, url, "project", etag=asked.validator)
        if answer.status == NOT_MODIFIED:
            return SourceReply(None, asked.validator)
        with located_at(url):
            return SourceReply(parse_named(answer.body, name), answer.etag)


def parse_named(body: bytes, name: str) -> ProjectSnapshot:
    """The snapshot in the document, which has to be of the project of this name."""
    snapshot = parse(body)
    if snapshot.normalized_name != normalize_name(name):
        raise Malformed(f"info.name: {snapshot.name!r} is not the {name!r} that was asked for")
    return snapshot


def parse(body: bytes) -> ProjectSnapshot:
    """The snapshot in a project's document.

    Raises:
        Malformed: something that has to be there is missing or of another type; nothing of the document is used.
    """
    found = parse_object(body)
    info, releases = required_object(found, "info"), parse_releases(required_object(found, "releases"))
    known = tuple(parse_vulnerabilities(found))
    with located_in("info"):
        return from_info(info, releases, known)


def from_info(info: Json, releases: tuple[ReleaseSnapshot, ...], known: tuple[Vulnerability, ...]) -> ProjectSnapshot:
    """The snapshot of the `info` of a document with what stands beside it."""
    version, classifiers = choose_version(releases), text_list(info, "classifiers")
    return ProjectSnapshot(
        name=required_text(info, "name"),
        summary=optional_text(info, "summary"),
        description=optional_text(info, "description"),
        description_content_type=optional_text(info, "description_content_type"),
        author=parse_person(info, "author"),
        maintainer=parse_person(info, "maintainer"),
        classifiers=classifiers,
        requires_python=optional_text(info, "requires_python"),
        requires_dist=text_list(info, "requires_dist"),
        license=find_license(
            expression=optional_text(info, "license_expression"),
            text=optional_text(info, "license"),
            classifiers=classifiers,
            files=text_list(info, "license_files"),
        ),
        links=links.classify_links(info),
        version=version,
        released_at=next((release.uploaded_at for release in releases if release.version == version), None),
        releases=releases,
        vulnerabilities=known,
    )


def parse_person(info: Json, role: str) -> str | None:
    """The name of the author or maintainer, also where it stands only before an address; addresses are not kept."""
    named = optional_text(info, role) or ""
    if named and "@" not in named:
        return named
    pairs = getaddresses([named, optional_text(info, f"{role}_email") or ""], strict=False)
    names = dict.fromkeys(name for name, _address in pairs if name and "@" not in name)
    return ", ".join(names) or None


def parse_releases(found: Json) -> tuple[ReleaseSnapshot, ...]:
    """Every release, oldest version first."""
    with located_in("releases"):
        files = {version: object_list(found, version) for version in sorted(found, key=version_sort_key)}
    return tuple(parse_release(version, those) for version, those in files.items())


def parse_release(version: str, files: tuple[Json, ...]) -> ReleaseSnapshot:
    """One release from its files; a release whose files were all deleted has none and no time."""
    with located_in(f"releases.{version}[]"):
        return from_files(version, files)


def from_files(version: str, files: tuple[Json, ...]) -> ReleaseSnapshot:
    """The release that these files make up."""
    yanked = [file for file in files if file.get("yanked") is True]
    is_yanked = bool(files) and len(yanked) == len(files)
    kinds = {optional_text(file, "packagetype") for file in files}
    return ReleaseSnapshot(
        version=version,
        uploaded_at=min((required_time(file, "upload_time_iso_8601") for file in files), default=None),
        is_yanked=is_yanked,
        yanked_reason=find_first_value(yanked, "yanked_reason") if is_yanked else None,
        has_wheel="bdist_wheel" in kinds,
        has_sdist="sdist" in kinds,
        size_bytes=sum(optional_count(file, "size") or 0 for file in files),
        requires_python=find_first_value(files, "requires_python"),
    )


def find_first_value(files: Iterable[Json], key: str) -> str | None:
    """The first value that any of the files has under this key."""
    return next((said for file in files if (said := optional_text(file, key))), None)


def choose_version(releases: Iterable[ReleaseSnapshot]) -> str | None:
    """The version to show: the newest stable one that can be installed; yanked ones only where all are."""
    with_files = [release for release in releases if release.uploaded_at]
    usable = [release.version for release in with_files if not release.is_yanked]
    return newest_version(usable or [release.version for release in with_files])


def parse_vulnerabilities(found: Json) -> Iterable[Vulnerability]:
    """The known vulnerabilities, without those that were withdrawn."""
    for item in object_list(found, "vulnerabilities"):
        with located_in("vulnerabilities[]"):
            if optional_text(item, "withdrawn") is None and (identifier := optional_text(item, "id")):
                yield Vulnerability(
                    identifier,
                    text_list(item, "aliases"),
                    optional_text(item, "link"),
                    optional_text(item, "summary"),
                    text_list(item, "fixed_in"),
                )
