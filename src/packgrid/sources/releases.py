"""The releases of a project, made of its files at an index."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import attrs

from packgrid.lib.versions import newest_version, version_sort_key
from packgrid.sources.file_names import is_sdist, is_wheel
from packgrid.sources.index_pages import IndexFile, IndexPage
from packgrid.sources.install_files import measure_install_file
from packgrid.sources.metadata_files import choose_metadata_file


@attrs.frozen
class ReleaseSnapshot:
    """One release: `uploaded_at` of its first file (UTC), `size_bytes` of all its files; yanked if all of them are.

    None is unknown. `size_bytes` and `uploaded_at` are unknown where the index tells them of none of the files.
    `install_bytes` is the size of the file that pip would install, 0 where no file can be (see install_files.py).
    `metadata_url` is where its metadata file is, with its digest as fragment; "" where there is none.
    `provenance_url` is that of the first file that has one; "" where the index says that there is none.
    """

    version: str
    uploaded_at: datetime | None
    is_yanked: bool
    yanked_reason: str | None
    has_wheel: bool
    has_sdist: bool
    size_bytes: int | None
    requires_python: str | None
    metadata_url: str = ""
    provenance_url: str | None = None
    file_count: int = 0
    install_bytes: int | None = None


@attrs.frozen
class ReleaseList:
    """The releases that an index lists, oldest version first.

    Of what it does not list nothing is known where the list is not complete.
    """

    releases: tuple[ReleaseSnapshot, ...]
    is_complete: bool = True

    @property
    def newest(self) -> ReleaseSnapshot | None:
        """The release to show: the newest stable one that can be installed; yanked ones only where all are."""
        with_files = [release for release in self.releases if release.file_count]
        usable = [release.version for release in with_files if not release.is_yanked]
        version = newest_version(usable or [release.version for release in with_files])
        return next((release for release in self.releases if release.version == version), None)


def list_releases(page: IndexPage) -> ReleaseList:
    """The releases of a project's page; those whose files were all deleted have none and no time."""
    files: dict[str, list[IndexFile]] = {version: [] for version in sorted(page.versions, key=version_sort_key)}
    for file in page.files:
        if file.version in files:
            files[file.version].append(file)
    releases = tuple(combine_files(version, those) for version, those in files.items())
    return ReleaseList(releases, page.is_complete)


def fill_gaps(found: ReleaseList, other: ReleaseList | None) -> ReleaseList:
    """These releases, with the missing times and sizes taken from another list: HTML pages have neither."""
    known = {release.version: release for release in other.releases} if other else {}
    return attrs.evolve(found, releases=tuple(fill_gap(each, known.get(each.version)) for each in found.releases))


def fill_gap(release: ReleaseSnapshot, other: ReleaseSnapshot | None) -> ReleaseSnapshot:
    """This release, with its missing values taken from another answer."""
    if other is None or not release.file_count:
        return release
    return attrs.evolve(
        release,
        uploaded_at=release.uploaded_at or other.uploaded_at,
        size_bytes=release.size_bytes or other.size_bytes,
        install_bytes=other.install_bytes if release.install_bytes is None else release.install_bytes,
    )


def combine_files(version: str, files: Sequence[IndexFile]) -> ReleaseSnapshot:
    """The release that these files make up."""
    files = sorted(files, key=lambda file: file.filename)  # the same release, however the index orders its files
    yanked = [file for file in files if file.is_yanked]
    is_yanked = bool(files) and len(yanked) == len(files)
    sizes = [file.size_bytes for file in files if file.size_bytes is not None]
    metadata = choose_metadata_file(files)
    return ReleaseSnapshot(
        version=version,
        uploaded_at=min((file.uploaded_at for file in files if file.uploaded_at), default=None),
        is_yanked=is_yanked,
        yanked_reason=first_text(file.yanked_reason for file in yanked) if is_yanked else None,
        has_wheel=any(is_wheel(file.filename) for file in files),
        has_sdist=any(is_sdist(file.filename) for file in files),
        size_bytes=sum(sizes) if sizes or not files else None,
        requires_python=first_text(file.requires_python for file in files),
        metadata_url=metadata.as_text if metadata else "",
        provenance_url=choose_provenance(files),
        file_count=len(files),
        install_bytes=measure_install_file(files),
    )


def choose_provenance(files: Iterable[IndexFile]) -> str | None:
    """The address of the first provenance; "" where the index says of every file that there is none."""
    told = [file.provenance_url for file in files]
    return next(filter(None, told), "" if told and all(url == "" for url in told) else None)


def first_text(texts: Iterable[str | None]) -> str | None:
    """The first text that says something."""
    return next(filter(None, texts), None)
