"""Tells the kind of a link from its address alone: repository, issues, changelog, documentation, funding.

People write any address behind any label. Where the address says for sure what it is, that counts before the label.
"""

import re
from enum import StrEnum
from urllib.parse import urlsplit

from packgrid.lib.address_shapes import SHAPES, read_enterprise
from packgrid.lib.git_hosts import find_host
from packgrid.lib.locators import (
    UNSEEN,
    BadLocator,
    RepoLocator,
    is_web_address,
    parse_repo,
    parse_repo_and_page,
    repair_scheme,
)


class LinkKind(StrEnum):
    """The kinds of links. A file or page of a repository that has no kind of its own is OTHER."""

    REPOSITORY = "repository"
    ISSUES = "issues"
    CHANGELOG = "changelog"
    DOCUMENTATION = "documentation"
    FUNDING = "funding"
    OTHER = "other"


FUNDING_HOSTS = {
    "opencollective.com", "patreon.com", "ko-fi.com", "liberapay.com", "buymeacoffee.com", "paypal.com", "paypal.me",
    "tidelift.com", "thanks.dev", "polar.sh", "issuehunt.io", "flattr.com", "donorbox.org", "numfocus.org",
}  # fmt: skip
DOCUMENTATION_HOSTS = {"readthedocs.io", "readthedocs.org", "rtfd.io", "rtfd.org", "gitbook.io", "gitbook.com"}
# Badges, checks, chats, papers and social media: an address there is never a repository.
OTHER_HOSTS = {
    "shields.io", "badge.fury.io", "badgen.net", "codecov.io", "coveralls.io", "travis-ci.org", "travis-ci.com",
    "circleci.com", "appveyor.com", "codacy.com", "codeclimate.com", "snyk.io", "requires.io", "pyup.io", "pepy.tech",
    "libraries.io", "deps.dev", "scrutinizer-ci.com", "landscape.io", "sonarcloud.io", "lgtm.com", "pre-commit.ci",
    "mybinder.org", "nbviewer.org", "colab.research.google.com", "groups.google.com", "docs.google.com", "gitter.im",
    "discord.gg", "discord.com", "slack.com", "t.me", "matrix.to", "twitter.com", "x.com", "mastodon.social",
    "fosstodon.org", "linkedin.com", "facebook.com", "youtube.com", "youtu.be", "reddit.com", "stackoverflow.com",
    "medium.com", "dev.to", "doi.org", "arxiv.org", "zenodo.org", "hub.docker.com", "wikipedia.org", "code.google.com",
    "djangopackages.org", "jsdelivr.net", "web.archive.org", "deepwiki.com", "bestpractices.coreinfrastructure.org",
    "bestpractices.dev",
}  # fmt: skip
ISSUE_PAGES = {"issues", "issue", "boards", "bugs"}
CHANGELOG_PAGES = {"releases", "tags", "release"}
WIKI_PAGES = {"wiki", "wikis"}
REPOSITORY_PAGES = {"tree", "src"}
CHANGELOG_FILE = re.compile(
    r"(?:change(?:s|log)?|history|news|release[-_]?notes?|whats[-_]?new)(?:\.\w+)?$", re.IGNORECASE
)
INDEX_PAGE = re.compile(r"/(?:project|pypi|simple)/[^/]+(?:/[^/]*)?/?")
NAMED_LIKE_A_GIT_HOST = re.compile(r"(?:^|[.-])(?:git|code|src|source|scm|forge|gitea|gitlab|forgejo|cgit|gogs|repo)")
# What templates and the sample project of the packaging guide leave in the metadata of other projects.
PLACEHOLDERS = re.compile(
    r"(?:your[-_]?(?:user)?[-_]?(?:name|org|organization)|username|pypa(?=/sampleproject))/.+", re.IGNORECASE
)


def find_link_kind(url: str) -> LinkKind | None:
    """The kind of an address; None where the address alone does not tell."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    if is_of(host, FUNDING_HOSTS) or (host == "github.com" and parts.path.startswith("/sponsors/")):
        return LinkKind.FUNDING
    if is_of(host, DOCUMENTATION_HOSTS):
        return LinkKind.DOCUMENTATION
    if is_of(host, OTHER_HOSTS) or is_index_page(host, parts.path):
        return LinkKind.OTHER
    if not is_git_host(url):
        return LinkKind.OTHER if ARCHIVE.search(parts.path) else None
    try:
        return find_page_kind(*parse_repo_and_page(url))
    except BadLocator:
        return LinkKind.OTHER


def find_page_kind(repo: RepoLocator, page: tuple[str, ...]) -> LinkKind:
    """The kind of a page of a repository; `page` is () for the repository itself."""
    name = page[0] if page else ""
    if repo.path.endswith("/.github") or PLACEHOLDERS.fullmatch(repo.path):
        return LinkKind.OTHER
    if not name or name in REPOSITORY_PAGES or page == ("browse",):
        return LinkKind.REPOSITORY
    if name in ISSUE_PAGES:
        return LinkKind.ISSUES
    if name in CHANGELOG_PAGES or CHANGELOG_FILE.fullmatch(page[-1]):
        return LinkKind.CHANGELOG
    return LinkKind.DOCUMENTATION if name in WIKI_PAGES else LinkKind.OTHER


def find_repo_of(url: str) -> RepoLocator | None:
    """The repository that an address is surely of, be it of one of its pages; None of any other address."""
    if not is_git_host(url):
        return None
    try:
        repo = parse_repo(url)
    except BadLocator:
        return None
    return None if find_page_kind(repo, ()) is LinkKind.OTHER else repo


def complete_address(text: str) -> str | None:
    """A web address out of what people write into a field for one; None if it is none.

    An address without a scheme is taken for https; the address of a repository for git is made one for browsers.
    """
    said = repair_scheme(text.strip(UNSEEN).strip("<>"))
    said = USER_INFO.sub(r"\1", MARKDOWN_LINK.sub(r"\1", said) if said.startswith("[") else said)
    if re.match(r"//[\w-]+\.", said):
        said = f"https:{said}"
    if is_web_address(said):
        return said
    if re.fullmatch(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?::\d+)?(?:/\S*)?", said):
        return f"https://{said}"
    if re.match(r"git[+@:]|ssh://|(?:github|gitlab|bitbucket|codeberg):\w", said):
        try:
            return parse_repo(said).url
        except BadLocator:
            return None
    return None


ARCHIVE = re.compile(r"\.(?:tar\.\w+|tgz|zip|whl|egg|exe|pdf|png|svg)$", re.IGNORECASE)
# A page of a project at any GitLab; those of groups and users have the sign, too.
GITLAB_PAGE = re.compile(r"^/(?!(?:groups|users|explore|help|admin)/)[^/]+/[^/]+(?:/[^/]+)*?/-/")
MARKDOWN_LINK = re.compile(r"^\[[^\[\]]*\]\((\S+)\)")
# Who follows a link needs no login, and it may be a secret.
USER_INFO = re.compile(r"^(https?://)[^/?#\s]*@", re.IGNORECASE)


def is_git_host(url: str) -> bool:
    """True if the host of an address is one whose addresses we can tell apart."""
    parts = urlsplit(url)
    host, authority = ((said or "").removeprefix("www.") for said in (parts.hostname, parts.netloc.rpartition("@")[2]))
    if find_host(host) or find_host(authority.lower()) or read_enterprise(host, ()):
        return True
    if GITLAB_PAGE.match(parts.path):
        return True
    return host in SHAPES or host.endswith(".visualstudio.com") or host.startswith("api.github.")


def is_index_page(host: str, path: str) -> bool:
    """True if an address is the page of a project at a package index, public or private."""
    return INDEX_PAGE.fullmatch(path) is not None and not find_host(host) and not NAMED_LIKE_A_GIT_HOST.search(host)


def is_of(host: str, hosts: set[str]) -> bool:
    """True if a host, or a domain that it belongs to, is among these."""
    labels = host.split(".")
    return any(".".join(labels[at:]) in hosts for at in range(len(labels) - 1))
