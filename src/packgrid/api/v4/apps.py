from django.apps import AppConfig


class ApiV4(AppConfig):
    """The documents of API v4 follow every change of packages, grids and categories, in the same transaction."""

    name = "packgrid.api.v4"
    label = "api_v4"

    def ready(self) -> None:
        """Listen to the rooms below."""
        from packgrid.api.v4 import keeping  # noqa: PLC0415 models exist only once apps are ready

        keeping.listen()
