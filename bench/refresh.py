"""Measures refreshing a whole catalogue from hosts that are 50 ms away, against the ordinary way.

`python -m bench.refresh` takes the real catalogue where it lies beside the project, else 5,000 made-up packages. The
world's clock stands still but where it is moved, so that "nothing has changed" is true. The first refresh is without
limits, because GitHub's 900 calls a minute for contributors would be all that it measures; the others are within them.
"""

import re
import statistics
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import attrs
import click

from bench import stage

TOKEN = "of the stand-in, which takes any"  # noqa: S105 no secret
SOURCES = ("pypi", "github", "gitlab", "bitbucket", "forgejo")
A_DAY_S = 86_400


@attrs.frozen
class Scene:
    """Where it happens: the world, the environment of our process, the catalogue and the folder of what was said."""

    world: stage.WorldProgram
    environ: dict[str, str]
    catalogue: Path
    count: int
    log: Path
    sources: Sequence[str]


@attrs.frozen
class Round:
    """One refresh of everything."""

    title: str
    cost: stage.Cost
    calls: dict[str, int]
    summary: str = ""

    @property
    def all_calls(self) -> int:
        """How many calls there were."""
        return sum(self.calls.values())

    def calls_to(self, service: str) -> int:
        """How many calls there were to a service."""
        return sum(count for name, count in self.calls.items() if name.startswith(service))


@click.command()
@click.option("--packages", type=int, help="So many made-up packages; else the real catalogue.")
@click.option("--latency-s", default=0.05, show_default=True, help="How far away every host is.")
@click.option("--git/--no-git", default=False, help="Ask git, too: minutes for some hundred packages.")
@click.option("--postgres/--sqlite", default=False, help="The database.")
@click.option("--rounds", default=3, show_default=True, help="How often ours and the rival take turns.")
@click.option("--sample", default=60, show_default=True, help="How many packages the rival asks about.")
def main(*, packages: int | None, rounds: int, sample: int, **terms: object) -> None:
    """Measure refreshing."""
    with scene(packages, **terms) as here:
        first = refreshed(here, "first")
        here.world.post("settings", limits=True)
        ours, rival = [], []
        for number in range(1, rounds + 1):
            ours.append(refreshed(here, f"nothing changed, {number}"))
            rival.append(asked_by_rival(here, sample))
        here.world.post("clock", advance_s=A_DAY_S)
        report(here, [first, *ours, refreshed(here, "a day later")])
        compare(here, ours, rival, sample)


@contextmanager
def scene(packages: int | None, *, latency_s: object, git: object, postgres: object) -> Iterator[Scene]:
    """The stage of this measurement, the catalogue loaded."""
    real = None if packages else stage.real_catalogue()
    with stage.folder() as where, ExitStack() as stack:
        for name in ("git", "data", "postgres"):
            (where / name).mkdir()
        options = ["--catalogue", str(real)] if real else ["--packages", str(packages or 5000)]
        options += ["--git", str(where / "git")] if git else []
        world = stack.enter_context(
            stage.world(*options, "--factor", "0", "--no-limits", "--latency-s", str(latency_s))
        )
        more = {"DATABASE_URL": stack.enter_context(stage.postgres(where / "postgres"))} if postgres else {}
        environ = stage.environment(where / "data", world.addresses, GITHUB_TOKEN=TOKEN, **more)
        catalogue = real or stage.made_up_catalogue(world, where / "catalogue.csv")
        stage.load(catalogue, environ, where / "log")
        count = len({row["slug"] for row in stage.rows_of(catalogue) if row["pypi_name"] or row["repo_url"]})
        yield Scene(world, environ, catalogue, count, where / "log", (*SOURCES, *(["git"] if git else [])))


def refreshed(here: Scene, title: str) -> Round:
    """What it cost us to ask everything once."""
    here.world.delete("ledger")
    begins_at = here.log.stat().st_size
    command = [stage.PACKGRID, "refresh", "--all", *(f"--source={source}" for source in here.sources)]
    cost = stage.run(command, here.environ, here.log)
    said = here.log.read_bytes()[begins_at:].decode()
    round_ = Round(title, cost, stage.calls(here.world), summary_in(said))
    stage.say(f"{title}: {cost.wall_s:.1f} s, CPU {cost.cpu_s:.1f} s, {round_.all_calls:,} calls; {round_.summary}")
    return round_


def asked_by_rival(here: Scene, sample: int) -> Round:
    """What it cost the rival to ask about a sample."""
    here.world.delete("ledger")
    command = [sys.executable, "-m", "bench.rival_refresh", str(here.catalogue), str(sample)]
    cost = stage.run(command, here.environ, here.log)
    round_ = Round("rival", cost, stage.calls(here.world))
    stage.say(f"rival: {cost.wall_s:.1f} s, CPU {cost.cpu_s:.1f} s, {round_.all_calls:,} calls")
    return round_


def summary_in(said: str) -> str:
    """The last line that our command printed."""
    lines = [line for line in said.splitlines() if line.strip() and not re.match(r"\d+/\d+ ", line)]
    return lines[-1] if lines else ""


def report(here: Scene, rounds: Sequence[Round]) -> None:
    """Print what each refresh cost."""
    names = sorted({name for round_ in rounds for name in round_.calls})
    heads = ["refresh", *names, "wall s", "CPU s", "CPU ms a package", "CPU ms a call", "packages a second"]
    rows = [
        [
            round_.title,
            *(f"{round_.calls.get(name, 0):,}" for name in names),
            f"{round_.cost.wall_s:.1f}",
            f"{round_.cost.cpu_s:.1f}",
            f"{1000 * round_.cost.cpu_s / here.count:.2f}",
            f"{1000 * round_.cost.cpu_s / max(round_.all_calls, 1):.2f}",
            f"{here.count / round_.cost.wall_s:.0f}",
        ]
        for round_ in rounds
    ]
    stage.show(heads, rows)


def compare(here: Scene, ours: Sequence[Round], rival: Sequence[Round], sample: int) -> None:
    """Print the medians of both and their ratios."""
    pace = statistics.median(here.count / round_.cost.wall_s for round_ in ours)
    cpu_ms = statistics.median(1000 * round_.cost.cpu_s / here.count for round_ in ours)
    rival_pace = statistics.median(sample / round_.cost.wall_s for round_ in rival)
    rival_ms = statistics.median(1000 * round_.cost.cpu_s / sample for round_ in rival)
    to_github = statistics.median(round_.calls_to("GitHub") for round_ in ours)
    rows = [
        ["packages a second", f"{pace:.0f}", f"{rival_pace:.2f}", f"{pace / rival_pace:.0f} times"],
        ["CPU ms a package", f"{cpu_ms:.2f}", f"{rival_ms:.1f}", f"{rival_ms / cpu_ms:.0f} times"],
        ["calls to GitHub", f"{to_github:.0f}", "", ""],
    ]
    stage.show(["median, nothing changed", "ours", "rival", "ratio"], rows)


if __name__ == "__main__":
    main()
