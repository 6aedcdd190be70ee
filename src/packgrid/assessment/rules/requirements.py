"""Which series of Django or Python requirements admit: PEP 440 specifiers and PEP 508 requirements."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from packaging.markers import UndefinedComparison, UndefinedEnvironmentName
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet

from packgrid.lib.versions import normalize_name, parse_version

# A patch number that no series reaches.
LAST_PATCH = 9999
# ">=3.6.*" is not PEP 440, but was usual, and means what it says without the star.
NEEDLESS_STAR = re.compile(r"(?<=[<>])(=?\s*[0-9.]+)\.\*")
# Markers are read as on the most usual machine, so that the answer does not depend on ours.
MACHINE = {
    "extra": "",
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_machine": "x86_64",
    "platform_python_implementation": "CPython",
    "platform_release": "",
    "platform_system": "Linux",
    "platform_version": "",
    "sys_platform": "linux",
}


@lru_cache(maxsize=10_000)
def admits_series(specifier: str, series: str) -> bool | None:
    """True if a specifier such as ">=4.2,<6" admits any version of a series; None if it cannot be parsed."""
    try:
        parsed = SpecifierSet(NEEDLESS_STAR.sub(r"\1", specifier))
    except InvalidSpecifier:
        return None
    return any(parsed.contains(version, prereleases=True) for version in deciding_versions(parsed, series))


def deciding_versions(specifiers: SpecifierSet, series: str) -> Iterator[str]:
    """The versions of a series to test: the first, the last, those that are named and the ones after them."""
    yield series
    yield f"{series}.{LAST_PATCH}"
    place = series.count(".") + 1
    for specifier in specifiers:
        version = parse_version(specifier.version.removesuffix(".*"))
        if version and ".".join(map(str, version.release[:place])) == series:
            patch = version.release[place] if len(version.release) > place else 0
            yield from (str(version), f"{series}.{patch + 1}")


def select_requirements(project: str, requires_dist: Iterable[str]) -> tuple[Requirement, ...]:
    """The requirements of this project. Texts from before PEP 508 are skipped."""
    read = filter(None, map(parse_requirement, requires_dist))
    return tuple(item for item in read if normalize_name(item.name) == project)


@lru_cache(maxsize=10_000)
def parse_requirement(text: str) -> Requirement | None:
    """The requirement in a text; None if it cannot be parsed. Cached, because many packages require the same."""
    try:
        return Requirement(text)
    except InvalidRequirement:
        return None


def applies_on(requirement: Requirement, python: str) -> bool:
    """True if a requirement applies on this Python without extras. False if its marker cannot be evaluated."""
    if requirement.marker is None:
        return True
    try:
        return requirement.marker.evaluate(MACHINE | {"python_version": python, "python_full_version": f"{python}.0"})
    except (UndefinedComparison, UndefinedEnvironmentName):
        return False


def quote_requirement(requirement: Requirement) -> str:
    """The requirement without its marker, such as "Django>=4.2"."""
    return f"{requirement.name}{requirement.specifier}"
