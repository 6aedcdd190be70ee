from django.apps import AppConfig

from packgrid.projections.projection import register


class History(AppConfig):
    """Points and changes. Refresh records what sources say; what people decide is heard from the catalogue."""

    name = "packgrid.history"

    def ready(self) -> None:
        """Follow the changes of other apps."""
        from packgrid.history.decisions import PROJECTION  # noqa: PLC0415 models exist only once apps are ready

        register(PROJECTION)
