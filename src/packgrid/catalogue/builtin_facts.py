"""Facts that what a package does is built into a framework or into Python now: where, since when, and who says so.

People enter them. The four columns of Package are one fact: all are empty, or all but the name are given.
"""

import re
from collections.abc import Mapping

import attrs

from packgrid.catalogue.listed_packages import ListedPackage
from packgrid.catalogue.models import Package
from packgrid.lib.frameworks import BY_KEY, Framework
from packgrid.lib.locators import is_web_address

COLUMNS = ("builtin_in", "builtin_since", "builtin_name", "builtin_url")
VERSION = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4}){0,2}")


@attrs.frozen(kw_only=True)
class BuiltinFact:
    """The `framework` that does the task of a package since a version. `name` is its name there, "" if not said."""

    framework: Framework
    since: str
    name: str
    url: str

    @property
    def mark(self) -> str:
        """Such as "in Django 6.0", for lists and the heads of grids."""
        return f"in {self.framework.title} {self.since}"

    @property
    def sentence(self) -> str:
        """Such as "Part of Django since 6.0: django.tasks", without a full stop."""
        place = f"Part of {self.framework.title}" if self.framework.project else "In Python's standard library"
        return f"{place} since {self.since}{f': {self.name}' if self.name else ''}"


def read_builtin_fact(package: Package | ListedPackage) -> BuiltinFact | None:
    """The fact about a package; None if there is none, or if nobody knows the framework any more."""
    framework = BY_KEY.get(package.builtin_in)
    if framework is None:
        return None
    return BuiltinFact(
        framework=framework, since=package.builtin_since, name=package.builtin_name, url=package.builtin_url
    )


def find_builtin_problems(values: Mapping[str, str | None]) -> dict[str, str]:
    """The faults of the values of these columns together: a sentence for each column that has to change."""
    given = {name: (values.get(name) or "").strip() for name in COLUMNS}
    if not any(given.values()):
        return {}
    found = {
        "builtin_in": explain_framework(given["builtin_in"]),
        "builtin_since": explain_version(given["builtin_since"]),
        "builtin_url": explain_source(given["builtin_url"]),
    }
    return {name: sentence for name, sentence in found.items() if sentence}


def explain_framework(key: str) -> str:
    """The fault of the key of a framework as a sentence; "" for none."""
    if not key:
        return "Say what it is built into, or empty the other three fields."
    return "" if key in BY_KEY else f"“{key}” is not one of {', '.join(BY_KEY)}."


def explain_version(version: str) -> str:
    """The fault of a version as a sentence; "" for none."""
    if not version:
        return "Enter the first version that has it, such as 6.0."
    return "" if VERSION.fullmatch(version) else f"“{version}” is not a version. Write it as 6.0 or 3.9.1."


def explain_successor_source(url: str, *, has_successor: bool) -> str:
    """The problem with the page that names the successor of a package; "" if there is none. It may be missing."""
    if url and not has_successor:
        return "Say which package replaces it, or empty the source."
    return explain_source(url) if url else ""


def explain_source(url: str) -> str:
    """The fault of the address of a source as a sentence; "" for none."""
    if not url:
        return "Enter the address of a page that says so, such as the release notes."
    return "" if is_web_address(url) else f"“{url}” is not the address of a page. Begin it with https://."
