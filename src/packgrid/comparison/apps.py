from django.apps import AppConfig


class Comparison(AppConfig):
    """Grids."""

    name = "packgrid.comparison"

    def ready(self) -> None:
        """Let merges of packages move columns and cells."""
        from packgrid.catalogue.package_merges import register_merge_part  # noqa: PLC0415 models exist only once apps are ready
        from packgrid.comparison.merged_columns import CELLS, COLUMNS  # noqa: PLC0415 models exist only once apps are ready

        register_merge_part(COLUMNS)
        register_merge_part(CELLS)
