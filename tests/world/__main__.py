"""The world as a program: `python -m world` with the folder above it on the path."""

import asyncio
import json
import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from world.identity import Identity, read_catalogue
from world.server import Server
from world.terms import Terms


def moment(_context: click.Context, _option: click.Parameter, said: datetime | None) -> datetime:
    """What was said, in UTC, else now."""
    return said.replace(tzinfo=UTC) if said else datetime.now(UTC)


def rows(_context: click.Context, _option: click.Parameter, file: Path | None) -> list[Identity]:
    """The projects of a file."""
    return read_catalogue(file) if file else []


@click.command()
@click.option("--packages", default=5000, show_default=True, help="How many projects there are.")
@click.option(
    "--catalogue", "identities", type=click.Path(path_type=Path), callback=rows, help="A CSV file of projects."
)
@click.option("--seed", default=1, show_default=True, help="What all chance hangs on.")
@click.option(
    "--started-at", "began_at", type=click.DateTime(), callback=moment, help="Its first moment, UTC; else now."
)
@click.option("--factor", default=1.0, show_default=True, help="How many times as fast as ours its time runs.")
@click.option("--latency-s", default=0.0, show_default=True, help="How long every answer takes.")
@click.option("--limits/--no-limits", "has_limits", default=True, help="Whether rate limits are enforced; they are.")
@click.option("--git", "git_folder", type=click.Path(path_type=Path), help="An empty folder: serve git from it, too.")
@click.option("--port", default=0, help="The port on loopback; any free one by default.")
def main(port: int, **terms: Any) -> None:
    """Serve PyPI, git hosts and pypistats on loopback; the base addresses are printed as a line of JSON."""
    asyncio.run(serve(Server(Terms(**terms)), port))


async def serve(server: Server, port: int) -> None:
    """Serve until the program is told to stop."""
    is_over = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, is_over.set)
    runner = await server.listen(port)
    click.echo(json.dumps(server.addresses))
    await is_over.wait()
    await runner.cleanup()


main()
