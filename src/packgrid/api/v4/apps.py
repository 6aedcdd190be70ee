from django.apps import AppConfig

from packgrid.projections.projection import register


class ApiV4(AppConfig):
    """API v4. Each change of packages, grids and categories updates its documents, in the same transaction."""

    name = "packgrid.api.v4"
    label = "api_v4"

    def ready(self) -> None:
        """Follow the changes of other apps."""
        from packgrid.api.v4 import document_store  # noqa: PLC0415 models exist only once apps are ready

        register(document_store.PROJECTION)
        document_store.follow_rows()
