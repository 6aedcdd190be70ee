"""A project's page at an index (PyPA's "Simple repository API", read November 2026), as JSON or as HTML.

PEP 503 and 691 (the forms), 592 (yanked), 658 and 714 (metadata files), 700 (versions, sizes, times), 740 (provenance)
and 792 (status). The version of the interface and the project's name have to be right; all else is read item by item.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from urllib.parse import urljoin, urlsplit, urlunsplit

import attrs

from packgrid.lib.clean_text import clean_text
from packgrid.lib.locators import is_web_address
from packgrid.lib.versions import normalize_name
from packgrid.sources.errors import Malformed
from packgrid.sources.file_names import VersionFinder
from packgrid.sources.index_html import page_from_html
from packgrid.sources.json_fields import (
    Json,
    format_value,
    optional_count,
    optional_object,
    optional_text,
    optional_time,
    parse_object,
    required_text,
)
from packgrid.sources.left_out import UnreadNotes

ACCEPT = (
    "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1, "
    "application/json;q=0.01"
)
JSON_TYPES = {"application/vnd.pypi.simple.v1+json", "application/json"}
HTML_TYPES = {"application/vnd.pypi.simple.v1+html", "text/html", "application/xhtml+xml"}
MAJOR, WITH_STATUS = 1, (1, 4)
METADATA_KEYS = ("core-metadata", "dist-info-metadata", "data-dist-info-metadata")
LONGEST_VERSION_SHOWN = 30


class ProjectStatus(StrEnum):
    """The status of a project at its index, and the reason that its owners give (PEP 792)."""

    ACTIVE = "active"
    ARCHIVED = "archived"
    QUARANTINED = "quarantined"
    DEPRECATED = "deprecated"


@attrs.frozen
class IndexFile:
    """A file of a release. None is unknown, an empty text is "none".

    `version` is spelled as the index lists it. `metadata_hashes` is None where no metadata file is known, and empty
    where there is one without a hash. `provenance_url` is "" where the index says that there is none.
    """

    filename: str
    url: str
    version: str | None
    hashes: Mapping[str, str]
    size_bytes: int | None = None
    uploaded_at: datetime | None = None
    requires_python: str | None = None
    is_yanked: bool = False
    yanked_reason: str | None = None
    metadata_hashes: Mapping[str, str] | None = None
    provenance_url: str | None = None


@attrs.frozen
class IndexPage:
    """A project as an index lists it. `status` is None where the index does not tell.

    `versions` are as listed, those without files too; `is_complete` is False where a version may be missing because
    something was left out, or because the index hides the files of a quarantined project. `serial` grows with each
    change.
    """

    name: str
    api_version: str
    status: ProjectStatus | None
    status_reason: str | None
    versions: tuple[str, ...]
    files: tuple[IndexFile, ...]
    left_out: tuple[str, ...] = ()
    is_complete: bool = True
    serial: int | None = None

    @property
    def untold(self) -> str:
        """Names in words all that this index offers for no file, as many mirrors do; "" if it offers everything."""
        offered = {
            "metadata files": any(file.metadata_hashes is not None for file in self.files),
            "attestations": any(file.provenance_url is not None for file in self.files),
            "project status": self.status is not None,
        }
        missing = [f"no {name}" for name, is_there in offered.items() if not is_there]
        return f"the index page offers {', '.join(missing)}" if self.files and missing else ""


def parse_page(body: bytes, *, content_type: str, url: str, name: str) -> IndexPage:
    """The page of the project of this name, which came from this address.

    Raises:
        Malformed: it is neither of the forms, of a later interface, or of another project.
    """
    kind, _, parameters = content_type.partition(";")
    kind = kind.strip().lower()
    if kind in JSON_TYPES:
        return read_page(parse_object(body), url=without_credentials(url), name=name)
    if kind in HTML_TYPES:
        found, base = page_from_html(body, parameters, url=without_credentials(url), name=name)
        if not (found["files"] or found["meta"]):
            raise Malformed("the index answers with a page that has no files of a project")
        return read_page(found, url=base, name=name)
    raise Malformed(f"the index answers with {format_value(kind or None)}, which is neither its JSON nor its HTML form")


def read_page(found: Json, *, url: str, name: str) -> IndexPage:
    """The page in an object of the JSON form."""
    left_out = UnreadNotes()
    api_version = read_api_version(found, left_out)
    said = required_text(found, "name")
    if normalize_name(said) != normalize_name(name):
        raise Malformed(f"name: {said!r} is not the {name!r} that was asked for")
    status, reason = read_status(found, api_version, left_out)
    listed = read_versions(found, left_out)
    finder = VersionFinder.make(name, listed or ())
    files = tuple(read_files(found, finder, url, left_out))
    versions = listed if listed is not None else tuple(dict.fromkeys(file.version for file in files if file.version))
    is_hidden = status is ProjectStatus.QUARANTINED and not files
    return IndexPage(
        name=said,
        api_version=".".join(map(str, api_version)),
        status=status,
        status_reason=reason,
        versions=versions,
        files=files,
        left_out=left_out.as_tuple(),
        is_complete=not (is_hidden or (listed is None and left_out.notes)),
        serial=read_serial(found),
    )


def read_api_version(found: Json, left_out: UnreadNotes) -> tuple[int, int]:
    """The version of the interface; 1.0 where none is told. A greater minor version has only more in it.

    Raises:
        Malformed: its major version is greater than ours.
    """
    meta = left_out.read("", optional_object, found, "meta") or {}
    text = left_out.read("meta", optional_text, meta, "api-version") or "1.0"
    major, _, minor = text[:LONGEST_VERSION_SHOWN].partition(".")
    if not (major.isdecimal() and minor.isdecimal()):
        left_out.add(f"meta.api-version: {format_value(text)} is not a version of the interface")
        return (1, 0)
    if int(major) > MAJOR:
        raise Malformed(f"meta.api-version: {text} is later than the {MAJOR}.x that can be read")
    return int(major), int(minor)


def read_serial(found: Json) -> int | None:
    """The serial of the last change, which some indexes tell beside the interface."""
    meta = found.get("meta")
    return UnreadNotes().read("", optional_count, meta, "_last-serial") if isinstance(meta, dict) else None


def read_status(
    found: Json, api_version: tuple[int, int], left_out: UnreadNotes
) -> tuple[ProjectStatus | None, str | None]:
    """The status and its reason. It stands at the top; one example of the specification has it under `meta`."""
    said, reason = status_fields(found, left_out)
    if said is None:
        return (ProjectStatus.ACTIVE if api_version >= WITH_STATUS else None), None
    try:
        return ProjectStatus(said.lower()), reason
    except ValueError:
        left_out.add(f"project-status: {format_value(said)} is not a status that is known")
        return None, None


def status_fields(found: Json, left_out: UnreadNotes) -> tuple[str | None, str | None]:
    """The texts of the status and of its reason, wherever they stand."""
    meta = found.get("meta")
    for place in (found, meta if isinstance(meta, dict) else {}):
        value = place.get("project-status")
        if isinstance(value, str):
            return value, left_out.read("", optional_text, place, "project-status-reason")
        if value is not None:
            inner = left_out.read("", optional_object, place, "project-status") or {}
            said = left_out.read("project-status", optional_text, inner, "status")
            return said, left_out.read("project-status", optional_text, inner, "reason")
    return None, None


def read_versions(found: Json, left_out: UnreadNotes) -> tuple[str, ...] | None:
    """The listed versions, None where the index lists none (before API version 1.1)."""
    value = found.get("versions")
    if value is None:
        return None
    if not isinstance(value, list):
        left_out.add(f"versions: a list was expected, not {format_value(value)}")
        return None
    versions: dict[str, None] = {}
    for number, version in enumerate(value):
        if isinstance(version, str) and version.strip():
            versions[clean_text(version)] = None
        else:
            left_out.add(f"versions[{number}]: a text was expected, not {format_value(version)}")
    return tuple(versions)


def read_files(found: Json, finder: VersionFinder, url: str, left_out: UnreadNotes) -> list[IndexFile]:
    """The files that can be told apart and found."""
    value = found.get("files")
    if not isinstance(value, list):
        if value is not None:
            left_out.add(f"files: a list was expected, not {format_value(value)}")
        return []
    files = (read_file(item, number, finder, url, left_out) for number, item in enumerate(value))
    return list({file.filename: file for file in files if file}.values())


def read_file(item: object, number: int, finder: VersionFinder, url: str, left_out: UnreadNotes) -> IndexFile | None:
    """One file; None where it has no name or no address. A field that cannot be read is unknown, and noted."""
    place = f"files[{number}]"
    if not isinstance(item, dict):
        left_out.add(f"{place}: an object was expected, not {format_value(item)}")
        return None
    filename = left_out.read(place, required_text, item, "filename")
    address = left_out.read(place, required_text, item, "url")
    if filename is None or address is None:
        return None
    place = f"{place} ({filename})"
    if (target := resolve_url(url, address)) is None:
        left_out.add(f"{place}.url: {format_value(address)} is not a web address")
        return None
    if (version := finder.find(filename)) is None:
        left_out.add(f"{place}: its name has no version of the project")
    is_yanked, reason = left_out.read(place, read_yanked, item, "yanked") or (False, None)
    return IndexFile(
        filename=filename,
        url=target,
        version=version,
        hashes=left_out.read(place, read_hashes, item, "hashes") or {},
        size_bytes=left_out.read(place, optional_count, item, "size"),
        uploaded_at=left_out.read(place, optional_time, item, "upload-time"),
        requires_python=left_out.read(place, optional_text, item, "requires-python"),
        is_yanked=is_yanked,
        yanked_reason=reason,
        metadata_hashes=read_metadata_hashes(item, place, left_out),
        provenance_url=read_provenance(item, place, url, left_out),
    )


def resolve_url(base: str, address: str) -> str | None:
    """The web address that an address within a page leads to; None if it is none."""
    try:
        target = urljoin(base, address.strip())
    except ValueError:
        return None
    return target if is_web_address(target) else None


def read_yanked(item: Json, key: str) -> tuple[bool, str | None]:
    """True with the reason (None if none is given) for a yanked file, else (False, None)."""
    value = item.get(key)
    if value is None or isinstance(value, bool):
        return bool(value), None
    if not isinstance(value, str):
        raise Malformed(f"{key}: true, false or a reason was expected, not {format_value(value)}")
    return bool(value), clean_text(value).strip() or None


def read_hashes(item: Json, key: str) -> dict[str, str]:
    """Digests by the name of their algorithm, in small letters."""
    value = optional_object(item, key)
    if not all(isinstance(digest, str) for digest in value.values()):
        raise Malformed(f"{key}: texts were expected, not {format_value(value)}")
    return {str(name).lower(): str(digest).lower() for name, digest in value.items()}


def read_metadata_hashes(item: Json, place: str, left_out: UnreadNotes) -> Mapping[str, str] | None:
    """The hashes of the metadata file beside a file; the first of the three keys that is there counts (PEP 714)."""
    key = next((key for key in METADATA_KEYS if item.get(key) is not None), None)
    if key is None or item[key] is False:
        return None
    return {} if item[key] is True else left_out.read(place, read_hashes, item, key)


def read_provenance(item: Json, place: str, url: str, left_out: UnreadNotes) -> str | None:
    """The address of a file's provenance: "" where the index says that there is none, None where it does not tell."""
    if "provenance" not in item:
        return None
    address = left_out.read(place, optional_text, item, "provenance")
    if not address:
        return "" if item["provenance"] is None else None
    return resolve_url(url, address)


def without_credentials(url: str) -> str:
    """An address without user and password: what is resolved against it must not show them."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
