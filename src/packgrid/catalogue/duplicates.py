"""Finds a package that is in the catalogue already, under whatever name."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from packgrid.catalogue.former_packages import is_merged
from packgrid.catalogue.models import FormerPackage, Package
from packgrid.lib.locators import RepoLocator, find_repo
from packgrid.lib.versions import normalize_name


def find_duplicate(values: Mapping[str, Any], *, but: int | None = None) -> Package | None:
    """A package with this slug, project or repository, hidden ones included; None if there is none.

    Packages of one repository with different projects or folders are distinct. At most three queries.
    """
    others = Package.objects.exclude(pk=but) if but else Package.objects.all()
    return find_by_name(others, values) or find_by_repo(others, values)


def find_by_name(others: QuerySet[Package], values: Mapping[str, Any]) -> Package | None:
    """The package with this slug, present or former, or with this project."""
    names = Q(pk=None)
    if slug := values.get("slug"):
        names |= Q(slug__iexact=slug)
        names |= Q(pk__in=FormerPackage.objects.filter(slug__iexact=slug).values("package"))
    if project := values.get("pypi_name"):
        names |= Q(pypi_name=normalize_name(project))
    return others.exclude(is_merged()).filter(names).order_by("pk").first()


def find_by_repo(others: QuerySet[Package], values: Mapping[str, Any]) -> Package | None:
    """The package of this repository, unless it is distinct from the one described."""
    repo = find_repo(values.get("repo_url") or "")
    if repo is None:
        return None
    for other in (
        others.exclude(is_merged())
        .filter(repo_url__iregex=rf"^https?://(www\.)?{escape_repo(repo)}(\.git)?/?$")
        .order_by("pk")
    ):
        theirs = find_repo(other.repo_url)
        if theirs and theirs.same_key == repo.same_key and not are_distinct(other, values):
            return other
    return None


def escape_repo(repo: RepoLocator) -> str:
    """Host and path for a regular expression that both databases understand."""
    return "".join(sign if sign.isalnum() or sign in "/_-" else f"[{sign}]" for sign in f"{repo.host}/{repo.path}")


def are_distinct(other: Package, values: Mapping[str, Any]) -> bool:
    """True if the project or the folder shows that these are two packages of one repository."""
    project, folder = values.get("pypi_name"), values.get("repo_subdirectory")
    return bool(project and other.pypi_name and project != other.pypi_name) or (folder or "") != other.repo_subdirectory
