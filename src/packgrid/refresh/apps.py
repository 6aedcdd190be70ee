from django.apps import AppConfig

from packgrid.projections.projection import register


class Refresh(AppConfig):
    """Due, fetch, apply."""

    name = "packgrid.refresh"

    def ready(self) -> None:
        """Follow the changes of other apps."""
        from packgrid.refresh.fetch_states import PROJECTION  # noqa: PLC0415 models exist only once apps are ready

        register(PROJECTION)
