"""What this process has in memory, told of this process's own writes at once."""

from collections.abc import Callable, Collection

type Forget = Callable[[Collection[str]], None]

LISTENERS: list[Forget] = []


def forget(touched: Collection[str]) -> None:
    """Let every memory of this process drop what carries one of these tags."""
    for listener in LISTENERS:
        listener(touched)
