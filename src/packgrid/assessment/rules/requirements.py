"""Which series of Django or Python requirements admit: PEP 440 specifiers and PEP 508 requirements."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from packgrid.lib.requirements import parse_requirement, parse_specifier
from packgrid.lib.versions import normalize_name, parse_version

# A patch number that no series reaches.
LAST_PATCH = 9999


@lru_cache(maxsize=10_000)
def admits_series(specifier: str, series: str) -> bool | None:
    """True if a specifier such as ">=4.2,<6" admits any version of a series; None if it cannot be parsed."""
    parsed = parse_specifier(specifier)
    if parsed is None:
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


def quote_requirement(requirement: Requirement) -> str:
    """The requirement without its marker, such as "Django>=4.2"."""
    return f"{requirement.name}{requirement.specifier}"
