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
RIVALS = {"": "rival", "plain": "rival, commits left out"}


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
    """One refresh of so many packages."""

    title: str
    packages: int
    cost: stage.Cost
    calls: dict[str, int]
    summary: str = ""

    @property
    def all_calls(self) -> int:
        """How many calls there were."""
        return sum(self.calls.values())

    @property
    def pace(self) -> float:
        """Packages a second."""
        return self.packages / self.cost.wall_s

    @property
    def cpu_ms(self) -> float:
        """Time of the processor for a package, the start of the program included."""
        return 1000 * self.cost.cpu_s / self.packages


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
        rounds_ = [refreshed(here, "first")]
        here.world.post("settings", limits=True)
        for title, step_s in {"nothing changed": 0, "a day later": A_DAY_S}.items():
            for _ in range(rounds):
                here.world.post("clock", advance_s=step_s)
                rounds_.append(refreshed(here, title))
                rounds_ += [asked_by_rival(here, sample, which) for which in RIVALS]
        report(rounds_)
        compare(rounds_)


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
        environ = stage.environment(where / "data", world.url, GITHUB_TOKEN=TOKEN, **more)
        catalogue = real or stage.made_up_catalogue(world, where / "catalogue.csv")
        stage.load(catalogue, environ, where / "log")
        count = len({row["slug"] for row in stage.rows_of(catalogue) if row["pypi_name"] or row["repo_url"]})
        yield Scene(world, environ, catalogue, count, where / "log", (*SOURCES, *(["git"] if git else [])))


def refreshed(here: Scene, title: str) -> Round:
    """What it cost us to ask everything once."""
    here.world.delete("ledger")
    begins_at = here.log.stat().st_size
    command: list[str | Path] = [stage.PACKGRID, "refresh", "--all", *(f"--source={source}" for source in here.sources)]
    cost = stage.run(command, here.environ, here.log)
    said = here.log.read_bytes()[begins_at:].decode()
    round_ = Round(title, here.count, cost, stage.calls(here.world), summary_in(said))
    stage.say(f"{title}: {cost.wall_s:.1f} s, CPU {cost.cpu_s:.1f} s, {round_.all_calls:,} calls; {round_.summary}")
    return round_


def asked_by_rival(here: Scene, sample: int, which: str) -> Round:
    """What it cost the rival to ask about a sample."""
    here.world.delete("ledger")
    command = [sys.executable, "-m", "bench.rival_refresh", str(here.catalogue), str(sample), which]
    round_ = Round(RIVALS[which], sample, stage.run(command, here.environ, here.log), stage.calls(here.world))
    stage.say(f"{round_.title}: {round_.cost.wall_s:.1f} s, {round_.all_calls:,} calls")
    return round_


def summary_in(said: str) -> str:
    """The last line that our command printed."""
    lines = [line for line in said.splitlines() if line.strip() and not re.match(r"\d+/\d+ ", line)]
    return lines[-1] if lines else ""


def report(rounds: Sequence[Round]) -> None:
    """Print what each refresh cost."""
    names = sorted({name for round_ in rounds for name in round_.calls})
    heads = ["refresh", "packages", *names, "wall s", "CPU s", "CPU ms a package", "CPU ms a call", "packages a second"]
    rows = [
        [
            round_.title,
            f"{round_.packages:,}",
            *(f"{round_.calls.get(name, 0):,}" for name in names),
            f"{round_.cost.wall_s:.1f}",
            f"{round_.cost.cpu_s:.1f}",
            f"{round_.cpu_ms:.2f}",
            f"{1000 * round_.cost.cpu_s / max(round_.all_calls, 1):.2f}",
            f"{round_.pace:.1f}",
        ]
        for round_ in rounds
    ]
    stage.show(heads, rows)


def compare(rounds: Sequence[Round]) -> None:
    """Print the medians, and how many times as fast as each rival ours are."""
    pace, cpu_ms = (medians(rounds, name) for name in ("pace", "cpu_ms"))
    rivals = list(RIVALS.values())
    heads = ["median", "packages a second", "CPU ms a package", *(f"times {rival}" for rival in rivals)]
    rows = (
        [title, f"{pace[title]:.2f}", f"{cpu_ms[title]:.2f}", *(f"{pace[title] / pace[rival]:.1f}" for rival in rivals)]
        for title in pace
    )
    stage.show(heads, rows)


def medians(rounds: Sequence[Round], name: str) -> dict[str, float]:
    """The median of a figure by the title of the rounds."""
    titles = dict.fromkeys(round_.title for round_ in rounds)
    return {
        title: statistics.median(getattr(round_, name) for round_ in rounds if round_.title == title)
        for title in titles
    }


if __name__ == "__main__":
    main()
