"""The engine that the settings ask for. Without refreshing, packages are still assessed and expired rows deleted."""

import attrs
from django.conf import settings

from packgrid.refresh.engines import Engine


@attrs.frozen
class ExternalEngine:
    """No engine in this process: nobody refreshes, or others do."""

    says: str

    def start(self) -> None:
        """There is nothing to start."""

    def stop(self) -> None:
        """There is nothing to stop."""


def select_engine() -> Engine:
    """The engine for this process."""
    if settings.IS_DISTRIBUTED:
        if not settings.REFRESH:
            return ExternalEngine("off (PACKGRID_REFRESH=off)")
        return ExternalEngine("left to `packgrid worker`, here or on other machines (PACKGRID_ENGINE=distributed)")
    from packgrid.refresh.engines.embedded import EmbeddedEngine  # noqa: PLC0415 it takes half a second to import

    return EmbeddedEngine(asks_sources=settings.REFRESH)
