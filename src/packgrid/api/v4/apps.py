from django.apps import AppConfig


class ApiV4(AppConfig):
    """API v4. Each change of packages, grids and categories updates its documents, in the same transaction."""

    name = "packgrid.api.v4"
    label = "api_v4"

    def ready(self) -> None:
        """Listen to the apps below."""
        from packgrid.api.v4 import document_store  # noqa: PLC0415 models exist only once apps are ready

        document_store.connect_signals()
