"""Parsing of the addresses of repositories and PyPI projects."""

import re
from urllib.parse import unquote, urlsplit

import attrs

from packgrid.lib.git_hosts import HOSTS, Host

# As most are; taking any other address apart takes three times as long.
PLAIN = re.compile(rf"https://(?P<host>{'|'.join(map(re.escape, HOSTS))})/(?P<owner>[\w.-]+)/(?P<name>[\w.-]+)")
SCP_LIKE = re.compile(r"^[\w.-]+@(?P<host>[\w.-]+):(?!\d+/)(?P<path>.+)$")
PAGES = {
    "tree", "blob", "commit", "commits", "compare", "releases", "pull", "pulls", "issues", "src", "raw",
    "merge_requests", "tags", "wiki", "settings", "milestone", "-",
}  # fmt: skip
DEFAULT_PORTS = {"http": 80, "https": 443}
TWO = 2
HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)+|localhost")
SEGMENT = re.compile(r"[\w.~+@:-]+")


class BadLocator(ValueError):
    """A text that is not the address of a repository; the message says why and what to write."""


def is_web_address(url: str) -> bool:
    """True for a complete http or https address, which is safe as a link."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


@attrs.frozen
class RepoLocator:
    """The parsed address of a repository: `host` in lower case, with an unusual port; `path` in its own case."""

    host: str
    path: str
    subdirectory: str = ""

    @property
    def url(self) -> str:
        """The canonical address."""
        return f"https://{self.host}/{self.path}"

    @property
    def same_key(self) -> str:
        """A key that two addresses of one repository share: known hosts ignore case, other hosts may not."""
        return f"{self.host}/{self.path.lower() if self.known_host else self.path}"

    @property
    def known_host(self) -> Host | None:
        """The host's entry in the table of public hosts; None for any other host."""
        return HOSTS.get(self.host)

    @property
    def short_name(self) -> str:
        """github, gitlab, bitbucket or codeberg; "" of any other host."""
        return self.known_host.short_name if self.known_host else ""

    @property
    def title(self) -> str:
        """The host as people write it."""
        return self.known_host.title if self.known_host else self.host


def parse_repo(text: str) -> RepoLocator:
    """Parse the address of a repository: https, ssh, git@host:path, or host/path; pages below it are cut off.

    A `/tree/<branch>/<folder>` becomes the subdirectory.

    Raises:
        BadLocator: there is no host, or fewer than two parts behind it, or a part that no repository is named by.
    """
    if plain := PLAIN.fullmatch(text):
        return from_path(plain["host"], [plain["owner"], plain["name"]], text)
    said = text.strip().removeprefix("git+")
    if scp := SCP_LIKE.match(said):
        said = f"https://{scp['host']}/{scp['path']}"
    try:
        parts = urlsplit(said if "://" in said else f"https://{said}")
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError as error:
        raise BadLocator(f"{text!r} has no host and port that could be used; write https://host/owner/name.") from error
    if not HOST.fullmatch(host):
        raise BadLocator(f"{text!r} names no host; write https://host/owner/name.")
    if port and port != DEFAULT_PORTS.get(parts.scheme) and parts.scheme in DEFAULT_PORTS:
        host = f"{host}:{port}"
    return from_path(host, [unquote(part) for part in parts.path.split("/") if part], text)


def from_path(host: str, segments: list[str], text: str) -> RepoLocator:
    """The repository that these path segments begin with."""
    known = HOSTS.get(host)
    is_deep = known is None or known.software.has_subgroups
    reserved = known.software.reserved_owners if known else ()
    cut = next((at for at, part in enumerate(segments) if at >= TWO and part in PAGES), len(segments))
    kept = segments[:cut] if is_deep else segments[:TWO]
    kept = [*kept[:-1], *(part.removesuffix(".git") for part in kept[-1:])]
    if len(kept) < TWO or not all(map(is_name, kept)) or kept[0].lower() in reserved:
        raise BadLocator(f"{text!r} names no repository; write https://host/owner/name.")
    return RepoLocator(host, "/".join(kept), find_folder([part for part in segments[cut:] if part != "-"]))


def is_name(segment: str) -> bool:
    """True if a part of a path can be a name: not only dots, no spaces, no encoded slash."""
    return bool(SEGMENT.fullmatch(segment)) and segment not in {".", ".."}


def find_folder(page: list[str]) -> str:
    """The folder that a page within a repository shows: tree/<branch>/<folder>, src/branch/<branch>/<folder>."""
    if page[:1] == ["tree"]:
        return "/".join(page[2:])
    if page[:1] == ["src"]:
        return "/".join(page[3:] if page[1:2] == ["branch"] else page[2:])
    return ""


PROJECT_PAGE = re.compile(r"/(?:project|pypi|simple)/([^/?#]+)")
PROJECT_NAME = re.compile(r"^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$")


def parse_project(text: str) -> str:
    """The name of a PyPI project out of a bare name or the address of its page, on any host; "" if there is none."""
    pages = PROJECT_PAGE.findall(text)
    said = (pages[-1] if pages else text).strip().strip("/")
    return said if PROJECT_NAME.match(said) else ""
