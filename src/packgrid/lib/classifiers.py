"""What trove classifiers say, in short words."""

import re
from collections.abc import Iterable

PYTHON = "Programming Language :: Python :: "
DJANGO = "Framework :: Django :: "
STATUS = "Development Status :: "
LICENSE = "License :: "
VERSION = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})*")


def python_versions(classifiers: Iterable[str]) -> tuple[str, ...]:
    """The Python versions declared, such as ("3.12", "3.13"); majors alone only where nothing finer is said."""
    return finest(after(PYTHON, classifiers))


def django_versions(classifiers: Iterable[str]) -> tuple[str, ...]:
    """The Django versions declared, such as ("5.2", "6.0")."""
    return finest(after(DJANGO, classifiers))


def development_status(classifiers: Iterable[str]) -> str | None:
    """Such as "Production/Stable"; None if it is not said."""
    said = after(STATUS, classifiers)
    return said[0].partition(" - ")[2] or None if said else None


def license_names(classifiers: Iterable[str]) -> list[str]:
    """The last part of every licence classifier, but for the one that says only that it is open source."""
    names = [said.rpartition(" :: ")[2] for said in after(LICENSE, classifiers)]
    return [name for name in names if name != "OSI Approved"]


def after(prefix: str, classifiers: Iterable[str]) -> list[str]:
    """What follows the prefix, of those that have it."""
    return [classifier.removeprefix(prefix) for classifier in classifiers if classifier.startswith(prefix)]


def finest(said: Iterable[str]) -> tuple[str, ...]:
    """The versions in order; "3" says nothing beside "3.12"."""
    versions = {tuple(int(part) for part in text.split(".")) for text in said if VERSION.fullmatch(text)}
    finer = {version for version in versions if len(version) > 1} or versions
    return tuple(".".join(str(part) for part in version) for version in sorted(finer))
