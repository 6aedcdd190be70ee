"""Core metadata of a release (PyPA's "Core metadata specifications", read November 2026), in a file beside its wheel.

PEP 658 puts it at the address of the wheel with ".metadata" behind. It never changes, so it is asked for once.
"""

import hashlib
from collections.abc import Iterable, Mapping

import attrs
from packaging.metadata import RawMetadata, parse_email

from packgrid.lib.clean_text import clean_text
from packgrid.lib.http import Headers, HttpClient
from packgrid.lib.versions import normalize_name, parse_version
from packgrid.sources.errors import Malformed
from packgrid.sources.file_names import is_pure_wheel, is_wheel
from packgrid.sources.http_statuses import check_status, translate_http_errors
from packgrid.sources.index_pages import IndexFile
from packgrid.sources.json_fields import Json, format_value, located_at

MAJOR = 2
SUFFIX = ".metadata"
STRENGTHS = ("sha512", "sha384", "sha256", "sha3_256", "blake2b", "sha224", "sha1", "md5")
"""The algorithms that we check, the strongest first."""


@attrs.frozen
class CoreMetadata:
    """The metadata of a release. `info` has the shape of `info` in the index's JSON documents."""

    name: str
    version: str
    classifiers: tuple[str, ...]
    requires_dist: tuple[str, ...]
    info: Json


@attrs.frozen
class MetadataFile:
    """The address of the metadata file of a release, and the digest that it must have ("" for any)."""

    url: str
    digest: str = ""

    @classmethod
    def parse(cls, text: str) -> "MetadataFile":
        """The file that was written by `as_text`."""
        url, _, digest = text.partition("#")
        return cls(url, digest)

    @property
    def as_text(self) -> str:
        """The address with the digest as its fragment: `https://.../a.whl.metadata#sha256=...`."""
        return f"{self.url}#{self.digest}" if self.digest else self.url


def choose_metadata_file(files: Iterable[IndexFile]) -> MetadataFile | None:
    """The metadata file that speaks for a release: that of a wheel for every platform, else of the first wheel.

    Indexes have them for wheels; source archives may declare something else when they are built.
    """
    having = [file for file in files if file.metadata_hashes is not None]
    ordered = sorted(
        having, key=lambda file: (not is_pure_wheel(file.filename), not is_wheel(file.filename), file.filename)
    )
    return next(
        (MetadataFile(file.url + SUFFIX, format_strongest_digest(file.metadata_hashes or {})) for file in ordered), None
    )


def format_strongest_digest(hashes: Mapping[str, str]) -> str:
    """The digest by the strongest algorithm that we know, as `sha256=...`; "" if there is none."""
    return next((f"{name}={hashes[name]}" for name in STRENGTHS if name in hashes), "")


async def fetch_metadata(
    http: HttpClient, file: MetadataFile, *, name: str, version: str, headers: Headers | None = None
) -> CoreMetadata:
    """The metadata of this release; one request. With `headers` no redirect to another server is followed.

    Raises:
        Gone, RateLimited, Unavailable; Malformed: its digest is another one, or it is of another release.
    """
    with translate_http_errors(file.url):
        answer = await (http.get_at_home(file.url, headers=headers) if headers is not None else http.get(file.url))
    check_status(answer, file.url, "metadata file")
    with located_at(file.url):
        check_digest(answer.body, file.digest)
        return parse_metadata(answer.body, name=name, version=version)


def check_digest(body: bytes, digest: str) -> None:
    """Return if these bytes have this digest, or if there is none to compare.

    Raises:
        Malformed: they have another one.
    """
    algorithm, _, wanted = digest.partition("=")
    if wanted and (found := hashlib.new(algorithm, body, usedforsecurity=False).hexdigest()) != wanted.lower():
        raise Malformed(f"its {algorithm} is {found}, but the index says {wanted}")


def parse_metadata(body: bytes, *, name: str, version: str) -> CoreMetadata:
    """The metadata in a file, which has to be of this release. What is written wrongly in it is left out.

    Raises:
        Malformed: it is of another release, or of a later major version.
    """
    raw, _unknown = parse_email(body)
    check_metadata_version(raw.get("metadata_version") or "")
    said = raw.get("name") or ""
    if normalize_name(said) != normalize_name(name):
        raise Malformed(f"Name: {format_value(said)} is not the {name!r} that was asked for")
    if not is_same_version(raw.get("version") or "", version):
        raise Malformed(f"Version: {format_value(raw.get('version'))} is not the {version!r} that was asked for")
    return CoreMetadata(
        name=clean_text(said),
        version=version,
        classifiers=tuple(map(clean_text, raw.get("classifiers") or ())),
        requires_dist=tuple(map(clean_text, raw.get("requires_dist") or ())),
        info=info_of(raw),
    )


def check_metadata_version(said: str) -> None:
    """Return for every version of the format that can be read: any minor one, and none at all.

    Raises:
        Malformed: the major version is greater.
    """
    major = said.partition(".")[0]
    if major.isdecimal() and int(major[:9]) > MAJOR:
        raise Malformed(f"Metadata-Version: {format_value(said)} is later than the {MAJOR}.x that can be read")


def is_same_version(said: str, version: str) -> bool:
    """True if two texts are spellings of one version."""
    parsed = parse_version(said)
    return said.strip() == version or (parsed is not None and parsed == parse_version(version))


def info_of(raw: RawMetadata) -> Json:
    """The metadata in the shape of `info` in the JSON documents of an index."""
    info: Json = {key: raw.get(key) for key in AS_THEY_ARE}
    info["description"] = raw.get("description")
    info["license_files"] = raw.get("license_files")
    info["project_urls"] = dict(raw.get("project_urls") or {}) or None
    return info


AS_THEY_ARE = (
    "name",
    "version",
    "summary",
    "description_content_type",
    "author",
    "author_email",
    "maintainer",
    "maintainer_email",
    "license",
    "license_expression",
    "classifiers",
    "requires_dist",
    "requires_python",
    "home_page",
)
