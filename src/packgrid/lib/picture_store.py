"""A folder of pictures that were fetched, by their address, with a limit of bytes: the oldest leave first."""

import hashlib
import os
import time
from contextlib import suppress
from pathlib import Path

import attrs

from packgrid.lib.picture_types import find_picture_type

KEPT_S = 7 * 86400
FAILURE_KEPT_S = 3600


@attrs.frozen
class StoredPicture:
    """A picture; one without a type is what could not be fetched."""

    kind: str | None
    body: bytes


@attrs.frozen
class PictureStore:
    """Pictures in a folder; a file that is empty is an address that gave none."""

    folder: Path
    most_bytes: int

    def get(self, url: str, now_s: float) -> StoredPicture | None:
        """The stored answer for an address; None if there is none, or it is too old."""
        path = self.path_of(url)
        try:
            body, age_s = path.read_bytes(), now_s - path.stat().st_mtime
        except OSError:
            return None
        return StoredPicture(find_picture_type(body), body) if age_s < (KEPT_S if body else FAILURE_KEPT_S) else None

    def put(self, url: str, body: bytes, now_s: float) -> None:
        """Store a picture, or an empty body for an address that gave none; whatever is too much leaves."""
        path = self.path_of(url)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_suffix(f".{time.monotonic_ns()}.part")
        part.write_bytes(body)
        os.utime(part, (now_s, now_s))
        part.replace(path)
        self.shrink()

    def shrink(self) -> None:
        """Delete the oldest pictures until the folder is within its limit."""
        files = sorted(((file.stat(), file) for file in self.folder.iterdir()), key=lambda item: item[0].st_mtime)
        excess = sum(stat.st_size + OVERHEAD_BYTES for stat, _file in files) - self.most_bytes
        for stat, file in files:
            if excess <= 0:
                return
            with suppress(FileNotFoundError):  # another process was faster
                file.unlink()
            excess -= stat.st_size + OVERHEAD_BYTES

    def path_of(self, url: str) -> Path:
        """The file of an address."""
        return self.folder / hashlib.sha256(url.encode()).hexdigest()


OVERHEAD_BYTES = 4096  # what an empty file costs
