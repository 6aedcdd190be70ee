"""A table of every stored value of a package with its source."""

from collections.abc import Iterator, Mapping
from datetime import datetime

import attrs

from packgrid.catalogue.models import Package
from packgrid.catalogue.sourced_values import PEOPLE, SourcedValue, read_values
from packgrid.web.addresses import origin_title

LONGEST = 300
# The titles of columns on the page; the title of another column is its name with spaces.
TITLES: Mapping[str, str] = {
    "repo_url": "Repository",
    "repo_subdirectory": "Folder of the repository",
    "documentation_url": "Documentation",
    "deprecated_at": "Deprecated since",
    "deprecated_reason": "Why it is deprecated",
    "replaced_by_url": "Source of replaced by",
    "builtin_in": "Built into",
    "builtin_since": "Built in since",
    "builtin_name": "Called there",
    "builtin_url": "Source of built in",
    "is_hidden": "Hidden",
    "stars": "Stars",
    "commit_count": "Commits",
    "last_commit_at": "Last commit",
    "pushed_at": "Last push",
    "is_archived": "Archived",
    "archived_at": "Archived since",
    "is_fork": "A fork",
    "repo_gone_times": "Repository not found, times",
    "repo_license": "Licence of the repository",
    "repo_homepage": "Home page of the repository",
    "host_release": "Newest release at the host",
    "host_release_at": "Newest release at the host, when",
    "host_release_count": "Releases at the host",
    "released_at": "Released",
    "released_to_the_month": "Only the month is known",
    "license": "Licence",
    "requires_python": "Requires Python",
    "pypi_gone_times": "Project not found, times",
    "index_status": "Status at the index",
    "index_name": "Private index",
    "is_name_public": "The public index has this name, too",
    "index_status_reason": "Reason for the status",
    "downloads_30d": "Downloads in 30 days",
    "downloads_rank": "Rank by downloads",
    "usage_count": "Users",
    "repo_description": "Description of the repository",
    "weekly_commits": "Commits in 52 weeks, oldest first",
    "year_authors": "Authors of 52 weeks and their commits",
    "requires_dist": "Needs",
    "ownership": "Can publish",
}


@attrs.frozen(kw_only=True)
class ValueRow:
    """A value as text; None if it is unknown. `is_decision` is True for what people entered."""

    name: str
    title: str | None
    text: str | None
    source: str
    is_decision: bool
    confirmed_at: datetime | None
    is_undated: bool
    changed_at: datetime | None


@attrs.frozen
class ValueTable:
    """The known values, decisions first, each in the order of the columns; and the unknown ones."""

    known: list[ValueRow]
    unknown: list[ValueRow]


def read_value_table(package: Package) -> ValueTable:
    """Every value of a package; one query."""
    every = [make_row(value, package) for value in read_values(package)]
    return ValueTable([row for row in every if row.text is not None], [row for row in every if row.text is None])


def make_row(value: SourcedValue, package: Package) -> ValueRow:
    is_decision = value.origin == PEOPLE
    return ValueRow(
        name=value.name,
        title=title_of(value.name, package) or value.name.replace("_", " ").capitalize(),
        text=(format_value(value.value) or ("none" if is_decision else None)) if value.origin else None,
        source="" if is_decision else origin_title(value.origin, package.index_name),
        is_decision=is_decision,
        confirmed_at=value.confirmed_at,
        is_undated=value.is_undated,
        changed_at=None if is_decision else value.changed_at,
    )


def title_of(name: str, package: Package) -> str | None:
    """The title of a column; None if it is made of its name."""
    return f"Project on {package.index_title}" if name == "pypi_name" else TITLES.get(name)


def format_value(value: object) -> str | None:
    """A value as text; None if it is unknown. A long list is cut, with its length."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} UTC"
    parts = list(format_items(value))
    text = ", ".join(parts)
    if isinstance(value, list | dict) and len(text) > LONGEST:
        return f"{text[:LONGEST].rpartition(',')[0]}, … ({len(parts)} in all)"
    return text or "none"


def format_items(value: object) -> Iterator[str]:
    """The parts of a value as text."""
    if isinstance(value, dict):
        yield from (f"{name}: {format_value(item)}" for name, item in value.items())
    elif isinstance(value, list):
        yield from (f"{item[0]} {item[1]}" if is_pair(item) else str(format_value(item)) for item in value)
    elif value != "":
        yield str(value)


def is_pair(item: object) -> bool:
    """True for a list of a name and a number."""
    return isinstance(item, list) and [type(part) for part in item] == [str, int]
