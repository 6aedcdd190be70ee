"""Applies the README and the releases of a project."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import attrs

from packgrid.catalogue.models import Readme, Release
from packgrid.catalogue.required_projects import list_needed_projects
from packgrid.catalogue.requirement_models import RequiredProject
from packgrid.lib.clean_text import clean_text, is_clean
from packgrid.lib.readme_html import digest_readme
from packgrid.lib.readme_process import shared_process
from packgrid.lib.versions import is_prerelease, version_sort_key
from packgrid.sources.pypi import ProjectSnapshot
from packgrid.sources.releases import ReleaseSnapshot

LONGEST_VERSION = 100
LONGEST_SORT_KEY = 300
LONGEST_REQUIREMENT = 200
LONGEST_URL = 500


@attrs.frozen
class PreparedReadme:
    """A README to store: safe HTML (None if the project has none), and the digest of its source."""

    html: str | None
    source_digest: str = ""


def prepare_readme(pk: int, snapshot: object) -> PreparedReadme | None:
    """The README that a snapshot of PyPI gives; None where the stored one was made from the same text.

    Rendering takes up to half a minute: call it outside transactions. One query.
    """
    if not isinstance(snapshot, ProjectSnapshot) or snapshot.document is None:
        return None
    text, content_type = snapshot.document.description, snapshot.document.description_content_type
    if text is None:
        return PreparedReadme(None)
    digest = digest_readme(text, content_type)
    if Readme.objects.filter(package=pk, source_digest=digest).exists():
        return None
    rendered = shared_process.render(text, content_type)
    return PreparedReadme(clean_text(rendered.html), digest if rendered.is_final else "")


def put_readme(pk: int, readme: PreparedReadme | None) -> bool:
    """Store or drop the README, None leaves it; True if what people see changed."""
    if readme is None:
        return False
    if readme.html is None:
        return bool(Readme.objects.filter(package=pk).delete()[0])
    stored = Readme.objects.filter(package=pk).values_list("html", flat=True).first()
    Readme.objects.update_or_create(package_id=pk, defaults=attrs.asdict(readme))
    return stored != readme.html


def put_releases(pk: int, releases: list[Release], snapshot: ProjectSnapshot, now: datetime) -> bool:
    """Add, change and mark as gone; nothing is ever deleted. True if anything changed. One statement.

    `releases` are the stored rows; afterwards they are what is stored then. Classifiers and requirements are told of
    the newest alone, and kept when the next one comes; those of older ones come one by one (older_releases.py).
    """
    listed = {release.version: release_columns(release) for release in snapshot.releases if is_storable(release)}
    if snapshot.release_list is None or not snapshot.release_list.is_complete:
        listed = {release.version: {} for release in releases} | listed
    if (declared := listed.get(snapshot.declared_version or "")) is not None:
        declared |= {"classifiers": list(snapshot.classifiers), "requires_dist": list(snapshot.requires_dist)}
    new = [Release(package_id=pk, version=version, **listed[version]) for version in unknown_versions(listed, releases)]
    rows = new + [release for release in releases if brought_up_to_date(release, listed, now)]
    releases += new
    copies = [Release(**{name: getattr(row, name) for name in WRITTEN}) for row in rows]  # the version finds the row
    Release.objects.bulk_create(
        copies, 500, update_conflicts=True, unique_fields=["package", "version"], update_fields=UPDATED
    )
    return bool(rows)


def put_required_projects(pk: int, requires_dist: Iterable[str]) -> None:
    """Replace the stored projects that a package requires. Two statements."""
    rows = [RequiredProject(package_id=pk, **attrs.asdict(needed)) for needed in list_needed_projects(requires_dist)]
    RequiredProject.objects.filter(package=pk).delete()
    RequiredProject.objects.bulk_create(rows)


def find_known_date(values: Mapping[str, Any], releases: Iterable[Release]) -> dict[str, Any]:
    """When the version in `values` was uploaded, as stored, where the answer does not tell: HTML has no times."""
    if values.get("released_at", NOT_SAID) is not None:
        return {}
    stored = (release.uploaded_at for release in releases if release.version == values.get("version"))
    return {"released_at": next(stored, None)}


NOT_SAID = ""


def unknown_versions(listed: Iterable[str], releases: Iterable[Release]) -> list[str]:
    """The versions that are not stored yet."""
    stored = {release.version for release in releases}
    return [version for version in listed if version not in stored]


def brought_up_to_date(release: Release, listed: Mapping[str, Mapping[str, Any]], now: datetime) -> bool:
    """Set what differs; True if anything did. One that is no longer listed is gone; no date or size is forgotten."""
    wanted = listed.get(release.version, {"gone_since": release.gone_since or now})
    changes = {name: value for name, value in wanted.items() if getattr(release, name) != value}
    changes = {name: value for name, value in changes.items() if value is not None or name not in NEVER_FORGOTTEN}
    for name, value in changes.items():
        setattr(release, name, value)
    return bool(changes)


NEVER_FORGOTTEN = {"uploaded_at", "size_bytes", "install_bytes", "provenance_url"}
"""What one form of an index tells and the other does not."""


def is_storable(snapshot: ReleaseSnapshot) -> bool:
    """True if a version and its key fit their columns. Those that do not are no versions but accidents."""
    version = snapshot.version
    return len(version) <= LONGEST_VERSION and len(version_sort_key(version)) <= LONGEST_SORT_KEY and is_clean(version)


def release_columns(snapshot: ReleaseSnapshot) -> dict[str, Any]:
    """The columns of a listed release."""
    return {
        "sort_key": version_sort_key(snapshot.version),
        "uploaded_at": snapshot.uploaded_at,
        "is_prerelease": is_prerelease(snapshot.version),
        "is_yanked": snapshot.is_yanked,
        "yanked_reason": snapshot.yanked_reason,
        "has_wheel": snapshot.has_wheel,
        "has_sdist": snapshot.has_sdist,
        "size_bytes": snapshot.size_bytes,
        "install_bytes": snapshot.install_bytes,
        "requires_python": (snapshot.requires_python or "")[:LONGEST_REQUIREMENT] or None,
        "metadata_url": snapshot.metadata_url if len(snapshot.metadata_url) <= LONGEST_URL else "",
        "provenance_url": snapshot.provenance_url if len(snapshot.provenance_url or "") <= LONGEST_URL else None,
        "gone_since": None,
    }


RELEASE_COLUMNS = (
    "sort_key",
    "uploaded_at",
    "is_prerelease",
    "is_yanked",
    "yanked_reason",
    "has_wheel",
    "has_sdist",
    "size_bytes",
    "install_bytes",
    "requires_python",
    "metadata_url",
    "provenance_url",
    "gone_since",
)
UPDATED = (*RELEASE_COLUMNS, "classifiers", "requires_dist")
WRITTEN = ("package_id", "version", *UPDATED)
