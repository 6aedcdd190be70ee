"""Who works while others read: the refresher at its pace before a stand-in for PyPI, and people who edit."""

import csv
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

import attrs

from bench import stage
from bench.goals import NotMeasured
from bench.ground import Ground, Site
from bench.waiting import end, read_line, wait_until
from bench.wrk import CORE_OF_SERVERS, CORE_OF_WRK

EDITED = 20
A_DAY_S, DAYS_UNTIL_SEEN_AGAIN, PACE = 86_400, 10, 100
"""At 100 packages a second, each is seen again after ten days of its world; one in twenty has changed by then."""
BEGINS_WITHIN_S = 300
EDITORS = ("title", "documentation_url", "repo_subdirectory", "deprecated_reason")
"""The column that each of the people edits, all of them of the same packages."""


@attrs.frozen
class Work:
    """A refresher at work, since a moment of `time.monotonic()`."""

    world: stage.WorldProgram
    began_s: float
    log: Path

    def pace(self) -> float:
        """How many packages a second it has asked about until now."""
        return count_asked(self.world) / (time.monotonic() - self.began_s)


def count_asked(world_: stage.WorldProgram) -> int:
    """How many packages the index was asked about: for each its page, and its document only where that has changed."""
    return stage.calls(world_)["simple"]


@contextmanager
def refreshing(ground: Ground, site: Site) -> Iterator[Work]:
    """A refresher beside the web server that asks about 100 packages a second, which it has seen before."""
    slugs, log = site.slugs[: ground.refreshed_count], ground.folder / "refresher.log"
    log.write_bytes(b"")
    with world(ground, slugs) as there:
        command: list[str | Path] = [stage.PACKGRID, "refresh", *slugs, "--source=pypi"]
        stage.say(f"fetching {len(slugs):,} packages for the first time, so that most are unchanged afterwards")
        stage.run(command, site.environ(), ground.folder / "log")
        if not count_asked(there):
            raise NotMeasured(f"the first refresh asked nobody; {ground.folder / 'log'} says why")
        there.delete("ledger")
        with log.open("ab") as said, busy(site, "refresh", stderr=said) as program:
            stage.say("waiting for the refresher to assess what is due, and to begin")
            wait_until(
                lambda: count_asked(there),
                "the refresher asks PyPI",
                within_s=BEGINS_WITHIN_S,
                program=program,
                log=log,
            )
            there.delete("ledger")
            yield Work(there, time.monotonic(), log)


@contextmanager
def world(ground: Ground, slugs: list[str]) -> Iterator[stage.WorldProgram]:
    """A PyPI that knows these packages, beside wrk, where days pass in seconds."""
    known = ground.folder / "known.csv"
    with known.open("w") as lines:
        table = csv.writer(lines)
        table.writerows([("slug", "pypi_name", "repo_url"), *((slug, slug, "") for slug in slugs)])
    options = (
        "--catalogue",
        str(known),
        "--factor",
        str(A_DAY_S * DAYS_UNTIL_SEEN_AGAIN * PACE // len(slugs)),
        "--no-limits",
        "--port",
        str(ground.port),
    )
    with stage.world(*options, core=CORE_OF_WRK) as there:
        yield there


@contextmanager
def busy(site: Site, *what: str, stderr: IO[bytes] | None = None) -> Iterator["subprocess.Popen[str]"]:
    """A program of bench/busy.py on the core of the servers."""
    command = ["taskset", "-c", CORE_OF_SERVERS, sys.executable, "-m", "bench.busy", *what]
    with subprocess.Popen(
        command, env=site.environ(), cwd=stage.TOP, stdout=subprocess.PIPE, stderr=stderr, text=True
    ) as process:
        try:
            yield process
        finally:
            end(process)


@attrs.frozen
class Edits:
    """What one of the people did to a column: the last value of each package, how often, how often it failed."""

    column: str
    last: Mapping[str, str]
    count: int
    errors: int
    slowest_ms: float


@contextmanager
def editing(site: Site) -> Iterator[list[Edits]]:
    """Four people who edit the same packages, a column each; what they did is in the list after the block."""
    slugs, done = site.slugs[:EDITED], list[Edits]()
    with ExitStack() as stack:
        people = {column: stack.enter_context(busy(site, "edit", column, *slugs)) for column in EDITORS}
        for person in people.values():
            read_line(person, "somebody begins to edit")
        yield done
        for column, person in people.items():
            person.terminate()
            done.append(Edits(column, **json.loads(read_line(person, "somebody says what they edited"))))
