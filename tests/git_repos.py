"""Real repositories, made quickly and with fixed dates."""

import os
import subprocess
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import attrs

ADA = "Ada <ada@people.example>"


@attrs.frozen
class Made:
    """A commit to make: when, by whom, and which branch it merges."""

    at: datetime
    author: str = ADA
    merges: str = ""


def new(path: Path) -> Path:
    """An empty bare repository, which answers partial fetches."""
    git(path.parent, "init", "--quiet", "--bare", "--initial-branch=main", "--template=", str(path))
    with (path / "config").open("a") as config:
        config.write("[uploadpack]\n\tallowFilter = true\n")
    return path


def grow(path: Path, commits: Iterable[Made], *, branch: str = "main", onto: str = "") -> str:
    """Add these commits, oldest first, and give back the id of the last; `onto` begins at another one than the tip.

    `onto="nothing"` begins a history of its own.
    """
    ref = path / "refs" / "heads" / branch
    start = onto or (f"refs/heads/{branch}" if ref.exists() else "nothing")
    stream = "".join(
        written(commit, number, branch, start if number == 0 else "") for number, commit in enumerate(commits)
    )
    begin = f"reset refs/heads/{branch}\n" if start == "nothing" else ""
    git(path, "fast-import", "--quiet", "--force", "--date-format=raw-permissive", said=begin + stream)
    return ref.read_text().strip()


def written(commit: Made, number: int, branch: str, start: str) -> str:
    """The commit as fast-import reads it: it changes one of ten files."""
    seconds = f"{int(commit.at.timestamp())} +0000"
    content = f"{number} {commit.at}\n" * 40
    parents = f"from {start}^0\n" if start not in {"", "nothing"} else ""
    parents += f"merge refs/heads/{commit.merges}^0\n" if commit.merges else ""
    return (
        f"commit refs/heads/{branch}\nauthor {commit.author} {seconds}\ncommitter {commit.author} {seconds}\n"
        f"data <<END\nChange {number}\nEND\n{parents}"
        f"M 100644 inline folder/file{number % 10}.txt\ndata {len(content)}\n{content}\n"
    )


def git(path: Path, *arguments: str, said: str = "") -> str:
    """What git says, with nobody's settings."""
    command = ["git", *arguments]
    done = subprocess.run(command, cwd=path, input=said, env=NOBODY, check=True, capture_output=True, text=True)
    return done.stdout


NOBODY = {
    "PATH": os.environ["PATH"],
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@people.example",
}
