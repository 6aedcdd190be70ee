"""The engines that refresh. The schedule is in rows, so that an engine may die at any time and another continues."""

from typing import Protocol


class Engine(Protocol):
    """An engine that `packgrid up` starts and stops; `says` tells people how refreshing runs."""

    @property
    def says(self) -> str:
        """How refreshing runs, in a few words."""

    def start(self) -> None:
        """Begin, and come back at once."""

    def stop(self) -> None:
        """End within moments; what was applied is kept, the rest stays due."""
