"""What the person at the terminal sees: one line a step, a spinner while it takes long."""

from collections.abc import Iterator
from contextlib import contextmanager

import attrs
from rich.console import Console

console = Console(highlight=False)
errors = Console(highlight=False, stderr=True)


@attrs.define
class Step:
    """A step under way; `says` becomes its line."""

    says: str = ""


@contextmanager
def step(name: str, doing: str) -> Iterator[Step]:
    """Show `doing` with a spinner, then one line with what the step came to say."""
    current = Step()
    with console.status(f"{doing} ..."):
        yield current
    console.print(f"[green]✓[/green] {name:<12} {current.says}", soft_wrap=True)
