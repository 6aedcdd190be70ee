"""PyPI's JSON document of a project (its documentation, "JSON API", read November 2026), read item by item.

It has what the index's page lacks: summary, description, people, links, vulnerabilities. Its `releases` are documented
as removable: they are read only where there is no page, and where they are gone, too, `urls` has the newest release.
"""

from collections.abc import Iterator
from email.utils import getaddresses

import attrs

from packgrid.lib.licenses import find_license
from packgrid.lib.versions import normalize_name, version_sort_key
from packgrid.sources import links
from packgrid.sources.errors import Malformed
from packgrid.sources.index_pages import IndexFile, read_hashes, read_yanked
from packgrid.sources.json_fields import (
    Json,
    format_value,
    located_in,
    optional_count,
    optional_object,
    optional_text,
    optional_time,
    parse_object,
    required_object,
    required_text,
    text_list,
)
from packgrid.sources.left_out import UnreadNotes
from packgrid.sources.person_names import strip_addresses
from packgrid.sources.releases import ReleaseList, combine_files


@attrs.frozen
class ReportedVulnerability:
    """A known vulnerability of the newest version, as OSV names it."""

    id: str
    aliases: tuple[str, ...]
    link: str | None
    summary: str | None
    fixed_in: tuple[str, ...]


@attrs.frozen
class Ownership:
    """Who may publish releases: an organization ("" for none), and accounts with their roles."""

    organization: str = ""
    roles: tuple[tuple[str, str], ...] = ()


@attrs.frozen
class ProjectDocument:
    """A project as its newest release describes it. None is unknown.

    `release_list` is None where the document tells of no release; it is complete where it has `releases`. `serial`
    grows with each change.
    """

    name: str
    version: str | None
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
    vulnerabilities: tuple[ReportedVulnerability, ...]
    ownership: Ownership | None = None
    release_list: ReleaseList | None = None
    serial: int | None = None
    left_out: tuple[str, ...] = ()


def parse_document(body: bytes, name: str) -> ProjectDocument:
    """The document in these bytes, which has to be of the project of this name.

    Raises:
        Malformed: it is of another project, or not such a document.
    """
    found = parse_object(body)
    left_out = UnreadNotes()
    info = required_object(found, "info")
    document = read_info(info, name, left_out)
    return attrs.evolve(
        document,
        vulnerabilities=tuple(read_vulnerabilities(found, left_out)),
        ownership=read_ownership(found, left_out),
        release_list=read_releases(found, document.version, left_out),
        serial=left_out.read("", optional_count, found, "last_serial"),
        left_out=left_out.as_tuple(),
    )


def read_info(info: Json, name: str, left_out: UnreadNotes) -> ProjectDocument:
    """The description of a project from `info`, of a JSON document or made of a metadata file."""
    with located_in("info"):
        said = required_text(info, "name")
    if normalize_name(said) != normalize_name(name):
        raise Malformed(f"info.name: {said!r} is not the {name!r} that was asked for")
    classifiers = read_texts(info, "classifiers", left_out)
    text = {key: left_out.read("info", optional_text, info, key) for key in TEXTS}
    return ProjectDocument(
        name=said,
        version=text["version"],
        summary=text["summary"],
        description=text["description"],
        description_content_type=text["description_content_type"],
        author=left_out.read("info", parse_person, info, "author"),
        maintainer=left_out.read("info", parse_person, info, "maintainer"),
        classifiers=classifiers,
        requires_python=text["requires_python"],
        requires_dist=read_texts(info, "requires_dist", left_out),
        license=find_license(
            expression=text["license_expression"],
            text=text["license"],
            classifiers=classifiers,
            files=read_texts(info, "license_files", left_out),
        ),
        links=links.classify_links(readable_links(info, left_out)),
        vulnerabilities=(),
    )


TEXTS = (
    "version",
    "summary",
    "description",
    "description_content_type",
    "requires_python",
    "license_expression",
    "license",
)


def read_texts(info: Json, key: str, left_out: UnreadNotes) -> tuple[str, ...]:
    """The texts of a list; what is none is left out."""
    value = info.get(key)
    if isinstance(value, list):
        for number, item in enumerate(value):
            if not isinstance(item, str):
                left_out.add(f"info.{key}[{number}]: a text was expected, not {format_value(item)}")
        value = [item for item in value if isinstance(item, str)]
    return left_out.read("info", text_list, {key: value}, key) or ()


def readable_links(info: Json, left_out: UnreadNotes) -> Json:
    """`info` with those links alone that are texts."""
    fallbacks: Json = {key: left_out.read("info", optional_text, info, key) for key in BESIDE_LINKS}
    given = info.get("project_urls")
    if given is None:
        return fallbacks
    if not isinstance(given, dict):
        left_out.add(f"info.project_urls: an object was expected, not {format_value(given)}")
        return fallbacks
    urls = {label: left_out.read("info.project_urls", optional_text, given, label) for label in given}
    return fallbacks | {"project_urls": urls}


BESIDE_LINKS = (*links.FALLBACKS.values(), "download_url", "name")
"""What says something of links besides `project_urls`."""


def parse_person(info: Json, role: str) -> str | None:
    """The name of the author or maintainer, also where it stands only before an address; addresses are not kept."""
    named = strip_addresses(optional_text(info, role) or "")
    if named and "@" not in named:
        return named
    pairs = getaddresses([optional_text(info, f"{role}_email") or ""], strict=False)
    names = dict.fromkeys(strip_addresses(name) for name, _address in pairs if name and "@" not in name)
    return ", ".join(filter(None, names)) or None


def read_vulnerabilities(found: Json, left_out: UnreadNotes) -> Iterator[ReportedVulnerability]:
    """The known vulnerabilities, without those that were withdrawn."""
    for place, item in read_objects(found, "vulnerabilities", left_out):
        identifier = left_out.read(place, optional_text, item, "id")
        withdrawn = left_out.read(place, optional_text, item, "withdrawn")
        if identifier and withdrawn is None:
            yield ReportedVulnerability(
                identifier,
                left_out.read(place, text_list, item, "aliases") or (),
                left_out.read(place, optional_text, item, "link"),
                left_out.read(place, optional_text, item, "summary"),
                left_out.read(place, text_list, item, "fixed_in") or (),
            )


def read_objects(found: Json, key: str, left_out: UnreadNotes, within: str = "") -> Iterator[tuple[str, Json]]:
    """The objects of a list with their places; what is none is left out."""
    value, place = found.get(key), f"{within}{key}"
    if value is not None and not isinstance(value, list):
        left_out.add(f"{place}: a list was expected, not {format_value(value)}")
        return
    for number, item in enumerate(value or ()):
        if isinstance(item, dict):
            yield f"{place}[{number}]", item
        else:
            left_out.add(f"{place}[{number}]: an object was expected, not {format_value(item)}")


def read_ownership(found: Json, left_out: UnreadNotes) -> Ownership | None:
    """Who may publish; None where the index does not tell. Each role is a pair of the account and what it may do."""
    if found.get("ownership") is None:
        return None
    said = left_out.read("", optional_object, found, "ownership")
    if said is None:
        return None
    roles: dict[tuple[str, str], None] = {}
    for place, item in read_objects(said, "roles", left_out, "ownership."):
        user = left_out.read(place, required_text, item, "user")
        role = left_out.read(place, optional_text, item, "role")
        if user:
            roles[user.strip(), role or ""] = None
    organization = left_out.read("ownership", optional_text, said, "organization")
    return Ownership(organization or "", tuple(roles)[:MOST_ROLES]) if roles or organization else None


MOST_ROLES = 100


def read_releases(found: Json, version: str | None, left_out: UnreadNotes) -> ReleaseList | None:
    """Every release where the document has them; else the newest alone, whose files are in `urls`."""
    releases = found.get("releases")
    if not isinstance(releases, dict):
        if releases is not None:
            left_out.add(f"releases: an object was expected, not {format_value(releases)}")
        files = read_files(found, "urls", version, left_out) if version else []
        return ReleaseList((combine_files(version, files),), is_complete=False) if version and files else None
    listed = {each: read_files(releases, each, each, left_out, "releases.") for each in releases}
    return ReleaseList(tuple(combine_files(each, listed[each]) for each in sorted(listed, key=version_sort_key)))


def read_files(found: Json, key: str, version: str, left_out: UnreadNotes, within: str = "") -> list[IndexFile]:
    """The files of a release under this key; those without a name are left out."""
    items = read_objects(found, key, left_out, within)
    files = (read_file(item, version, place, left_out) for place, item in items)
    return [file for file in files if file]


def read_file(item: Json, version: str, place: str, left_out: UnreadNotes) -> IndexFile | None:
    """One file. Old indexes have `upload_time` alone, which is in UTC, too."""
    filename = left_out.read(place, required_text, item, "filename")
    if filename is None:
        return None
    is_yanked, reason = left_out.read(place, read_yanked, item, "yanked") or (False, None)
    why = left_out.read(place, optional_text, item, "yanked_reason")
    url = left_out.read(place, optional_text, item, "url")
    time = "upload_time" if item.get("upload_time_iso_8601") is None else "upload_time_iso_8601"
    return IndexFile(
        filename=filename,
        url=url or "",
        version=version,
        hashes=left_out.read(place, read_hashes, item, "digests") or {},
        size_bytes=left_out.read(place, optional_count, item, "size"),
        uploaded_at=left_out.read(place, optional_time, item, time),
        requires_python=left_out.read(place, optional_text, item, "requires_python"),
        is_yanked=is_yanked,
        yanked_reason=reason or why,
    )
