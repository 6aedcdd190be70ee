"""Output for a terminal: one line for each step, a spinner while it takes long."""

from collections.abc import Iterator
from contextlib import contextmanager

import attrs
from rich.console import Console

console = Console(highlight=False)
errors = Console(highlight=False, stderr=True)


@attrs.define
class Step:
    """A step that is being done; `says` becomes the rest of its line."""

    says: str = ""


@contextmanager
def show_step(name: str, doing: str) -> Iterator[Step]:
    """Show `doing` with a spinner during the block, then one line with the name and what the block put into `says`."""
    current = Step()
    with console.status(f"{doing} ..."):
        yield current
    console.print(f"[green]✓[/green] {name:<12} {current.says}", soft_wrap=True)
