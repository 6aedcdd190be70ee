"""What keeps refreshing. The schedule is in rows, so that an engine may die at any moment and another may take over."""

from typing import Protocol


class Engine(Protocol):
    """What `packgrid up` starts and stops; `says` tells a person who refreshes."""

    @property
    def says(self) -> str:
        """Who refreshes, in a few words."""

    def start(self) -> None:
        """Begin, and come back at once."""

    def stop(self) -> None:
        """End within moments; what was applied is kept, the rest stays due."""
