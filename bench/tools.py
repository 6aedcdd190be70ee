"""Programs of Debian that measure or are measured against, found on the machine or unpacked without installing them."""

import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

from bench.goals import NotMeasured

WITHIN_S = 120


def tool(name: str, folder: Path) -> Path:
    """A program that Debian has in a package of its name.

    Raises:
        NotMeasured: it is not on this machine and could not be downloaded.
    """
    places = (Path(f"/usr/sbin/{name}"), *(folder / name / where / name for where in ("usr/bin", "usr/sbin")))
    if found := shutil.which(name):
        return Path(found)
    if not any(place.exists() for place in places):
        unpack(name, folder / name)
    if path := next((place for place in places if place.exists()), None):
        return path
    raise NotMeasured(f"{name} is not on this machine; `apt-get install {name}` brings it")


def unpack(name: str, folder: Path) -> None:
    """Download a package and unpack it into a folder; nothing happens where that cannot be done."""
    if not shutil.which("apt-get"):
        return
    folder.mkdir(parents=True, exist_ok=True)
    command = ["apt-get", "download", "-qq", name]
    with suppress(subprocess.TimeoutExpired):
        subprocess.run(command, cwd=folder, check=False, capture_output=True, timeout=WITHIN_S)
        for package in folder.glob("*.deb"):
            subprocess.run(["dpkg", "-x", package, folder], check=False, capture_output=True, timeout=WITHIN_S)  # noqa: S607 of the machine
