"""The rule for likely duplicates. Pure."""

from enum import StrEnum

import attrs

from packgrid.lib.locators import find_repo
from packgrid.lib.versions import normalize_name


class DuplicateReason(StrEnum):
    """Why two packages are probably one."""

    SAME_PROJECT = "same project"
    SAME_REPO = "same repository"

    @property
    def is_certain(self) -> bool:
        """True if nobody may add such a package; else it may be another one after all."""
        return self is DuplicateReason.SAME_PROJECT


@attrs.frozen
class PackageIdentity:
    """The fields by which packages are compared; "" is not declared.

    `index_name` is the index of the project, "" the public one.
    """

    pypi_name: str = ""
    repo_url: str = ""
    repo_subdirectory: str = ""
    index_name: str = ""

    @property
    def project(self) -> tuple[str, str] | None:
        """The index and the normalized name of the project; None where none is declared."""
        return (self.index_name, normalize_name(self.pypi_name)) if self.pypi_name else None

    @property
    def repo_key(self) -> str:
        """A key that all addresses of one repository share; "" where none can be parsed."""
        repo = find_repo(self.repo_url) if self.repo_url else None
        return repo.same_key if repo else ""


def find_duplicate_reason(one: PackageIdentity, other: PackageIdentity) -> DuplicateReason | None:
    """Why these are probably one package: they declare one project, or one repository and folder, and not two projects.

    Similar names alone are no reason.
    """
    if one.project and one.project == other.project:
        return DuplicateReason.SAME_PROJECT
    if one.project and other.project:
        return None
    is_same_place = one.repo_key == other.repo_key and folder_of(one) == folder_of(other)
    return DuplicateReason.SAME_REPO if one.repo_key and is_same_place else None


def folder_of(package: PackageIdentity) -> str:
    """Its folder without slashes around it."""
    return package.repo_subdirectory.strip("/")
