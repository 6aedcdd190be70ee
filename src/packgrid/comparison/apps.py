from django.apps import AppConfig


class Comparison(AppConfig):
    """Grids."""

    name = "packgrid.comparison"

    def ready(self) -> None:
        """Let merges of packages move columns and cells, and merges of grids their rows."""
        from packgrid.catalogue.package_merges import register_merge_part  # noqa: PLC0415 models exist only once apps are ready
        from packgrid.comparison import merged_grid_cells, merged_grid_rows  # noqa: PLC0415 models exist only once apps are ready
        from packgrid.comparison.grid_merges import register_grid_merge_part  # noqa: PLC0415 models exist only once apps are ready
        from packgrid.comparison.merged_columns import CELLS, COLUMNS  # noqa: PLC0415 models exist only once apps are ready

        register_merge_part(COLUMNS)
        register_merge_part(CELLS)
        rows = (merged_grid_rows.COLUMNS, merged_grid_rows.FEATURES, merged_grid_rows.FORMER_SLUGS)
        for part in (*rows, merged_grid_cells.CELLS):
            register_grid_merge_part(part)
