"""Row 16: how long after an upload to the index our page shows it, in a simulated day.

`python -m bench.freshness` lists 5,000 packages of an index of 886,000 projects; `--packages 886000` lists them all.
"""

import os
from datetime import UTC, datetime
from importlib import import_module

import click

from bench import stage
from bench.index_day import IndexDay, plan_uploads

BEGAN_AT = datetime(2026, 11, 24, tzinfo=UTC)


@click.command()
@click.option("--packages", default=5000, show_default=True, help="How many projects of the index are listed.")
@click.option("--projects", default=886_000, show_default=True, help="How many projects the index has.")
@click.option("--uploads", default=20_000, show_default=True, help="Releases of the day at the index.")
@click.option(
    "--listed-uploads", default=500, show_default=True, help="At least so many of them are of listed projects."
)
@click.option("--hours", default=24, show_default=True, help="How much of the day passes.")
def main(*, packages: int, projects: int, uploads: int, listed_uploads: int, hours: int) -> None:
    """Live through a day, in this very process."""
    names = [f"project-{number:06}" for number in range(projects)]
    listed = names[:packages]
    ours = plan_uploads(listed, listed_uploads if packages < projects else uploads, BEGAN_AT)
    others = plan_uploads(names[packages:], uploads - len(ours), BEGAN_AT, seed=8) if packages < projects else []
    index = IndexDay(names, sorted([*ours, *others], key=lambda upload: upload.at), BEGAN_AT)
    with stage.folder() as where, index.serve() as url:
        environ = environment(str(where), url)
        stage.run([stage.PACKGRID, "manage", "migrate", "--verbosity=0"], environ, where / "log")
        os.environ.clear()
        os.environ.update(environ)
        import_module("packgrid.ops.cli").set_up_django()
        day = import_module("bench.followed_day")
        day.list_projects(listed, BEGAN_AT)
        stage.say(f"{len(listed):,} packages are listed")
        day.follow(index, ours, hours)


def environment(data: str, url: str) -> dict[str, str]:
    """The whole environment of a Packgrid that follows this index and asks nobody else."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": data,
        "PACKGRID_DATA": data,
        "PACKGRID_REFRESH": "off",
        "PACKGRID_PYPI_URL": f"{url}/pypi",
        "PACKGRID_INDEX_URL": f"{url}/simple",
        "PACKGRID_ALLOWED_PRIVATE_HOSTS": "127.0.0.1",
    }


if __name__ == "__main__":
    main()
