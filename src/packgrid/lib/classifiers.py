"""Facts from trove classifiers."""

import re
from collections.abc import Iterable

PYTHON = "Programming Language :: Python :: "
DJANGO = "Framework :: Django :: "
STATUS = "Development Status :: "
NO_LICENSES = {"", "osi approved", "dfsg approved"}
VERSION = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})*")


def python_versions(classifiers: Iterable[str]) -> tuple[str, ...]:
    """The Python versions declared, such as ("3.12", "3.13"); majors alone only if nothing finer is declared."""
    return drop_coarse_versions(strip_prefix(PYTHON, classifiers))


def django_versions(classifiers: Iterable[str]) -> tuple[str, ...]:
    """The Django versions declared, such as ("5.2", "6.0")."""
    return drop_coarse_versions(strip_prefix(DJANGO, classifiers))


def development_status(classifiers: Iterable[str]) -> str | None:
    """Such as "Production/Stable"; None if it is not declared."""
    said = strip_prefix(STATUS, classifiers)
    return said[0].partition(" - ")[2] or None if said else None


def license_names(classifiers: Iterable[str]) -> list[str]:
    """The last part of every licence classifier, except those that name no licence, such as "OSI Approved" alone."""
    found = [[part.strip() for part in classifier.split("::")] for classifier in classifiers]
    names = [parts[-1] for parts in found if len(parts) > 1 and parts[0].lower() == "license"]
    return [name for name in names if name.lower() not in NO_LICENSES]


def strip_prefix(prefix: str, classifiers: Iterable[str]) -> list[str]:
    """The classifiers that start with the prefix, without it."""
    return [classifier.removeprefix(prefix) for classifier in classifiers if classifier.startswith(prefix)]


def drop_coarse_versions(said: Iterable[str]) -> tuple[str, ...]:
    """The versions in order, without majors such as "3" if there are finer ones such as "3.12"."""
    versions = {tuple(int(part) for part in text.split(".")) for text in said if VERSION.fullmatch(text)}
    finer = {version for version in versions if len(version) > 1} or versions
    return tuple(".".join(str(part) for part in version) for version in sorted(finer))
