"""Addresses that mean a repository, but do not look like host/owner/name: those of APIs, raw files and pages of hosts.

`find_repo_parts` knows what is surely a repository; `find_pages_parts` knows web sites that a host makes of one.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import quote, unquote

import attrs

from packgrid.lib.bitbucket_paths import BitbucketPath
from packgrid.lib.git_hosts import BITBUCKET_DATA_CENTER, GITHUB_ENTERPRISE, find_host

type Segments = Sequence[str]


@attrs.frozen
class RepoParts:
    """A host, the parts of the path of a repository there, and the parts of the page that follow it."""

    host: str
    path: tuple[str, ...]
    page: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """True if the path is that of the repository, whatever its parts are called."""
        known = find_host(self.host)
        return known is None or known.software is BITBUCKET_DATA_CENTER


type Shape = Callable[[str, Segments], RepoParts | None]

# Other names of a host, in the order of <https or ssh over port 443, files, archives>.
OTHER_NAMES = {
    "ssh.github.com": "github.com",
    "github.dev": "github.com",
    "raw.githubusercontent.com": "github.com",
    "raw.github.com": "github.com",
    "codeload.github.com": "github.com",
    "github1s.com": "github.com",
    "codespaces.new": "github.com",
    "raw.githack.com": "github.com",
    "rawgit.com": "github.com",
    "cdn.rawgit.com": "github.com",
    "altssh.gitlab.com": "gitlab.com",
    "altssh.bitbucket.org": "bitbucket.org",
}
# The web sites that a host makes of repositories: <owner>.<domain>/<name>/.
PAGES_DOMAINS = {
    "github.io": "github.com",
    "gitlab.io": "gitlab.com",
    "bitbucket.io": "bitbucket.org",
    "codeberg.page": "codeberg.org",
}
API_HOSTS = {"api.github.com": "github.com", "uploads.github.com": "github.com", "api.bitbucket.org": "bitbucket.org"}
# The beginning of paths of APIs, and how many parts behind it name the repository.
API_PATHS = (("repos",), ("api", "v3", "repos"), ("api", "v1", "repos"), ("2.0", "repositories"))
GITLAB_API = ["api", "v4", "projects"]
PAGURE_PAGES = {
    "issues", "issue", "pull-requests", "pull-request", "tree", "blob", "commits", "c", "branches", "releases", "tags",
    "stats", "roadmap", "settings", "raw", "forks", "boards", "history", "blame", "diff",
}  # fmt: skip
PAGURE_PLACES = {
    "api",
    "docs",
    "releases",
    "user",
    "group",
    "groups",
    "projects",
    "dashboard",
    "about",
    "login",
    "new",
    "browse",
}


def find_repo_parts(host: str, segments: Segments) -> RepoParts | None:
    """The repository that an address of such a form means; None if it has none of these forms.

    `segments` are the parts of the path, still percent-encoded. The path is empty where the host has such a form and
    the address names no repository.
    """
    if shape := SHAPES.get(host):
        return shape(host, segments) or RepoParts(host, ())
    if host.endswith(".visualstudio.com"):
        return read_azure_host(host, segments) or RepoParts(host, ())
    return read_bitbucket(host, segments) or read_enterprise(host, segments) or read_api(host, segments)


def find_pages_parts(host: str, segments: Segments) -> RepoParts | None:
    """The repository that a web site of a host is probably made of; None if the address is no such site.

    A site may also be a folder of another repository's site: this is a guess.
    """
    owner, _, domain = host.partition(".")
    if host == "sr.ht" and len(segments) > 1:
        return RepoParts("git.sr.ht", tuple(segments[:2]))
    if domain not in PAGES_DOMAINS or not owner:
        return None
    return RepoParts(PAGES_DOMAINS[domain], (owner, segments[0] if segments else host))


def read_bitbucket(host: str, segments: Segments) -> RepoParts | None:
    """Bitbucket Data Center: at hosts that the operator named, and at unknown ones what has its form."""
    known = find_host(host)
    is_named = known is not None and known.software is BITBUCKET_DATA_CENTER
    if known and not is_named:
        return None
    found = BitbucketPath.parse(segments, is_known=is_named)
    if found is None:
        return RepoParts(host, ()) if is_named else None
    return RepoParts(host, found.web_path, found.page)


def read_enterprise(host: str, segments: Segments) -> RepoParts | None:
    """GitHub Enterprise: files and archives of a host that the operator named, on a path or a host of their own.

    (docs.github.com, "Enabling subdomain isolation", read November 2026.)
    """
    name, _, domain = host.partition(".")
    if name in ENTERPRISE_FILES and is_enterprise(domain):
        return RepoParts(domain, tuple(segments[:2]))
    if is_enterprise(host) and segments and segments[0] in ENTERPRISE_FILES:
        return RepoParts(host, tuple(segments[1:3]))
    return None


ENTERPRISE_FILES = {"raw", "codeload", "media"}


def is_enterprise(host: str) -> bool:
    """True for a host that the operator named as a GitHub Enterprise Server."""
    known = find_host(host)
    return known is not None and known.software is GITHUB_ENTERPRISE


def read_api(host: str, segments: Segments) -> RepoParts | None:
    """Addresses of the APIs of GitHub, GitHub Enterprise, GitLab, Forgejo and Bitbucket."""
    parts = list(segments)
    if parts[:3] == GITLAB_API and len(parts) > len(GITLAB_API):
        path = unquote(parts[3]).split("/")
        return RepoParts(host, tuple(path) if len(path) > 1 else ())
    for beginning in API_PATHS:
        if tuple(parts[: len(beginning)]) == beginning and (host in API_HOSTS or len(beginning) == len(API_PATHS[1])):
            return RepoParts(API_HOSTS.get(host, host), tuple(parts[len(beginning) :][:2]))
    return RepoParts(host, ()) if host in API_HOSTS else None


def read_below(_host: str, segments: Segments) -> RepoParts | None:
    """A service that names the host before the repository: gh/owner/name@ref, github.com/owner/name."""
    if not segments or segments[0] not in PLACES_BELOW or len(segments) < len(("gh", "owner", "name")):
        return None
    return RepoParts(PLACES_BELOW[segments[0]], (segments[1], segments[2].partition("@")[0]))


PLACES_BELOW = {"gh": "github.com", "github": "github.com", "media": "github.com", "github.com": "github.com"}


def read_other_name(host: str, segments: Segments) -> RepoParts:
    """A host by another name; only two parts, because files follow."""
    return RepoParts(OTHER_NAMES[host], tuple(segments[:2]))


def read_pagure(host: str, segments: Segments) -> RepoParts | None:
    """Pagure: a name, a namespace and a name, or fork/<user>/ before either."""
    if not segments or segments[0] in PAGURE_PLACES:
        return None
    segments = ["fork", *segments[1:]] if segments[0] == "forks" else segments
    start = 2 if segments[0] == "fork" else 0
    cut = next((at for at, part in enumerate(segments) if at > start and part in PAGURE_PAGES), len(segments))
    kept = segments[: min(cut, start + 2)]
    return RepoParts(host, tuple(kept), tuple(segments[cut:])) if len(kept) > start else None


def read_sourcehut(host: str, segments: Segments) -> RepoParts | None:
    """SourceHut: ~user/name; a folder follows tree/<branch>/item/."""
    if len(segments) < len(("~user", "name")) or not segments[0].startswith("~"):
        return None
    page = list(segments[2:])
    folder = page[3:] if page[:1] == ["tree"] and page[2:3] == ["item"] else []
    return RepoParts(host, tuple(segments[:2]), ("tree", "branch", *folder) if folder else tuple(page))


def read_launchpad(_host: str, segments: Segments) -> RepoParts | None:
    """Launchpad's git: a project, or ~user/project/+git/name."""
    parts = tuple(segments)
    if "+git" in parts[:-1]:
        return RepoParts("git.launchpad.net", parts[: parts.index("+git") + 2])
    if _host != "git.launchpad.net" or not parts:
        return None
    return RepoParts(_host, parts[:2] if parts[0].startswith("~") else parts[:1])


def read_azure(_host: str, segments: Segments) -> RepoParts | None:
    """Azure DevOps: organisation/project/_git/name, v3/organisation/project/name over ssh, or its API."""
    parts = [quote(unquote(part), safe="") for part in segments]
    if parts[:1] == ["v3"]:
        return azure_repo(parts[1:4])
    if parts[2:5] == ["_apis", "git", "repositories"]:
        return azure_repo([*parts[:2], *parts[5:6]])
    if "_git" not in parts[1:3]:
        return None
    at = parts.index("_git")
    return azure_repo([parts[0], *(parts[1:at] or parts[at + 1 : at + 2]), *parts[at + 1 : at + 2]])


def read_azure_host(host: str, segments: Segments) -> RepoParts | None:
    """The older addresses of Azure DevOps, with the organisation in the name of the host."""
    parts = [part for part in segments if part.lower() != "defaultcollection"]
    return read_azure(host, [host.partition(".")[0], *parts])


def azure_repo(parts: Segments) -> RepoParts | None:
    """The repository of an organisation, a project and a name."""
    if len(parts) != len(("organisation", "project", "name")):
        return None
    return RepoParts("dev.azure.com", (parts[0], parts[1], "_git", parts[2]))


def read_nothing(_host: str, _segments: Segments) -> None:
    """Services of a host beside its repositories: nothing there is one."""


SHAPES: Mapping[str, Shape] = {
    **dict.fromkeys(OTHER_NAMES, read_other_name),
    **dict.fromkeys(
        ("cdn.jsdelivr.net", "vscode.dev", "media.githubusercontent.com", "sourcegraph.com"),
        read_below,
    ),
    "pagure.io": read_pagure,
    "src.fedoraproject.org": read_pagure,
    "git.sr.ht": read_sourcehut,
    "git.launchpad.net": read_launchpad,
    "code.launchpad.net": read_launchpad,
    "launchpad.net": read_launchpad,
    "dev.azure.com": read_azure,
    "ssh.dev.azure.com": read_azure,
    "vs-ssh.visualstudio.com": read_azure,
    **dict.fromkeys(
        (
            *("docs.github.com", "help.github.com", "github.blog", "docs.gitlab.com", "about.gitlab.com"),
            *("gist.github.com", "gist.githubusercontent.com", "objects.githubusercontent.com", "m.github.com"),
            *("education.github.com", "skills.github.com", "status.github.com", "githubstatus.com", "ghcr.io"),
            *("npm.pkg.github.com", "maven.pkg.github.com", "registry.gitlab.com", "forum.gitlab.com", "deepwiki.com"),
            *("img.shields.io", "badge.fury.io", "codecov.io", "coveralls.io"),
            *("svn.code.sf.net", "hg.code.sf.net", "code.google.com", "bazaar.launchpad.net", "codeberg.page"),
            *("avatars.githubusercontent.com", "user-images.githubusercontent.com", "camo.githubusercontent.com"),
            *("sr.ht", "todo.sr.ht", "lists.sr.ht", "man.sr.ht", "builds.sr.ht", "paste.sr.ht", "meta.sr.ht"),
            *("hg.sr.ht", "bugs.launchpad.net", "answers.launchpad.net", "translations.launchpad.net"),
        ),
        read_nothing,
    ),
}
SHORT_ADDRESS = re.compile(r"(?P<host>gh|github|gitlab|bitbucket|codeberg|lp):(?P<path>[\w.~+-]+(?:/[\w.~+-]+)*)")
SHORT_HOSTS = {
    "gh": "github.com",
    "github": "github.com",
    "gitlab": "gitlab.com",
    "bitbucket": "bitbucket.org",
    "codeberg": "codeberg.org",
    "lp": "git.launchpad.net",
}


def expand_short_address(text: str) -> str:
    """The whole address for one such as github:owner/name or lp:name; any other text as it is."""
    if found := SHORT_ADDRESS.fullmatch(text):
        return f"https://{SHORT_HOSTS[found['host']]}/{found['path']}"
    return text
