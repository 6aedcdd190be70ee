"""Requirements of releases (PEP 508): reads them, and says which hold in an environment without extras or with one."""

import re
from functools import lru_cache

from packaging.markers import UndefinedComparison, UndefinedEnvironmentName
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet

# ">=3.6.*" is not PEP 440, but was usual, and means what it says without the star.
NEEDLESS_STAR = re.compile(r"(?<=[<>])(=?\s*[0-9.]+)\.\*")
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


def applies_on(requirement: Requirement, python: str, extra: str = "") -> bool:
    """True if a requirement applies on this Python with an extra, "" for none. False if its marker makes no sense."""
    if requirement.marker is None:
        return True
    environment = {"extra": extra, "python_version": python, "python_full_version": f"{python}.0"}
    try:
        return requirement.marker.evaluate(MACHINE | environment)
    except (UndefinedComparison, UndefinedEnvironmentName):
        return False
