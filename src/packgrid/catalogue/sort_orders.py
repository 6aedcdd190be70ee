"""Sort orders as addresses write them: the key of a fact or another name, "-" before it for the highest first."""

from collections.abc import Collection, Container

OLD_NAMES = {
    "repo_watchers": "stars",
    "repo_forks": "forks",
    "pypi_downloads": "downloads",
    "usage_count": "usage",
    "last_fetched": "fetched",
    "last_commit_date": "updated",
    "gridpackage_count": "packages",
    "active_gridpackage_count": "packages",
}
"""The names that a decade of links uses."""


MOST_SHOWN = 40


def parse_sort_order(text: str, known: Container[str], default: str) -> str:
    """The order that a text asks for, by its new name; the default where there is no such order."""
    sign, name = split_sign(text)
    return f"{sign}{name}" if name in known else default


def explain_unknown_order(text: str, known: Collection[str]) -> str:
    """The sentence for a text that asks for an order that is not known; "" if it is, or if none is asked for."""
    _sign, name = split_sign(text)
    if not text or name in known:
        return ""
    shown = text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"
    return f"“{shown}” is not a sort order of this page. Sort by {', '.join(known)}, with “-” in front to reverse it."


def split_sign(text: str) -> tuple[str, str]:
    """The sign of an order, "-" or "", and its new name."""
    sign, name = ("-", text[1:]) if text.startswith("-") else ("", text)
    return sign, OLD_NAMES.get(name, name)
