from django.apps import AppConfig

from packgrid.projections.projection import register


class History(AppConfig):
    """Points and changes. Refresh records what sources say; what people decide is heard from the catalogue."""

    name = "packgrid.history"

    def ready(self) -> None:
        """Follow the changes of other apps, and let merges of packages move their history."""
        from packgrid.catalogue.package_merges import register_merge_part  # noqa: PLC0415 models exist only once apps are ready
        from packgrid.history.decisions import PROJECTION  # noqa: PLC0415 models exist only once apps are ready
        from packgrid.history.merged_history import CHANGES, POINTS  # noqa: PLC0415 models exist only once apps are ready

        register(PROJECTION)
        register_merge_part(POINTS)
        register_merge_part(CHANGES)
