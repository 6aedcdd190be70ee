"""Requirements of releases (PEP 508): reads them, and says which hold in an environment without extras or with one."""

import re
from functools import lru_cache

from packaging.markers import UndefinedComparison, UndefinedEnvironmentName
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet

from packgrid.lib.versions import normalize_name, parse_version

# ">=3.6.*" is not PEP 440, but was usual, and means what it says without the star.
NEEDLESS_STAR = re.compile(r"(?<=[<>])(=?\s*[0-9.]+)\.\*")
EXTRA = re.compile(r'extra == "([^"]+)"|"([^"]+)" == extra')
# Markers are read as on the most usual machine, so that the answer does not depend on ours.
MACHINE = {
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
def parse_requirement(text: str) -> Requirement | None:
    """The requirement in a text; None if it cannot be parsed. Cached, because many packages require the same."""
    try:
        return Requirement(text)
    except InvalidRequirement:
        return None


@lru_cache(maxsize=10_000)
def parse_specifier(text: str) -> SpecifierSet | None:
    """The specifier in a text such as ">=4.2,<6"; None if it cannot be parsed."""
    try:
        return SpecifierSet(NEEDLESS_STAR.sub(r"\1", text))
    except InvalidSpecifier:
        return None


@lru_cache(maxsize=10_000)
def admits_version(specifier: str, version: str) -> bool:
    """True if a specifier admits a version, pre-releases included. False where either cannot be parsed."""
    if not specifier:
        return True
    found, parsed = parse_specifier(specifier), parse_version(version)
    return found is not None and parsed is not None and found.contains(parsed, prereleases=True)


def applies_on(requirement: Requirement, python: str, extra: str = "") -> bool:
    """True if a requirement applies on this Python with an extra, "" for none. False if its marker makes no sense."""
    if requirement.marker is None:
        return True
    environment = {"extra": extra, "python_version": python, "python_full_version": f"{python}.0"}
    try:
        return requirement.marker.evaluate(MACHINE | environment)
    except (UndefinedComparison, UndefinedEnvironmentName):
        return False


def find_extras(requirement: Requirement) -> list[str]:
    """The extras that a requirement belongs to, as its marker spells them."""
    return [before or behind for behind, before in EXTRA.findall(str(requirement.marker or ""))]


def find_applying_extras(requirement: Requirement, python: str) -> list[str]:
    """The normalized extras with which a requirement applies on this Python; [""] if it applies without any."""
    if applies_on(requirement, python):
        return [""]
    extras = sorted({normalize_name(extra) for extra in find_extras(requirement)})
    return [extra for extra in extras if applies_on(requirement, python, extra)]
