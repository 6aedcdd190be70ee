"""Classifies the links of a project by their labels.

The labels are those of PyPA's "Well-known Project URLs in Metadata" (packaging.python.org, read November 2026) and some
that were usual before it.
"""

import re

from packgrid.lib.locators import BadLocator, is_web_address, parse_repo
from packgrid.sources.errors import Malformed
from packgrid.sources.json_fields import Json, format_value, free_text, located_in, optional_text

LABELS = {
    "repository": {"source", "repository", "sourcecode", "github", "gitlab", "code", "repo", "git", "codeberg"},
    "documentation": {"documentation", "docs", "doc", "rtd", "readthedocs", "manual"},
    "changelog": {"changelog", "changes", "whatsnew", "history", "releasenotes", "releases", "news"},
    "issues": {"issues", "bugs", "issue", "tracker", "issuetracker", "bugtracker", "bugreports", "ticketing"},
    "funding": {"sponsor", "funding", "donate", "donation", "sponsors", "sponsorship"},
    "homepage": {"homepage", "home", "website", "site"},
}  # fmt: skip
FALLBACKS = {"homepage": "home_page", "documentation": "docs_url", "issues": "bugtrack_url"}


def classify_links(info: Json) -> dict[str, str]:
    """The address by kind of link: repository, documentation, changelog, issues, funding, homepage.

    Of two labels for one kind the first wins. Where no label names the repository, the first link that is a repository
    at a known host is taken.
    """
    labelled = labelled_urls(info)
    first = list(reversed(labelled.items()))
    found = {kind: url for kind, names in LABELS.items() for label, url in first if label in names}
    for kind, key in FALLBACKS.items():
        url = optional_text(info, key)
        if kind not in found and url and is_web_address(url):
            found[kind] = url
    if "repository" not in found and (guess := next(filter(is_repo, [*found.values(), *labelled.values()]), None)):
        found["repository"] = parse_repo(guess).url
    return found


def labelled_urls(info: Json) -> dict[str, str]:
    """The address by normalized label; of equal labels the first one counts."""
    value = info.get("project_urls")
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Malformed(f"project_urls: an object was expected, not {format_value(value)}")
    with located_in("project_urls"):
        urls = {normalize_label(label): optional_text(value, label) for label in reversed(value)}
    return {label: url for label, url in reversed(urls.items()) if url and is_web_address(url)}


def normalize_label(label: str) -> str:
    """A label in lower case without spaces and punctuation; for "GitHub: issues" the part after the colon."""
    return re.sub(r"[\W_]", "", label.rpartition(":")[2]).lower()


def parse_homepage(found: Json, key: str) -> str | None:
    """A web address that people entered; None if the key is missing, "" if it is empty or no web address.

    An address without a scheme, which the hosts allow, is taken for https.
    """
    url = free_text(found, key)
    if url and "." in url and not set(url) & set(":@ "):
        url = f"https://{url}"
    return url if not url or is_web_address(url) else ""


def is_repo(url: str) -> bool:
    """True if an address is within a repository of a known host."""
    try:
        return parse_repo(url).known_host is not None
    except BadLocator:
        return False
