"""A project's links told apart, by their labels.

The labels are those of PyPA's "Well-known Project URLs in Metadata" (packaging.python.org, read November 2026) and some
that were usual before it.
"""

import re

from packgrid.lib.locators import BadLocator, is_web_address, parse_repo
from packgrid.sources.errors import Malformed
from packgrid.sources.reading import Json, said, shown, text, within

LABELS = {
    "repository": {"source", "repository", "sourcecode", "github", "gitlab", "code", "repo", "git", "codeberg"},
    "documentation": {"documentation", "docs", "doc", "rtd", "readthedocs", "manual"},
    "changelog": {"changelog", "changes", "whatsnew", "history", "releasenotes", "releases", "news"},
    "issues": {"issues", "bugs", "issue", "tracker", "issuetracker", "bugtracker", "bugreports", "ticketing"},
    "funding": {"sponsor", "funding", "donate", "donation", "sponsors", "sponsorship"},
    "homepage": {"homepage", "home", "website", "site"},
}  # fmt: skip
FALLBACKS = {"homepage": "home_page", "documentation": "docs_url", "issues": "bugtrack_url"}


def told_apart(info: Json) -> dict[str, str]:
    """Kind of link to address: repository, documentation, changelog, issues, funding, homepage.

    Of two labels for one kind the first wins. Where no label names the repository, the first link that is a repository
    at a known host is taken.
    """
    labelled = project_urls(info)
    first = list(reversed(labelled.items()))
    found = {kind: url for kind, names in LABELS.items() for label, url in first if label in names}
    for kind, key in FALLBACKS.items():
        url = text(info, key)
        if kind not in found and url and is_web_address(url):
            found[kind] = url
    if "repository" not in found and (guess := next(filter(is_repo, [*found.values(), *labelled.values()]), None)):
        found["repository"] = parse_repo(guess).url
    return found


def project_urls(info: Json) -> dict[str, str]:
    """Label, reduced to its letters as the specification says, to address; of equal labels the first counts."""
    value = info.get("project_urls")
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Malformed(f"project_urls: an object was expected, not {shown(value)}")
    with within("project_urls"):
        urls = {reduced(label): text(value, label) for label in reversed(value)}
    return {label: url for label, url in reversed(urls.items()) if url and is_web_address(url)}


def reduced(label: str) -> str:
    """A label without spaces, punctuation and capitals; of "GitHub: issues", what follows the colon."""
    return re.sub(r"[\W_]", "", label.rpartition(":")[2]).lower()


def homepage(found: Json, key: str) -> str | None:
    """The web address that people wrote here; None if the key is missing, "" if there is none or it is something else.

    An address without a scheme, which the hosts allow, is taken for https.
    """
    url = said(found, key)
    if url and "." in url and not set(url) & set(":@ "):
        url = f"https://{url}"
    return url if not url or is_web_address(url) else ""


def is_repo(url: str) -> bool:
    """Whether this is an address within a repository of a known host."""
    try:
        return parse_repo(url).known_host is not None
    except BadLocator:
        return False
