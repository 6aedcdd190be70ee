"""Real git repositories, made when they are first asked for and grown by every push, served by `git http-backend`.

They are at `<host>/<path>`, with or without .git. A repository begins with the newest of its project's commits; a push
adds one commit. Its ids are git's own, not those that the APIs tell.
"""

import asyncio
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from aiohttp import web

from world import commits
from world.clock import Clock
from world.commits import Commit
from world.events import Event, Kind
from world.faults import Faults
from world.identity import SERVICES
from world.project import Project
from world.universe import Universe

OLDEST = 200
ENDINGS = ("/info/refs", "/git-upload-pack")
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_HTTP_EXPORT_ALL": "1",
    "REMOTE_ADDR": "127.0.0.1",
}


class Repositories:
    """The repositories of a universe, kept below a folder that begins empty."""

    def __init__(self, folder: Path, universe: Universe, clock: Clock, faults: Faults) -> None:
        self.folder, self.universe, self.clock, self.faults = folder, universe, clock, faults
        folder.mkdir(parents=True, exist_ok=True)
        self.grown_by: dict[int, int] = {}
        self.turns: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """What git says to a request for a repository; 404 where there is none, and for all but fetching.

        It ends what it began also where the caller hangs up: a cancelled git leaves a repository half grown, and may
        leave asyncio (of Python 3.13) waiting for it for ever.
        """
        body = await request.read()
        return await asyncio.shield(asyncio.create_task(self.answer(request, body)))

    async def answer(self, request: web.BaseRequest, body: bytes) -> web.StreamResponse:
        """The same once all of the request has come."""
        address = request.path.removeprefix("/git/")
        ending = next((ending for ending in ENDINGS if address.endswith(ending)), "")
        project = self.found(address.removesuffix(ending).removesuffix(".git")) if ending else None
        if not project:
            return web.Response(status=404)
        async with self.turns[project.number]:
            await self.grow(project)
        return await self.by_git(request, body, f"/{project.number}{ending}")

    def found(self, address: str) -> Project | None:
        """The project whose repository is at this host and path."""
        host, _, path = address.partition("/")
        number = self.universe.numbers_by_path.get((SERVICES.get(host, "git"), path.lower()))
        now = self.clock.now
        return None if number is None else self.faults.seen("git", self.universe.at(number, now), now)

    async def grow(self, project: Project) -> None:
        """Bring a repository up to the moment; one that is not there yet is made."""
        path, pushes = self.folder / str(project.number), self.pushes(project.number)
        if project.number not in self.grown_by:
            await made(path, project.default_branch)
            await self.add(path, project, self.oldest(project.number), is_first=True)
        if new := pushes[self.grown_by.get(project.number, 0) :]:
            await self.add(path, project, new)
        self.grown_by[project.number] = len(pushes)

    async def add(self, path: Path, project: Project, new: Sequence[Commit], *, is_first: bool = False) -> None:
        """Add commits to the default branch, and a tag for each release since the first of them."""
        tags = [release.version for release in project.releases if release.uploaded_at >= new[0].at]
        written = stream(new, project.default_branch, tags, is_first=is_first)
        await git(path, "fast-import", "--quiet", "--date-format=raw", said=written)

    def oldest(self, number: int) -> list[Commit]:
        """The commits that a repository begins with."""
        newborn = self.universe.at(number, self.universe.began_at)
        return [commits.commit(newborn, back) for back in range(min(newborn.commits, OLDEST) - 1, -1, -1)]

    def pushes(self, number: int) -> list[Commit]:
        """A commit for each push since the world began, by whoever has committed most."""
        events = self.universe.events(number, until=self.clock.now)
        return [self.commit(number, event) for event in events if event.kind in {Kind.PUSH, Kind.RELEASE}]

    def commit(self, number: int, event: Event) -> Commit:
        """The commit of a push."""
        return Commit("", event.at, self.universe.at(number, event.at).people[0], event.kind)

    async def by_git(self, request: web.BaseRequest, body: bytes, path: str) -> web.Response:
        """What `git http-backend` answers."""
        output = await git(
            self.folder,
            "http-backend",
            said=body,
            GIT_PROJECT_ROOT=str(self.folder),
            GIT_PROTOCOL=request.headers.get("Git-Protocol", ""),
            CONTENT_LENGTH=str(len(body)),
            CONTENT_TYPE=request.headers.get("Content-Type", ""),
            PATH_INFO=path,
            QUERY_STRING=request.query_string,
            REQUEST_METHOD=request.method,
        )
        return from_cgi(output)


async def made(path: Path, branch: str) -> None:
    """An empty bare repository that allows partial fetches."""
    await git(path.parent, "init", "--quiet", "--bare", "--template=", f"--initial-branch={branch}", str(path))
    with (path / "config").open("a") as config:
        config.write("[uploadpack]\n\tallowFilter = true\n")


async def git(folder: Path, *arguments: str, said: bytes = b"", **environment: str) -> bytes:
    """What git writes, with nobody's settings."""
    program = await asyncio.create_subprocess_exec(
        *("git", *arguments),
        cwd=folder,
        env={**ENVIRONMENT, **environment},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,  # a client that has everything makes git complain
    )
    output, _ = await program.communicate(said)
    return output


def stream(new: Sequence[Commit], branch: str, tags: Iterable[str], *, is_first: bool) -> bytes:
    """Commits and tags as fast-import reads them, on top of what the branch has unless they are the first."""
    ref = f"refs/heads/{branch}"
    parents = ["" if is_first else f"from {ref}^0\n", *[""] * (len(new) - 1)]
    written = b"".join(one(commit, ref, parent) for commit, parent in zip(new, parents, strict=True))
    return written + "".join(f"reset refs/tags/{tag}\nfrom {ref}\n\n" for tag in tags).encode()


def one(commit: Commit, ref: str, parent: str) -> bytes:
    """One commit, which writes its moment into a file."""
    who = f"{commit.by.name or commit.by.login} <{commit.by.login}@people.example> {int(commit.at.timestamp())} +0000"
    return (
        f"commit {ref}\nauthor {who}\ncommitter {who}\n{data(commit.message)}\n{parent}"
        "M 100644 inline moment.txt\n"
        f"{data(commit.at.isoformat())}\n"
    ).encode()


def data(text: str) -> str:
    """A text behind its size in bytes."""
    return f"data {len(text.encode())}\n{text}"


def from_cgi(output: bytes) -> web.Response:
    """The answer that a CGI program wrote."""
    head, _, body = output.partition(b"\r\n\r\n")
    headers: Mapping[str, str] = dict(line.split(": ", 1) for line in head.decode().split("\r\n") if ": " in line)
    status = int(headers.get("Status", "200").split()[0])
    kept = {name: value for name, value in headers.items() if name != "Status"}
    return web.Response(status=status, headers=kept, body=body)
