"""The git command line with limits on time, memory and output, and without settings, prompts and hooks."""

import asyncio
import os
import re
import signal
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile

import attrs

from packgrid.lib.git_remote import Remote

PINS_SINCE = (2, 37)
SETTINGS = {
    "core.hooksPath": os.devnull,
    "credential.helper": "",
    "fetch.recurseSubmodules": "no",
    "gc.auto": "0",
    "http.followRedirects": "false",
    "http.lowSpeedLimit": "1000",  # bytes a second; so that even a git whose parent was killed comes to an end
    "http.lowSpeedTime": "60",
    "log.mailmap": "false",
    "maintenance.auto": "false",
    "pack.threads": "1",
    "protocol.version": "2",
    "transfer.bundleURI": "false",  # the server may not send us to other addresses
}
ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_ASKPASS": "false",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_DIR": os.devnull,  # not that of the folder we happen to be in
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "HOME": os.devnull,
    "LC_ALL": "C",
    "XDG_CONFIG_HOME": os.devnull,
}
KEPT = {"PATH", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH"}
# No core files, then the limits; a stricter one that is there already stays, and macOS has none for memory. The one for
# processor time is soft, as Linux kills at a hard one without a word why.
LIMITED = """
{ ulimit -c 0; ulimit -f "$1"; ulimit -S -t "$2"; ulimit -v "$3"; } 2>/dev/null
shift 3
exec git "$@"
"""
NOT_FOUND = 127


class GitFailed(Exception):
    """Git ended with an error; the message is git's."""


class GitRefused(Exception):
    """The server answered git with an HTTP status that is an error."""

    def __init__(self, status: int) -> None:
        super().__init__(f"answered {status}")
        self.status = status


class GitStopped(Exception):
    """Git went over a limit and was ended; the message says which."""


@attrs.frozen
class GitLimits:
    """Limits for one command: `written_bytes` for each file, `output_bytes` of output, the rest for each process."""

    time_s: float = 120
    cpu_s: int = 60
    written_bytes: int = 100_000_000
    output_bytes: int = 50_000_000
    memory_bytes: int = 2_000_000_000

    @property
    def ulimit_values(self) -> tuple[str, str, str]:
        """The limits in the units of `ulimit`: blocks of 512 bytes, seconds, kilobytes."""
        return str(self.written_bytes // 512), str(self.cpu_s), str(self.memory_bytes // 1024)

    def find_broken_limit(self, number: int) -> str | None:
        """The limit that a process broke if this signal ended it."""
        reasons: dict[int, str] = {
            signal.SIGXFSZ: self.file_too_large,
            signal.SIGXCPU: f"git used more than {self.cpu_s} seconds of processor time",
        }
        return reasons.get(number)

    def is_reached_in(self, folder: Path) -> bool:
        """True if a file in it is as large as the limit allows; git does not always report why its helpers ended."""
        sizes = (path.stat().st_size for path in folder.rglob("*") if path.is_file())
        return any(size >= self.written_bytes // 512 * 512 for size in sizes)

    @property
    def file_too_large(self) -> str:
        """The sentence for this limit."""
        return f"git wrote more than {self.written_bytes:,} bytes"


@attrs.define
class Git:
    """Runs git. `user_agent` says who we are."""

    user_agent: str
    limits: GitLimits = GitLimits()
    known_version: tuple[int, ...] = ()

    @property
    def user_agent_header(self) -> str:
        """The User-Agent header. Some servers answer only git clients, and recognize them by its beginning.

        Bitbucket did (github.com/mirage/ocaml-git/pull/66); libgit2 says the same (libgit2/pull/4041).
        """
        return f"git/2.0 ({self.user_agent})"

    async def run(
        self, *arguments: str, folder: Path | None = None, remote: Remote | None = None, keep_open: Sequence[int] = ()
    ) -> bytes:
        """Run git and return its standard output. `remote` is the only address that it may call; None means no address.

        `folder` is the repository. What is in `keep_open` stays open in git, such as a lock that it shall hold for as
        long as it runs. Git and all that it started are ended when this is cancelled.

        Raises:
            GitFailed, GitRefused, GitStopped.
        """
        if remote and remote.addresses and remote.scheme != "git":
            await self.require(PINS_SINCE)
        settings = {**SETTINGS, "http.userAgent": self.user_agent_header, **(remote.settings if remote else {})}
        place = [f"--git-dir={folder}"] if folder else []
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        environment = keep_variables(os.environ) | ENVIRONMENT | (remote.environment if remote else {})
        try:
            return await self.execute([*options, *place, *arguments], environment, keep_open)
        except GitFailed as error:
            if folder and self.limits.is_reached_in(folder):
                raise GitStopped(self.limits.file_too_large) from error
            raise

    async def require(self, version: tuple[int, ...]) -> None:
        """Raise GitFailed if this git is older."""
        if not self.known_version:
            said = await self.execute(["version"], keep_variables(os.environ) | ENVIRONMENT, ())
            self.known_version = tuple(map(int, re.findall(rb"\d+", said)[:2]))
        if self.known_version < version:
            needed, have = ".".join(map(str, version)), ".".join(map(str, self.known_version))
            raise GitFailed(
                f"git {have} is too old to connect only to the checked address; install git {needed} or newer"
            )

    async def execute(self, command: list[str], environment: Mapping[str, str], keep_open: Sequence[int]) -> bytes:
        """Run one command and return its output."""
        with TemporaryFile() as complaints:
            process = await start_shielded(
                asyncio.create_subprocess_exec(
                    "sh", "-c", LIMITED, "sh", *self.limits.ulimit_values, *command,
                    stdin=DEVNULL, stdout=PIPE, stderr=complaints,
                    env=environment, start_new_session=True, pass_fds=keep_open,
                )
            )  # fmt: skip
            said = await self.wait_for_output(process)
            complaints.seek(0)
            if process.returncode:
                raise self.make_error(process.returncode, complaints.read().decode(errors="replace"))
        return said

    async def wait_for_output(self, process: Process) -> bytes:
        """Wait for a process to end, or end it at a limit, and return its output."""
        try:
            async with asyncio.timeout(self.limits.time_s):
                said = await self.read_stream(output_of(process))
                await process.wait()
                return said
        except TimeoutError:
            raise GitStopped(f"git took longer than {self.limits.time_s:g} seconds") from None
        finally:
            await end_process(process)

    async def read_stream(self, stream: asyncio.StreamReader) -> bytes:
        """Read a stream to its end, at most `output_bytes`."""
        parts, size = [], 0
        while part := await stream.read(1 << 16):
            parts.append(part)
            size += len(part)
            if size > self.limits.output_bytes:
                raise GitStopped(f"git wrote more than {self.limits.output_bytes:,} bytes")
        return b"".join(parts)

    def make_error(self, code: int, complaints: str) -> Exception:
        """The error for this exit code and these messages of git."""
        if code == NOT_FOUND:
            return GitFailed("git is not installed")
        signals = [-code] if code < 0 else [int(number) for number in re.findall(r"died of signal (\d+)", complaints)]
        if broken := next(filter(None, map(self.limits.find_broken_limit, signals)), None):
            return GitStopped(broken)
        if status := re.search(r"returned error: (\d{3})", complaints):
            return GitRefused(int(status[1]))
        return GitFailed(last_complaint(complaints) or f"git ended with code {code}")


def keep_variables(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables of the environment that git gets: where programs and certificates are.

    Its proxy is set by the remote: git and curl read the proxy variables in their own way, and might connect to an
    address that was not checked.
    """
    return {name: value for name, value in environment.items() if name.upper() in KEPT}


async def start_shielded(starting: Coroutine[None, None, Process]) -> Process:
    """Wait for a process to start. If cancelled meanwhile, it is killed with its children; asyncio kills it alone."""
    task = asyncio.create_task(starting)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await end_process(await task)
        raise


async def end_process(process: Process) -> None:
    """Wait for a process to end; kill it with its children if it has not ended by itself."""
    output = output_of(process)
    if process.returncode is None or not output.at_eof():
        with suppress(ProcessLookupError, PermissionError):  # macOS does not permit it for the dead
            os.killpg(process.pid, signal.SIGKILL)
    while await output.read(1 << 16):
        pass
    await process.wait()


def output_of(process: Process) -> asyncio.StreamReader:
    """The stream of a process's standard output."""
    assert process.stdout  # noqa: S101 for the type checker: it is a pipe
    return process.stdout


def last_complaint(complaints: str) -> str:
    """The last error in git's messages, with the lines that belong to it; all messages if there is none."""
    paragraph = complaints.strip().split("\n\n")[0].splitlines()
    starts = [at for at, line in enumerate(paragraph) if line.startswith(("fatal: ", "error: "))]
    return " ".join(line.strip() for line in paragraph[(starts or [0])[-1] :])[:LONGEST_COMPLAINT]


LONGEST_COMPLAINT = 300
