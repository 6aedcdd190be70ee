"""Tags that say why a package has no value to filter by: nobody has asked yet, or whoever was asked says nothing.

They are named after what a filter needs: the field, or for `is:` and `has:` the value behind it (NEEDED).
"""

from collections.abc import Iterable, Iterator, Mapping

from packgrid.assessment.rules.support_cells import SupportCell, SupportKind
from packgrid.lib.frameworks import BY_KEY as FRAMEWORKS
from packgrid.lib.frameworks import OPTIONAL
from packgrid.search.index_source import IndexSource

NOT_CHECKED, SAYS_NOTHING = "unchecked", "silent"
STATUS, PROJECT = "status", "project"
NEEDED: Mapping[str, str] = {
    **dict.fromkeys(("is:maintained", "is:finished", "is:unmaintained"), STATUS),
    "is:archived": "archived",
    "is:vulnerable": "vulnerable",
    **dict.fromkeys(("has:docs", "has:wheels", "has:types", "has:readme"), PROJECT),
    "has:licence": "license",
}
"""The facts that the values of `is:` and `has:` need; those that people enter need none."""
FIELDS = ("license", *FRAMEWORKS, "stars", "updated", "released")
"""The fields that need what they are named after."""
OPTIONAL_KEYS = {framework.key for framework in OPTIONAL}


def needed_value(field: str, value: str) -> str:
    """The name of the value that a filter needs of a package; "" if it is never missing."""
    if field in {"uses", "framework"}:
        return PROJECT
    return {"age": "released"}.get(field, field) if field in (*FIELDS, "age") else NEEDED.get(f"{field}:{value}", "")


def missing_tags(package: IndexSource) -> Iterator[str]:
    """The tags of what is not known of a package, without support of frameworks (missing_support_tags)."""
    awaits_project = bool(package.pypi_name) and package.classifiers is None
    awaits_host = bool(package.repo_url) and package.is_archived is None and package.stars is None
    awaits_any = awaits_project or awaits_host
    if awaits_project:
        yield missing_tag(PROJECT, is_checked=False)
    if not (package.license or package.repo_license):
        yield missing_tag("license", is_checked=not awaits_any)
    if not package.status:
        yield missing_tag(STATUS, is_checked=package.status is not None and not awaits_any)
    if package.pypi_name and package.vulnerabilities is None:
        yield missing_tag("vulnerable", is_checked=False)
    if package.pypi_name and package.released_at is None:
        yield missing_tag("released", is_checked=not awaits_project)
    if package.repo_url:
        yield from missing_repo_tags(package, awaits_host=awaits_host)


def missing_repo_tags(package: IndexSource, *, awaits_host: bool) -> Iterator[str]:
    """The tags of what is not known of a repository."""
    for name, value in (("archived", package.is_archived), ("stars", package.stars)):
        if value is None:
            yield missing_tag(name, is_checked=not awaits_host)
    if package.last_commit_at is None:
        yield missing_tag("updated", is_checked=False)


def missing_support_tags(field: str, cells: Iterable[SupportCell]) -> Iterator[str]:
    """The tag of a framework of which a release says nothing, or of which it was not read what it says.

    Of a framework that only some packages mention, nothing was read where nothing was read of the project at all, which
    missing_tags() says.
    """
    kinds = {cell.kind for cell in cells}
    if SupportKind.NOT_CHECKED in kinds:
        if field not in OPTIONAL_KEYS:
            yield missing_tag(field, is_checked=False)
    elif kinds <= {SupportKind.UNKNOWN}:
        yield missing_tag(field, is_checked=True)


def missing_tag(needed: str, *, is_checked: bool) -> str:
    """The tag of a missing value."""
    return f"={SAYS_NOTHING}:{needed}" if is_checked else f"={NOT_CHECKED}:{unchecked_value(needed)}"


def unchecked_value(needed: str) -> str:
    """The value that was not checked where one is missing: the project, for a framework that few packages mention."""
    return PROJECT if needed in OPTIONAL_KEYS else needed
