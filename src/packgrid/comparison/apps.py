from django.apps import AppConfig


class Comparison(AppConfig):
    """Grids."""

    name = "packgrid.comparison"
