"""The folder that keeps repositories between two questions. Losing it, or any part of it, costs a fetch and no more."""

import asyncio
import fcntl
import hashlib
import math
import os
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import mkdtemp

import attrs

POLL_S = 0.05
TIDIED_AFTER = 20  # of its size limit, the part that may be added before the folder is looked through again
LEFT_BY_CRASHES = re.compile(r".*\.lock|\.?tmp[_-].*")
OURS = re.compile(r".*-[0-9a-f]{16}|going-.*")  # nothing else that somebody keeps there is touched


class CopyInUse(Exception):
    """Somebody else has the copy; the message is a sentence."""


@attrs.frozen
class RepoCopy:
    """One repository's folder while it is ours alone; git keeps `lock` open, and so ours, for as long as it runs."""

    folder: Path
    lock: int

    @property
    def repository(self) -> Path:
        """The bare repository, which may not be there yet."""
        return self.folder / "repository"

    def is_there(self) -> bool:
        """True if the copy has commits to continue from."""
        return (self.repository / "HEAD").is_file()

    def pack_count(self) -> int:
        """How many packs it is made of: one or more a fetch."""
        return sum(1 for _ in (self.repository / "objects" / "pack").glob("*.pack"))

    def shallow_commits(self) -> set[str]:
        """The ids of the commits whose parents were not fetched."""
        shallow = self.repository / "shallow"
        return set(shallow.read_text().split()) if shallow.exists() else set()

    def clear(self) -> None:
        """Drop the repository."""
        shutil.rmtree(self.repository, ignore_errors=True)

    def remove_leftovers(self) -> None:
        """Remove what a git that was killed has left: nobody else can be at work here."""
        for path in list(self.repository.rglob("*")):
            if LEFT_BY_CRASHES.fullmatch(path.name):
                path.unlink(missing_ok=True) if path.is_file() else shutil.rmtree(path, ignore_errors=True)


class GitCache:
    """Repositories in a folder, each by its address, together of about `most_bytes`; several processes may share it.

    What was used longest ago goes first. The limit is kept to a twentieth, and what is in use is never removed.
    `wait_s` is how long to wait for a repository that somebody else has.
    """

    def __init__(self, folder: Path, most_bytes: int, *, wait_s: float = 120) -> None:
        self.folder = folder
        self.most_bytes = most_bytes
        self.wait_s = wait_s
        self.added_bytes = math.inf  # what an earlier run has left is unknown

    @asynccontextmanager
    async def hold(self, url: str) -> AsyncIterator[RepoCopy]:
        """The copy of the repository at this address, empty the first time, once nobody else has it.

        Raises:
            InUse: somebody else has it for too long.
        """
        copy = await self.lock_copy(url)
        before = folder_size(copy.folder)
        try:
            copy.remove_leftovers()
            yield copy
        finally:
            copy.remove_leftovers()
            os.utime(copy.lock)
            self.added_bytes += max(0, folder_size(copy.folder) - before)
            os.close(copy.lock)
        if self.added_bytes * TIDIED_AFTER > self.most_bytes:
            self.added_bytes = 0
            await asyncio.to_thread(self.remove_oldest)

    async def lock_copy(self, url: str) -> RepoCopy:
        """The copy, its folder made if it is missing, once its lock is ours."""
        folder = self.folder / folder_name(url)
        try:
            async with asyncio.timeout(self.wait_s):
                while (lock := open_lock(folder)) is None:  # noqa: ASYNC110 other processes tell no event
                    await asyncio.sleep(POLL_S)
        except TimeoutError:
            raise CopyInUse(f"its copy has been in use elsewhere for {self.wait_s:g} seconds") from None
        return RepoCopy(folder, lock)

    def remove_oldest(self) -> None:
        """Remove what was used longest ago, until the rest is within the limit."""
        found = sorted((last_used_at(path), path) for path in self.folder.iterdir() if OURS.fullmatch(path.name))
        sizes = {path: folder_size(path) for _, path in found}
        too_many = sum(sizes.values()) - self.most_bytes
        for _, path in found:
            if too_many <= 0:
                break
            too_many -= sizes[path] if remove_folder(path) else 0


def folder_name(url: str) -> str:
    """A name for a folder that tells a person which repository it is, and that no other address has."""
    readable = re.sub(r"[^a-z0-9]+", "-", url.partition("://")[2].lower()).strip("-")[:60]
    return f"{readable}-{hashlib.sha256(url.encode()).hexdigest()[:16]}"


def open_lock(folder: Path) -> int | None:
    """The open lock file of a folder if nobody else holds it, else None; also None if the folder goes just now."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if is_same(lock, folder / "lock"):
            return lock
    except BlockingIOError:
        pass
    os.close(lock)
    return None


def is_same(lock: int, path: Path) -> bool:
    """True if the open file is still the one that is found under this path."""
    try:
        return os.path.samestat(os.fstat(lock), path.stat())
    except FileNotFoundError:
        return False


def last_used_at(folder: Path) -> float:
    """When a copy was last held; 0 of what is no copy any more."""
    try:
        return (folder / "lock").stat().st_mtime
    except OSError:
        return 0


def remove_folder(folder: Path) -> bool:
    """True if the folder could be removed: not if somebody holds it.

    It is first moved aside, so that who comes meanwhile begins a new one.
    """
    lock = open_lock(folder)
    if lock is None:
        return False
    aside = Path(mkdtemp(prefix="going-", dir=folder.parent))
    folder.rename(aside / folder.name)
    os.close(lock)
    shutil.rmtree(aside, ignore_errors=True)
    return True


def folder_size(folder: Path) -> int:
    """The bytes that a folder takes on the disk."""
    return sum(status.st_blocks * 512 for status in file_statuses(folder))


def file_statuses(folder: Path) -> Iterator[os.stat_result]:
    """The status of each file below, as far as they stay there."""
    for parent, _folders, names in os.walk(folder):
        for name in names:
            try:
                yield (Path(parent) / name).lstat()
            except FileNotFoundError:
                continue
