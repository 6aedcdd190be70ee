"""Sort orders as addresses write them: the key of a fact or another name, "-" before it for the highest first."""

from collections.abc import Container

OLD_NAMES = {
    "repo_watchers": "stars",
    "repo_forks": "forks",
    "pypi_downloads": "downloads",
    "usage_count": "usage",
    "last_fetched": "fetched",
    "last_commit_date": "updated",
}
"""The names that a decade of links uses."""


def parse_sort_order(text: str, known: Container[str], default: str) -> str:
    """The order that a text asks for, by its new name; the default where there is no such order."""
    sign, name = ("-", text[1:]) if text.startswith("-") else ("", text)
    name = OLD_NAMES.get(name, name)
    return f"{sign}{name}" if name in known else default
