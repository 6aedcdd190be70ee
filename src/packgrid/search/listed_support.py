"""The series of frameworks that packages in lists support, read from the tags of their search entries."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

import attrs

from packgrid.lib.databases import DATABASES, Database
from packgrid.lib.frameworks import FRAMEWORKS, Framework
from packgrid.search.missing_tags import missing_tag

KEYS = "|".join(framework.key for framework in FRAMEWORKS)
SUPPORT_TAG = re.compile(rf"=(?:framework:|(?:unchecked:|silent:)?(?:{KEYS})\b)\S*")
DRIVER_TAG = re.compile(
    rf"=uses:({'|'.join(re.escape(driver) for database in DATABASES for driver in database.drivers)})(?= |$)"
)
SERIES_TAG = re.compile(rf"=({KEYS}):([0-9.]+)(?= )")
NOT_CHECKED, SAYS_NOTHING, NO_PROJECT = "not checked", "not stated", "no PyPI project"


@attrs.frozen
class ListedSupport:
    """The series of a framework that the newest release declares or allows, oldest first.

    `missing` is why it is not known whether there are any: nobody asked, nobody says, or there is no project to ask
    about; "" if it is known. A release that names only series that we do not know has none, and nothing is missing.
    """

    key: str
    title: str
    series: tuple[str, ...]
    missing: str


def read_listed_support(tags: str, *, has_project: bool) -> Sequence[ListedSupport]:
    """The support of Django, of Python, and of the other frameworks that the release mentions."""
    return parse_support_tags(select_support_tags(tags), is_indexed=bool(tags), has_project=has_project)


def select_support_tags(tags: str) -> str:
    """The part of an entry's tags that tells of support, so that many entries have the same."""
    return " ".join(SUPPORT_TAG.findall(tags))


@lru_cache(maxsize=4096)
def parse_support_tags(tags: str, *, is_indexed: bool, has_project: bool) -> tuple[ListedSupport, ...]:
    """The support that these tags tell, cached, because many packages support the same."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, series in SERIES_TAG.findall(f"{tags} "):
        found[key].append(series)
    words = frozenset(tags.split())
    missing = "" if is_indexed else NOT_CHECKED
    if not (has_project or words):
        missing = NO_PROJECT
    return tuple(
        ListedSupport(
            framework.key,
            framework.title,
            tuple(found[framework.key]),
            "" if found[framework.key] else missing or explain_missing_series(framework, words),
        )
        for framework in FRAMEWORKS
        if framework.is_general or found[framework.key] or f"=framework:{framework.key}" in words
    )


def read_required_databases(tags: str) -> list[Database]:
    """The databases whose drivers a package requires, by the tags of its entry."""
    words = set(DRIVER_TAG.findall(tags))
    return [database for database in DATABASES if words.intersection(database.drivers)] if words else []


def explain_missing_series(framework: Framework, words: frozenset[str]) -> str:
    """Why nothing is known of a framework; "" if the release names series, though none of ours."""
    if missing_tag(framework.key, is_checked=True) in words:
        return SAYS_NOTHING
    return NOT_CHECKED if missing_tag(framework.key, is_checked=False) in words else ""
