"""Asks a git server where a repository is and for its refs, before any history is fetched."""

import attrs

from packgrid.lib.git import Git
from packgrid.lib.git_remote import Remote, parse_remote, pin_addresses
from packgrid.lib.http import HttpAnswer, HttpClient
from packgrid.sources.errors import Gone, Malformed
from packgrid.sources.git_wire import (
    Refs,
    make_ls_refs_request,
    parse_advertised_refs,
    parse_capabilities,
    parse_ls_refs,
    parse_ls_remote,
)
from packgrid.sources.http_statuses import UNAUTHORIZED, check_status, translate_http_errors
from packgrid.sources.json_fields import format_value

INFO, QUERY = "/info/refs", "?service=git-upload-pack"
ADVERTISEMENT = "application/x-git-upload-pack-advertisement"
REQUEST = "application/x-git-upload-pack-request"


@attrs.frozen
class RemoteRepo:
    """A repository at the address where it was found, its refs, and its new address if it moved (else "")."""

    remote: Remote
    refs: Refs
    moved_to: str = ""


@attrs.frozen
class GitServer:
    """Any git server. Over http two requests are made (one to a server that does not know protocol version 2).

    `login` is the Authorization header for it, "" for none.
    """

    http: HttpClient
    git: Git
    login: str = attrs.field(default="", repr=False)

    async def look_up_repo(self, url: str) -> RemoteRepo:
        """The repository at this address, or where it has been redirected to.

        Raises:
            Forbidden, OSError, GitFailed, GitStopped, ServerError; Gone, RateLimited, Unavailable, Malformed.
        """
        remote = parse_remote(url, self.http.guard)
        if remote.scheme == "git":
            return await self.look_up_by_git(remote)
        answer = await self.ask(remote.url)
        found = parse_remote(repo_address_of(answer.url), self.http.guard)
        found = attrs.evolve(found, login=self.login if found.has_same_server(remote) else "")
        can = parse_capabilities(answer.body)
        refs = (
            parse_advertised_refs(answer.body) if can is None else await self.refs_of(found, make_ls_refs_request(can))
        )
        return RemoteRepo(found, refs, moved_address(remote, answer))

    async def look_up_by_git(self, remote: Remote) -> RemoteRepo:
        """The repository of a git:// address; nothing ever redirects there."""
        held = await pin_addresses(remote, self.http.guard)
        return RemoteRepo(
            remote, parse_ls_remote(await self.git.run("ls-remote", "--symref", "origin", *PATTERNS, remote=held))
        )

    async def ask(self, url: str) -> HttpAnswer:
        """The first answer of a server, after redirects."""
        with translate_http_errors(url):
            answer = await self.http.get(f"{url}{INFO}{QUERY}", headers=self.headers(self.login))
        # GitHub asks for a password for what is not there as for what is private, so that nobody can tell them apart
        # (github.com/libgit2/libgit2sharp/issues/1141).
        if answer.status == UNAUTHORIZED and not self.login:
            raise Gone(f"{url}: there is no such repository, or it is not public ({answer.status})")
        check_status(answer, url, "repository")
        kind = answer.headers.get("content-type")
        if kind != ADVERTISEMENT:
            said = f"a document of type {format_value(kind)}" if kind else "one without a type"
            raise Malformed(f"the answer of a git server was expected, not {said}")
        return answer

    async def refs_of(self, remote: Remote, request: bytes) -> Refs:
        """Request the refs from a server of protocol version 2."""
        with translate_http_errors(remote.url):
            answer = await self.http.post_bytes(
                f"{remote.url}/git-upload-pack",
                request,
                headers={**self.headers(remote.login), "Content-Type": REQUEST},
            )
        check_status(answer, remote.url, "repository")
        return parse_ls_refs(answer.body)

    def headers(self, login: str) -> dict[str, str]:
        """The headers of a git client with this login."""
        named = {"Git-Protocol": "version=2", "User-Agent": self.git.user_agent_header}
        return named | ({"Authorization": login} if login else {})


PATTERNS = ("HEAD", "refs/tags/*")


def repo_address_of(url: str) -> str:
    """The address of the repository whose refs were found at this one."""
    repository, info, _query = url.partition(INFO)
    if not info:
        raise Malformed(f"redirects to {url[:200]}, which is not a repository")
    return repository


def moved_address(remote: Remote, answer: HttpAnswer) -> str:
    """The address that the repository has moved to permanently; "" if only the ending .git was added or dropped."""
    if INFO not in answer.moved_to:
        return ""
    new = repo_address_of(answer.moved_to).removesuffix(".git")
    return "" if new == remote.url.removesuffix(".git") else new
