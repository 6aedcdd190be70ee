"""Kills refreshers with SIGKILL at random moments, many times, and sees that nothing was lost or done twice.

    python -m bench.kill [--kills 100] [--packages 300] [--database sqlite|postgres]

SQLite has one embedded engine and somebody who edits; PostgreSQL has three workers. All rows are made due again and
again, and the world goes on, so that there is work under way whenever somebody is killed. The world begins in the past
and never overtakes our clock, since commits from the future are not believed.

What counts the 52 weeks up to the moment of a fetch differs between two fetches of the same history, as commits grow
older. So commits are compared by calendar weeks. What is asked in spare time, older releases, is not waited for.
"""

import argparse
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs

from bench import stage, waiting

FAULTS = re.compile(r"database is locked|deadlock|Traceback|could not serialize", re.IGNORECASE)
SETTLED_WITHIN_S = 900
ROUND = 10
A_DAY = timedelta(days=1)
TOKEN = {"GITHUB_TOKEN": "any"}
FINISH = """
import json
from django.db import connection
from django.db.models import Count
from packgrid.catalogue.models import Facts, Release
from packgrid.history.metrics import HISTORY_IDS
from packgrid.history.models import Change, Point
from packgrid.catalogue.models import FetchState
leave = {"provenance", "last_fetched_at", "contributors", "bots", "usage_count", "downloads_rank"}
leave |= {"weekly_commits", "year_authors"}
names = [f.name for f in Facts._meta.concrete_fields if f.name not in leave | {"package"}]
facts = {row.pop("package__slug"): row for row in Facts.objects.values("package__slug", *names)}
releases = list(Release.objects.values_list("package__slug", "version", "is_yanked"))
weeks = Point.objects.filter(metric=HISTORY_IDS["commits"]).order_by("package", "day")
in_spare_time = ["pypi-releases", "pypi-provenance"]
unanswered = FetchState.objects.exclude(source__in=in_spare_time).filter(last_success_at=None).values(
    "package__slug", "source", "host", "due_at", "last_answer", "last_answer_at", "last_error", "failures_in_a_row")
twice = Change.objects.values("package", "kind", "subject", "at", "old", "new").annotate(n=Count("pk")).filter(n__gt=1)
print(json.dumps({
    "facts": facts, "releases": releases,
    "windows": dict(Facts.objects.values_list("package__slug", "weekly_commits")),
    "weeks": list(weeks.values_list("package__slug", "day", "value")),
    "unanswered": list(unanswered),
    "claims": FetchState.objects.exclude(claim="").count(),
    "rows": FetchState.objects.count(),
    "twice": twice.count(), "changes": Change.objects.count(), "points": Point.objects.count(),
}, default=str))
"""
AGAIN = (
    "from django.utils import timezone; from packgrid.catalogue.models import FetchState;"
    "from packgrid.refresh.models import HostState;"
    "FetchState.objects.update(due_at=timezone.now()); HostState.objects.all().delete()"
)
LEFT = (
    "from django.utils import timezone; from packgrid.catalogue.models import FetchState;"
    "due = FetchState.objects.filter(due_at__lte=timezone.now());"
    "print(due.exclude(source__in=['pypi-releases', 'pypi-provenance']).count())"
)


@attrs.frozen
class Scene:
    """Where it happens: the environment, the log of everybody, the world."""

    environ: dict[str, str]
    log: Path
    world: stage.WorldProgram

    def start(self, *command: str | Path) -> subprocess.Popen[str]:
        """Start a program whose words go to the log, with its children in a group of its own."""
        with self.log.open("a") as log:
            return subprocess.Popen(
                [str(word) for word in command],
                env=self.environ,
                cwd=stage.TOP,
                stdout=log,
                stderr=log,
                text=True,
                start_new_session=True,
            )

    def ask(self, code: str) -> str:
        """What Packgrid's shell prints last."""
        command: list[str | Path] = [stage.PACKGRID, "manage", "shell", "-v0", "-c", code]
        done = subprocess.run(
            command,
            env=self.environ,
            cwd=stage.TOP,
            check=True,
            capture_output=True,
            text=True,
            timeout=stage.LONGEST_RUN_S,
        )
        return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""


type Start = Callable[[], subprocess.Popen[str]]


def main() -> None:
    """Run it and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--packages", type=int, default=300)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    chosen = parser.parse_args()
    with stage.folder() as folder, ExitStack() as stack:
        (folder / "repos").mkdir()
        began_at = datetime.now(UTC) - A_DAY * (chosen.kills // ROUND + 2)
        options = ["--packages", str(chosen.packages), "--latency-s", "0.005", "--no-limits", "--factor", "0"]
        options += ["--started-at", f"{began_at:%Y-%m-%dT%H:%M:%S}"]
        world = stack.enter_context(stage.world(*options, "--git", str(folder / "repos")))
        more = {"PACKGRID_CLAIM_SECONDS": "1"} | TOKEN
        if chosen.database == "postgres":
            (folder / "pg").mkdir()
            url = stack.enter_context(stage.postgres(folder / "pg"))
            more |= {"DATABASE_URL": url, "PACKGRID_ENGINE": "distributed"}
        show(try_it(folder, world, more, chosen.kills), chosen.database)


def try_it(folder: Path, world: stage.WorldProgram, more: dict[str, str], kills: int) -> dict[str, object]:
    """Kill, let it settle, compare with an undisturbed refresh of the same world."""
    catalogue = stage.made_up_catalogue(world, folder / "catalogue.csv")
    scene = Scene(stage.environment(folder / "killed", world.url, **more), folder / "log", world)
    stage.load(catalogue, scene.environ, scene.log)
    with people(scene, is_many="DATABASE_URL" in more) as start:
        kill(scene, start, kills)
        world.delete("ledger")
        began_s = time.monotonic()
        workers = [start() for _ in range(3 if "DATABASE_URL" in more else 1)]
        scene.ask(AGAIN)
        settle(scene)
        settled_s = time.monotonic() - began_s
        end(workers)
    found = json.loads(scene.ask(FINISH))
    truth = undisturbed(folder, catalogue, world)
    said = scene.log.read_text()
    return {
        "kills": kills,
        "rows of the schedule": found["rows"],
        "rows never answered": len(found["unanswered"]),
        "the rows never answered": "; ".join(map(str, found["unanswered"][:5])),
        "claims left": found["claims"],
        "packages with other facts than undisturbed": sum(
            truth["facts"][slug] != found["facts"][slug] for slug in truth["facts"]
        ),
        "the values that differ": differing(truth["facts"], found["facts"]),
        "releases that differ": difference(truth, found, "releases"),
        "calendar weeks with other commits": difference(truth, found, "weeks"),
        "packages whose 52 weeks had moved on": sum(
            truth["windows"][slug] != found["windows"][slug] for slug in truth["windows"]
        ),
        "changes": found["changes"],
        "changes recorded twice": found["twice"],
        "lock errors and tracebacks in the logs": len(FAULTS.findall(said)),
        "edits": "".join(re.findall(r"\{'edits'.*\}", said)),
        "git processes left": len(orphans(folder)),
        "seconds until all was fetched again": round(settled_s),
    } | (whole(scene) if "DATABASE_URL" not in more else {})


def difference(truth: dict[str, Any], found: dict[str, Any], name: str) -> int:
    """How many rows of this name there are in one of the two alone."""
    return len(set(map(tuple, truth[name])) ^ set(map(tuple, found[name])))


def differing(truth: dict[str, Any], found: dict[str, Any]) -> str:
    """A few of the values that differ, each with what it should be."""
    said = [
        f"{slug}.{name}: {value!r}, not {found[slug][name]!r}"
        for slug, facts in truth.items()
        for name, value in facts.items()
        if found[slug][name] != value
    ]
    return "; ".join(item[:200] for item in said[:5])


@contextmanager
def people(scene: Scene, *, is_many: bool) -> Iterator[Start]:
    """Whoever else is at work; gives what starts a refresher."""
    python = sys.executable
    other = scene.start(python, "-m", "bench.engine", "tend" if is_many else "edit")
    try:
        if is_many:
            yield lambda: scene.start(stage.PACKGRID, "worker")
        else:
            yield lambda: scene.start(python, "-m", "bench.engine", "embedded")
    finally:
        waiting.end(other)


def kill(scene: Scene, start: Start, kills: int) -> None:
    """Kill one at a random moment, start another, again and again."""
    workers = [start() for _ in range(3 if "DATABASE_URL" in scene.environ else 1)]
    time.sleep(3)
    for number in range(kills):
        if number % ROUND == 0:
            scene.world.post("clock", advance_s=A_DAY.total_seconds())
            scene.ask(AGAIN)
            stage.say(f"{number} of {kills} killed")
        time.sleep(random.uniform(0.1, 1.2) + (1.0 if len(workers) == 1 else 0))  # noqa: S311 no secret
        victim = workers.pop(random.randrange(len(workers)))  # noqa: S311 no secret
        os.kill(victim.pid, signal.SIGKILL)
        victim.wait()
        workers.append(start())
    end(workers)


def end(workers: list[subprocess.Popen[str]]) -> None:
    """Kill whoever is left."""
    for worker in workers:
        worker.kill()
        worker.wait()


def settle(scene: Scene) -> None:
    """Wait until nothing is due."""
    waiting.wait_until(lambda: scene.ask(LEFT) == "0", "nothing is due", within_s=SETTLED_WITHIN_S, log=scene.log)


def undisturbed(folder: Path, catalogue: Path, world: stage.WorldProgram) -> dict[str, Any]:
    """The same world, fetched once into a new database by nobody who was killed."""
    scene = Scene(stage.environment(folder / "fresh", world.url, **TOKEN), folder / "fresh.log", world)
    stage.load(catalogue, scene.environ, scene.log)
    stage.run([stage.PACKGRID, "refresh", "--all"], scene.environ, scene.log)
    found: dict[str, Any] = json.loads(scene.ask(FINISH))
    return found


def whole(scene: Scene) -> dict[str, object]:
    """What SQLite says of its file."""
    asking = "from django.db import connection; cursor = connection.cursor(); cursor.execute('PRAGMA integrity_check');"
    return {"PRAGMA integrity_check": scene.ask(f"{asking} print(cursor.fetchone()[0])")}


def orphans(folder: Path) -> list[str]:
    """Git processes that work in our folder and whose parents are gone."""
    done = subprocess.run(["pgrep", "-af", f"git.*{folder}/killed"], check=False, capture_output=True, text=True)  # noqa: S607 of the machine
    return done.stdout.splitlines()


def show(found: dict[str, object], database: str) -> None:
    """The table."""
    stage.show(["what", database], list(found.items()))


if __name__ == "__main__":
    main()
