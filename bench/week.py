"""Lives through a week in minutes: the world's clock and ours move together, and the engine works what is due.

`python -m bench.week` takes the real catalogue where it lies beside the project, else 5,000 made-up packages. Hosts
answer at once and within their limits. Git is asked with `--git`; take a small catalogue then.
"""

import os
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import click

from bench import stage
from world.identity import read_catalogue

BEGAN_AT = datetime(2026, 11, 24, tzinfo=UTC)
TOKEN = "of the stand-in, which takes any"  # noqa: S105 no secret


@click.command()
@click.option("--packages", type=int, help="So many made-up packages; else the real catalogue.")
@click.option("--days", default=7, show_default=True, help="How long it lasts.")
@click.option("--step-min", default=10, show_default=True, help="How far the clocks move at a time; divides an hour.")
@click.option("--git/--no-git", default=False, help="Ask git, too.")
@click.option("--token/--no-token", default=True, help="Whether GitHub is asked with a token.")
def main(*, packages: int | None, days: int, step_min: int, git: bool, token: bool) -> None:
    """Live through some days, in this very process."""
    with stage.folder() as where:
        real = None if packages else stage.real_catalogue()
        with stage.world(*world_options(real, packages, where, has_git=git)) as world:
            catalogue = real or stage.made_up_catalogue(world, where / "catalogue.csv")
            environ = stage.environment(where / "data", world.url, **settings(has_git=git, has_token=token))
            stage.load(catalogue, environ, where / "log")
            os.environ.clear()
            os.environ.update(environ)
            import_module("packgrid.ops.cli").set_up_django()  # the rooms can be imported from here on
            living = import_module("bench.living")
            living.live(living.Life.of(world, read_catalogue(catalogue), BEGAN_AT), days, timedelta(minutes=step_min))


def world_options(real: Path | None, packages: int | None, where: Path, *, has_git: bool) -> list[str]:
    """The options of a world whose clock stands still but where it is moved."""
    options = ["--catalogue", str(real)] if real else ["--packages", str(packages or 5000)]
    options += ["--git", str(where / "git")] if has_git else []
    return [*options, "--factor", "0", "--started-at", f"{BEGAN_AT:%Y-%m-%dT%H:%M:%S}"]


def settings(*, has_git: bool, has_token: bool) -> dict[str, str]:
    """What differs from the usual environment."""
    return ({"GITHUB_TOKEN": TOKEN} if has_token else {}) | ({} if has_git else {"PACKGRID_GIT_CACHE_MB": "0"})


if __name__ == "__main__":
    main()
