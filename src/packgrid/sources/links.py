"""Classifies the links of a project by their addresses and labels.

The labels are those of PyPA's "Well-known Project URLs in Metadata" (packaging.python.org, read November 2026) and some
that were usual before it. What an address surely is counts before its label (lib/link_kinds.py).
"""

import re
from collections.abc import Mapping

from packgrid.lib.clean_text import clean_text
from packgrid.lib.link_kinds import LinkKind, complete_address, find_link_kind, find_repo_of
from packgrid.lib.locators import BadLocator, RepoLocator, is_web_address, parse_pages, parse_repo
from packgrid.lib.versions import normalize_name
from packgrid.sources.errors import Malformed
from packgrid.sources.json_fields import Json, format_value, free_text, optional_text

LABELS = {
    "repository": {
        "source", "repository", "sourcecode", "sources", "github", "gitlab", "bitbucket", "code", "codebase", "repo",
        "git", "codeberg", "vcs", "sourcerepository", "coderepository", "sourcehut", "scm", "sourcerepo", "coderepo",
    },
    "documentation": {"documentation", "docs", "doc", "rtd", "readthedocs", "readdocs", "manual"},
    "changelog": {"changelog", "changes", "whatsnew", "history", "releasenotes", "releases", "news"},
    "issues": {
        "issues", "bugs", "issue", "tracker", "issuetracker", "bugtracker", "bugreports", "ticketing", "bugreport",
        "tickets", "reportissues", "reportbugs",
    },
    "funding": {"sponsor", "funding", "donate", "donation", "sponsors", "sponsorship"},
    "homepage": {"homepage", "home", "website", "site"},
}  # fmt: skip
KIND_OF_LABEL = {label: kind for kind, labels in LABELS.items() for label in labels}
HOST_WORDS = {"github", "gitlab", "git", "bitbucket", "codeberg", "sourcehut"}
FILLERS = {"the", "our", "on", "at", "in", "url", "link", "page", "project", "official", "public"}
# Kinds of labels that link into the project's own repository, the most telling first; then other labels that do.
OWN_KINDS = ("issues", "changelog", "homepage", "documentation")
OWN_LABELS = {
    "download", "downloads", "wiki", "ci", "actions", "discussions", "discussion", "contributing", "contribute",
    "license", "licence", "development", "forum", "support", "contributors", "readme", "security", "tests", "roadmap",
    "pullrequests", "milestones", "qa", "questions", "project", "about", "installation", "examples", "tutorial",
    "tutorials", "workflow",
}  # fmt: skip
FALLBACKS = {"homepage": "home_page", "documentation": "docs_url", "issues": "bugtrack_url"}
# An address that is surely one of these is that, whatever its label says.
SURE_KINDS = {LinkKind.ISSUES, LinkKind.FUNDING}


def classify_links(info: Json) -> dict[str, str]:
    """The address by kind of link: repository, documentation, changelog, issues, funding, homepage.

    Of two links of one kind the first wins. A link is the repository if its label says so and its address does not
    contradict. Else it is the one that the project's other links lead into, never that of somebody else.
    """
    labelled = labelled_urls(info)
    found: dict[str, str] = {}
    for label, url in labelled.items():
        if kind := decide_kind(label, url):
            found.setdefault(kind, url)
    for kind, key in FALLBACKS.items():
        if kind not in found and (address := complete_address(optional_text(info, key) or "")):
            found.setdefault(decide_kind(kind, address), address)
    found.pop("", None)
    repository = found.pop("repository", "") or guess_repository(info, labelled, found)
    return {**found, "repository": canonical_repository(repository)} if repository else found


def decide_kind(label: str, url: str) -> str:
    """The kind of a link; "" if neither its address nor its label says it."""
    kind, surely = KIND_OF_LABEL.get(label, ""), find_link_kind(url)
    if surely in SURE_KINDS and kind not in {"homepage", "changelog", *([surely] if surely else [])}:
        return "" if surely is LinkKind.ISSUES and not kind and label not in OWN_LABELS else str(surely)
    if kind != "repository":
        return kind
    if surely is None or find_repo_of(url):
        return kind
    return "" if surely in {LinkKind.OTHER, LinkKind.REPOSITORY} else str(surely)


def guess_repository(info: Json, labelled: Mapping[str, str], found: Mapping[str, str]) -> str:
    """The repository that a project's other links lead into; "" if they lead into none."""
    urls = [found[kind] for kind in OWN_KINDS if kind in found]
    urls += [url for label, url in labelled.items() if label in OWN_LABELS]
    urls += [url for key in ("home_page", "download_url") if (url := complete_address(optional_text(info, key) or ""))]
    if repo := next(filter(None, map(find_repo_of, urls)), None):
        return repo.url
    name = optional_text(info, "name") or ""
    return next((repo.url for repo in map(parse_pages, urls) if repo and is_named(repo, name)), "")


def is_named(repo: RepoLocator, name: str) -> bool:
    """True if a repository has the name of the project."""
    return normalize_name(repo.path.rpartition("/")[2]) == normalize_name(name)


def canonical_repository(url: str) -> str:
    """The address of the repository that a link leads into; one with a folder, or of an unknown host, as it is."""
    try:
        repo = parse_repo(url)
    except BadLocator:
        return url
    return url if repo.subdirectory or not find_repo_of(url) else repo.url


def labelled_urls(info: Json) -> dict[str, str]:
    """The web address by normalized label; of equal labels the first one counts, and what is no address is left out."""
    value, found = info.get("project_urls"), dict[str, str]()
    if value is not None and not isinstance(value, dict):
        raise Malformed(f"project_urls: an object was expected, not {format_value(value)}")
    for label, said in (value or {}).items():
        if isinstance(said, str) and (url := complete_address(clean_text(said))):
            found.setdefault(normalize_label(label), url)
    return found


def normalize_label(label: str) -> str:
    """A label in lower case without spaces, punctuation and fillers; of "GitHub: issues" the part after the colon.

    The name of a host counts only where nothing else is said: "Source on GitHub" is "source".
    """
    words = re.findall(r"[^\W_]+", label.rpartition(":")[2].lower())
    for left_out in (FILLERS, HOST_WORDS):
        words = [word for word in words if word not in left_out] or words
    return "".join(words)


def parse_homepage(found: Json, key: str) -> str | None:
    """A web address that people entered; None if the key is missing, "" if it is empty or no web address.

    An address without a scheme, which the hosts allow, is taken for https.
    """
    url = free_text(found, key)
    if url and "." in url and not set(url) & set(":@ "):
        url = f"https://{url}"
    return url if not url or is_web_address(url) else ""
