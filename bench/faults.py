"""Measures whether healthy hosts are slowed while another one is sick.

`python -m bench.faults` lets `packgrid up` refresh a few hundred packages from hosts that are 50 ms away, with its
embedded engine and at its own gentle pace: PyPI and GitLab alone, then with a host that hangs, drips, or refuses. A
lane's time is that from its first answer to its last, as the schedule has it; of several rounds the quickest counts,
because whatever else the machine does only adds. It takes the real catalogue where it lies
beside the project, else made-up packages.
"""

import csv
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path

import attrs
import click

from bench import stage

TOKEN = "of the stand-in, which takes any"  # noqa: S105 no secret
HEALTHY = ("pypi", "gitlab")
SICK = {"GitHub": ("github", ""), "git at github.com": ("git", "github.com")}
KINDS = ("hang", "drip", "500", "429")
AT_HOSTS = {"github": 0.6, "gitlab": 0.3, "": 0.1}
WITHIN_S = 300
NEVER = "2100-01-01 00:00:00"
LEAVE = "UPDATE catalogue_fetchstate SET due_at = ? WHERE source NOT IN (?, ?) AND NOT (source = ? AND host = ?)"
MAKE_ROWS = (
    "from django.utils import timezone; from packgrid.refresh.subjects import ensure_states; "
    "ensure_states(timezone.now())"
)


@attrs.frozen
class Turn:
    """One measurement: the seconds of each healthy lane, and what the sick host was asked and how it is seen."""

    title: str
    kind: str
    lanes_s: dict[str, float]
    calls: int = 0
    state: str = ""

    def against(self, alone: "Turn") -> str:
        """The slowest healthy lane as a ratio to itself alone."""
        return f"{max(self.lanes_s[lane] / alone.lanes_s[lane] for lane in HEALTHY):.2f}"


@attrs.frozen
class Scene:
    """The world, and a data folder to copy, with a catalogue that nobody has been asked about yet."""

    world: stage.WorldProgram
    made: Path

    def turn(self, title: str, kind: str = "") -> Turn:
        """Refresh the healthy lanes while this host has this fault; no host, no other lane."""
        source, host = SICK.get(title, ("", ""))
        data = self.made.with_name("data")
        shutil.copytree(self.made, data)
        keep_due(data, source, host)
        self.world.delete("faults")
        if kind:
            self.world.post("faults", kind=kind, service=source)
        self.world.delete("ledger")
        with refreshing(data, self.world):
            lanes_s = waited_for(data)
        calls = self.world.get("ledger").get(source, {}).get("calls", 0)
        turn = Turn(title, kind, lanes_s, calls, state_of(data, source, host))
        shutil.rmtree(data)
        stage.say(f"{title}{f' with {kind}' if kind else ''}: {shown(lanes_s)}; {calls} calls to it; {turn.state}")
        return turn


@click.command()
@click.option("--packages", default=300, show_default=True, help="How many packages.")
@click.option("--latency-s", default=0.05, show_default=True, help="How far away every host is.")
@click.option("--rounds", default=2, show_default=True, help="How often everything is measured.")
def main(*, packages: int, latency_s: float, rounds: int) -> None:
    """Measure the healthy lanes alone, and beside each sickness."""
    cases = [("alone", ""), *((title, kind) for title in SICK for kind in ("", *KINDS))]
    with scene(packages, latency_s) as here:
        turns = [[here.turn(*case) for case in cases] for _ in range(rounds)]
    report([quickest(same) for same in zip(*turns, strict=True)])


def quickest(turns: Sequence[Turn]) -> Turn:
    """The last of the same measurements, with the least time of each lane."""
    return attrs.evolve(turns[-1], lanes_s={lane: min(turn.lanes_s[lane] for turn in turns) for lane in HEALTHY})


@contextmanager
def scene(packages: int, latency_s: float) -> Iterator[Scene]:
    """The stage: a world, and a Packgrid with the catalogue loaded."""
    real = stage.real_catalogue()
    with stage.folder() as where:
        (where / "git").mkdir()
        of_projects = ["--catalogue", str(real)] if real else ["--packages", str(packages * 20)]
        far = ["--latency-s", str(latency_s), "--no-limits", "--factor", "0", "--git", str(where / "git")]
        with stage.world(*of_projects, *far) as world:
            whole = real or stage.made_up_catalogue(world, where / "whole.csv")
            environ = stage.environment(where / "made", world.url)
            stage.load(some_of(whole, packages, where / "catalogue.csv"), environ, where / "log")
            stage.run([stage.PACKGRID, "manage", "shell", "-v0", "-c", MAKE_ROWS], environ, where / "log")
            yield Scene(world, where / "made")


def some_of(whole: Path, count: int, path: Path) -> Path:
    """A file with some packages of a catalogue: most at GitHub, many at GitLab, all on PyPI that are there."""
    rows = stage.rows_of(whole)
    kept = [row for host, share in AT_HOSTS.items() for row in islice(at(host, rows), round(count * share))]
    with path.open("w", newline="") as file:
        lines = csv.DictWriter(file, list(rows[0]))
        lines.writeheader()
        lines.writerows(kept)
    return path


def at(host: str, rows: Sequence[dict[str, str]]) -> Iterator[dict[str, str]]:
    """The packages that are at a host, "" for those that are on PyPI alone."""
    for row in rows:
        url = row["repo_url"]
        if (host and f"//{host}.com/" in url) or (not host and not url and row["pypi_name"]):
            yield row


def keep_due(data: Path, source: str, host: str) -> None:
    """Let only the healthy lanes and this one be due."""
    with closing(sqlite3.connect(data / "packgrid.sqlite3")) as database, database:
        database.execute(LEAVE, (NEVER, *HEALTHY, source, host))


@contextmanager
def refreshing(data: Path, world: stage.WorldProgram) -> Iterator[None]:
    """`packgrid up` on this data folder, until it is no longer needed."""
    port = str(free_port())
    environ = stage.environment(data, world.url, GITHUB_TOKEN=TOKEN, PACKGRID_REFRESH="on", PORT=port)
    with (
        (data / "log").open("ab") as log,
        subprocess.Popen([stage.PACKGRID, "up"], env=environ, stdout=log, stderr=log) as program,
    ):
        try:
            yield
        finally:
            program.send_signal(signal.SIGINT)


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def waited_for(data: Path) -> dict[str, float]:
    """How long each healthy lane took, once all of its rows are answered."""
    deadline = time.monotonic() + WITHIN_S
    while (left := unanswered(data)) and time.monotonic() < deadline:
        time.sleep(0.5)
    if left:
        sys.exit(f"{left} questions were not answered within {WITHIN_S} s:\n{(data / 'log').read_text()}")
    return {lane: span_s(data, lane) for lane in HEALTHY}


def unanswered(data: Path) -> int:
    """How many rows of the healthy lanes nobody has answered yet."""
    [[count]] = said(
        data, "SELECT count(*) FROM catalogue_fetchstate WHERE last_answer = '' AND source IN (?, ?)", HEALTHY
    )
    return int(str(count))


def span_s(data: Path, lane: str) -> float:
    """The seconds from a lane's first answer to its last."""
    [[first, last]] = said(
        data, "SELECT min(last_answer_at), max(last_answer_at) FROM catalogue_fetchstate WHERE source = ?", [lane]
    )
    return (datetime.fromisoformat(str(last)) - datetime.fromisoformat(str(first))).total_seconds()


def state_of(data: Path, source: str, host: str) -> str:
    """How the sick host is seen at the end."""
    name = f"{source} at {host}" if host else source
    rows = said(data, "SELECT failures_in_a_row, rests_until FROM refresh_hoststate WHERE host = ?", [name])
    return "; ".join(f"{failures} failures in a row{', rests' if rests else ''}" for failures, rests in rows)


def said(data: Path, question: str, values: Sequence[str]) -> list[tuple[object, ...]]:
    """What the database says, which others write meanwhile."""
    with closing(sqlite3.connect(f"file:{data / 'packgrid.sqlite3'}?mode=ro", uri=True, timeout=20)) as database:
        return database.execute(question, values).fetchall()


def shown(lanes_s: dict[str, float]) -> str:
    """The times of lanes in one line."""
    return ", ".join(f"{lane} {seconds:.1f} s" for lane, seconds in lanes_s.items())


def report(turns: Sequence[Turn]) -> None:
    """Print the table; the first is that without another host."""
    heads = ["beside", "which", *(f"{lane} s" for lane in HEALTHY), "ratio to alone", "calls to it", "seen as"]
    stage.show(
        heads,
        [
            [
                turn.title,
                turn.kind or "is well",
                *(f"{turn.lanes_s[lane]:.1f}" for lane in HEALTHY),
                turn.against(turns[0]),
                turn.calls,
                turn.state,
            ]
            for turn in turns
        ],
    )


if __name__ == "__main__":
    main()
