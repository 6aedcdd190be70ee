"""Parsing of the addresses of repositories and PyPI projects."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

import attrs

from packgrid.lib.address_shapes import expand_short_address, find_pages_parts, find_repo_parts
from packgrid.lib.bitbucket_paths import SSH_PORT
from packgrid.lib.git_hosts import HOSTS, Host, find_host

# As most are; taking any other address apart takes three times as long.
PLAIN = re.compile(rf"https://(?P<host>{'|'.join(map(re.escape, HOSTS))})/(?P<owner>[\w.-]+)/(?P<name>[\w.-]*[\w-])")
SCP_LIKE = re.compile(r"^[\w.-]+@(?P<host>[\w.-]+):(?!\d+/)(?P<path>.+)$")
PAGES = {
    "tree", "blob", "commit", "commits", "compare", "releases", "pull", "pulls", "issues", "src", "raw",
    "merge_requests", "tags", "wiki", "wikis", "settings", "milestone", "milestones", "pull-requests", "discussions",
    "actions", "archive", "blame", "branches", "labels", "network", "graphs", "stargazers", "-",
}  # fmt: skip
UNSEEN = "\u200b\u200e\u200f\u2060\ufeff \u00a0\t\r\n"
# A scheme that was typed twice, or with too few of its signs.
BROKEN_SCHEME = re.compile(r"^https?(?::/(?!/)|//|://(?=https?:)|:(?=[\w-]+\.))(?:https?:/*)?", re.IGNORECASE)
SCP_WITHOUT_USER = re.compile(r"^(?=[a-z0-9-]+(?:\.[a-z0-9-]+)+:[A-Za-z~_][^/@:]*/[^:]+$)", re.IGNORECASE)
DEFAULT_PORTS = {"http": 80, "https": 443}
SCHEMES = {"http", "https", "ssh", "git"}
COLON_FOR_SLASH = re.compile(r"^(?:ssh|git)://((?:[\w.-]+@)?[\w.-]+):/*(?!\d+(?:/|$))(?=[^/@]+/)")
AROUND = "<>()[]{}\"'`“”\u2018\u2019«»,;"
TWO = 2
# Pages of a known host at the end of an address; elsewhere these may be groups.
LAST_PAGES = {
    "pipelines", "badges", "uploads", "container_registry", "activity", "boards", "snippets", "environments", "jobs",
    "builds", "packages", "project_members",
}  # fmt: skip
RESERVED_PAGES = {"badges", "builds", "uploads", "snippets"}
HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)+|localhost")
SEGMENT = re.compile(r"(?:[\w.~+@:-]|%20)+")


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
        """The host, if it is public or the operator named it; None for any other host."""
        return find_host(self.host)

    @property
    def short_name(self) -> str:
        """github, gitlab, bitbucket or codeberg; "" of any other host."""
        return self.known_host.short_name if self.known_host else ""

    @property
    def title(self) -> str:
        """The host as people write it."""
        return self.known_host.title if self.known_host else self.host


def parse_repo(text: str) -> RepoLocator:
    """Parse the address of a repository as people and programs write it; pages below the repository are cut off.

    It takes https, ssh and git+ addresses, git@host:path, host/path, github:owner/name, and the addresses of APIs and
    raw files. A `/tree/<branch>/<folder>` and pip's `#subdirectory=` become the subdirectory; pip's `@ref` is left out.

    Raises:
        BadLocator: there is no host, or nothing behind it that a repository could be named by.
    """
    if plain := PLAIN.fullmatch(text):
        return from_path(plain["host"], [plain["owner"], plain["name"]], text)
    return parse_repo_and_page(text)[0]


def find_repo(text: str) -> RepoLocator | None:
    """The repository that a text is the address of; None if it is the address of none."""
    try:
        return parse_repo(text)
    except BadLocator:
        return None


def parse_repo_and_page(text: str) -> tuple[RepoLocator, tuple[str, ...]]:
    """The repository of an address, and the path of the page below it: ("issues", "5"); () for the repository.

    Raises:
        BadLocator: as parse_repo does.
    """
    address = split_address(text)
    shaped = find_repo_parts(address.host, address.segments)
    if shaped:
        page = tuple(map(unquote, shaped.page))
        locator = from_path(shaped.host, list(shaped.path), text, is_whole=shaped.is_whole)
        locator = attrs.evolve(locator, subdirectory=find_folder(list(page)))
    else:
        segments = [unquote(part) for part in address.segments]
        locator = from_path(address.host, segments, text)
        page = tuple(segments[locator.path.count("/") + 1 :])
    if address.subdirectory:
        locator = attrs.evolve(locator, subdirectory=address.subdirectory)
    return locator, tuple(part for part in page if part != "-")


def parse_pages(text: str) -> RepoLocator | None:
    """The repository that a web site of a git host is probably made of (owner.github.io/name); None of other addresses.

    This is a guess: the site may be a folder of another repository's site.
    """
    try:
        address = split_address(text)
        found = find_pages_parts(address.host, address.segments)
        return from_path(found.host, list(found.path), text) if found else None
    except BadLocator:
        return None


@attrs.frozen
class Address:
    """The parts of an address that tell the repository; `segments` are percent-encoded parts of its path."""

    host: str
    segments: tuple[str, ...]
    subdirectory: str


def split_address(text: str) -> Address:
    """The parts of the address of a repository.

    Raises:
        BadLocator: it has no host, or a scheme that is not git's.
    """
    said = text.strip().strip(UNSEEN).strip(AROUND).rstrip(f".{AROUND}").removeprefix("scm:git:")
    said = SCP_WITHOUT_USER.sub("git@", repair_scheme(said))
    said = re.sub(r"^git\+", "", expand_short_address(said))
    said = COLON_FOR_SLASH.sub(r"ssh://\1/", said)
    if scp := SCP_LIKE.match(said):
        said = f"ssh://{scp['host']}/{scp['path']}"
    elif said.startswith("git@"):
        said = f"ssh://{said}"
    try:
        parts = urlsplit(said if "://" in said else f"https://{said}")
        host, port = (parts.hostname or "").rstrip(".").removeprefix("www."), parts.port
        host = host if host.isascii() else host.encode("idna").decode()
    except ValueError as error:
        raise BadLocator(f"{text!r} has no valid host and port; write https://host/owner/name.") from error
    if not HOST.fullmatch(host) or parts.scheme not in SCHEMES:
        raise BadLocator(f"{text!r} has no host; write https://host/owner/name.")
    if port and parts.scheme in DEFAULT_PORTS and port != DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{port}"
    is_for_pip = text.strip().startswith("git+") or parts.scheme == "ssh" or ".git@" in parts.path or find_host(host)
    path = parts.path.partition("@")[0] if is_for_pip else parts.path
    if parts.scheme == "ssh" and port == SSH_PORT:
        path = f"/scm{path}"
    folder_said = parse_qs(parts.fragment).get("subdirectory", [""])[0].strip("/")
    return Address(host, tuple(part for part in path.split("/") if part), folder_said)


def repair_scheme(said: str) -> str:
    """An address whose scheme was typed twice, or with too few of its signs, with one scheme."""
    return BROKEN_SCHEME.sub("https://", said)


def from_path(host: str, segments: list[str], text: str, *, is_whole: bool = False) -> RepoLocator:
    """The repository that these path segments begin with; `is_whole` if nothing follows it."""
    known = find_host(host)
    is_deep = known is None or known.has_deep_paths or is_whole
    cut = len(segments) if is_whole else find_end(segments, is_known=known is not None)
    kept = segments[:cut] if is_deep else segments[:TWO]
    kept = [*kept[:-1], *(strip_suffix(part, host) for part in kept[-1:])]
    fewest = 1 if is_whole else TWO
    if len(kept) < fewest or not all(map(is_name, kept)) or (known and not is_whole and known.is_own_page(kept)):
        raise BadLocator(f"{text!r} is not a repository; write https://host/owner/name.")
    return RepoLocator(host, "/".join(kept), find_folder([part for part in segments[cut:] if part != "-"]))


def strip_suffix(name: str, host: str) -> str:
    """A repository's name without .git; at GitHub also of the repository of its wiki."""
    bare = name.removesuffix(".git")
    return bare.removesuffix(".wiki") if host == "github.com" and bare != name else bare


def find_end(segments: list[str], *, is_known: bool) -> int:
    """Where the path of the repository ends: behind a name with .git, or before the name of a page."""
    for at, part in enumerate(segments):
        is_page = part in PAGES or (is_known and part in (RESERVED_PAGES if segments[at + 1 :] else LAST_PAGES))
        if at >= TWO and is_page:
            return at
        if at and part.endswith(".git"):
            return at + 1
    return len(segments)


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
