from django.apps import AppConfig

from packgrid.projections.projection import register


class Search(AppConfig):
    """The index follows every change of packages and grids, in the same transaction."""

    name = "packgrid.search"

    def ready(self) -> None:
        """Follow the changes of other apps."""
        from packgrid.search import full_reindex, index  # noqa: PLC0415 models exist only once apps are ready

        register(full_reindex.PROJECTION)
        index.follow_deleted_grids()
