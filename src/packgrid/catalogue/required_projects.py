"""The projects that are installed with a release, read from its requirements. Pure."""

from collections.abc import Iterable, Iterator

import attrs
from packaging.requirements import Requirement

from packgrid.lib.requirements import find_applying_extras, parse_requirement
from packgrid.lib.versions import normalize_name

PYTHON = "3.13"
LONGEST_NAME, LONGEST_SPECIFIER = 100, 300


@attrs.frozen
class NeededProject:
    """A required project, with the columns of RequiredProject."""

    extra: str
    project: str
    project_extra: str
    specifier: str


def list_needed_projects(requires_dist: Iterable[str]) -> list[NeededProject]:
    """The projects that these requirements lead to on CPython 3.13 on Linux x86-64, with and without extras.

    A requirement that cannot be read has no project, and its text as specifier.
    """
    return list(dict.fromkeys(needed for text in requires_dist for needed in read_needed_projects(text)))


def read_needed_projects(text: str) -> Iterator[NeededProject]:
    """The project of one requirement, once for itself and once for each extra of it; nothing where none is needed."""
    requirement = parse_requirement(text)
    if requirement is None:
        yield from () if "extra" in text else (NeededProject("", "", "", text[:LONGEST_SPECIFIER]),)
        return
    extras = find_applying_extras(requirement, PYTHON)
    project, specifier = normalize_name(requirement.name), describe_specifier(requirement)
    project_extras = ["", *sorted(map(normalize_name, requirement.extras))]
    if len(specifier) > LONGEST_SPECIFIER or len(max(project, *extras, *project_extras, key=len)) > LONGEST_NAME:
        project, specifier, project_extras = "", text[:LONGEST_SPECIFIER], [""]
        extras = [extra for extra in extras if len(extra) <= LONGEST_NAME]
    for extra in extras:
        yield from (NeededProject(extra, project, each, specifier) for each in project_extras)


def describe_specifier(requirement: Requirement) -> str:
    """The versions that are accepted, "" for all; an address, which no version fits, where it names one."""
    return f"@ {requirement.url}" if requirement.url else str(requirement.specifier)
