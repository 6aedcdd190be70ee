from django.apps import AppConfig


class Search(AppConfig):
    """The index follows every change of packages and grids, in the same transaction."""

    name = "packgrid.search"

    def ready(self) -> None:
        """Listen to the rooms below."""
        from packgrid.search import index  # noqa: PLC0415 models exist only once apps are ready

        index.listen()
