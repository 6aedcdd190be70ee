"""Files that are written whole or not at all, and files that are their owner's alone."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
READABLE = 0o666  # less what the umask takes away
FOR_OTHERS = 0o077

ADVICE = {
    errno.ENOSPC: "Free some space on its disk, then try again.",
    errno.EDQUOT: "Free some space in your quota on its disk, then try again.",
    errno.EACCES: "Change its permissions, or choose another place.",
    errno.EPERM: "Change its permissions, or choose another place.",
    errno.EROFS: "Its disk is read-only. Mount it writable, or choose another place.",
    errno.ENOENT: "Create its folder, or choose another place.",
    errno.ENOTDIR: "A part of its path is a file. Choose another place.",
    errno.EISDIR: "It is a folder. Choose a file.",
    errno.EEXIST: "It is a file. Choose another place.",
    errno.ENAMETOOLONG: "Choose a shorter name.",
}


def find_advice(error: OSError) -> str:
    """Advice for a file or folder that cannot be read or written; "" if there is none."""
    return ADVICE.get(error.errno or 0, "")


def is_full(error: BaseException) -> bool:
    """True if the error says that a disk or a quota is full."""
    return isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}


@contextmanager
def write_atomically(path: Path, *, mode: int | None = None) -> Iterator[IO[str]]:
    """A text file to write, which takes the place of `path` at the end of the block, when all of it is on the disk.

    If the block or the writing fails, `path` stays as it was. `mode` is the new file's; None means that of the file
    which it replaces, or what the umask leaves.

    Raises:
        OSError: it cannot be written.
    """
    path = path.resolve()
    with part_of(path, mode if mode is not None else mode_of(path)) as (part, file):
        yield file
        flush_to_disk(file)
        part.replace(path)
        flush_folder(path.parent)


def create_atomically(path: Path, text: str, *, mode: int) -> None:
    """Create a file with this text, unless there is one: then that one stays, also if it came at this very moment.

    Raises:
        OSError: it cannot be written.
    """
    with part_of(path, mode) as (part, file):
        file.write(text)
        flush_to_disk(file)
        try:
            with suppress(FileExistsError):
                path.hardlink_to(part)
        except OSError as error:
            if error.errno not in {errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK}:
                raise
            part.replace(path)  # this file system has no hard links
        flush_folder(path.parent)


@contextmanager
def part_of(path: Path, mode: int) -> Iterator[tuple[Path, IO[str]]]:
    """A new file in the same folder, open for writing; it is removed at the end if it is still there."""
    part = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8") as file:
            yield part, file
    finally:
        with suppress(OSError):
            part.unlink()


def mode_of(path: Path) -> int:
    """The permissions of a file; those of a new one, before the umask, where there is none."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        return READABLE


def flush_to_disk(file: IO[str]) -> None:
    """Wait until what was written has reached the disk: a full one may say so only now."""
    file.flush()
    os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Wait until the names in a folder have reached the disk, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def make_private_folder(folder: Path) -> None:
    """Make a folder for its owner alone, and the folders above it; one that exists stays as it is.

    Raises:
        OSError: it cannot be made.
    """
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)


def is_open_to_others(path: Path) -> bool:
    """True if others than the owner may read or write a file; False where there is none."""
    try:
        return bool(path.stat().st_mode & FOR_OTHERS)
    except OSError:
        return False


def close_to_others(path: Path) -> bool:
    """Make a file private; True if that was necessary and succeeded."""
    if not is_open_to_others(path):
        return False
    try:
        path.chmod(PRIVATE_FILE)
    except OSError:  # it is somebody else's, who shares it
        return False
    return True
