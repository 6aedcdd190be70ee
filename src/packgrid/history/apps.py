from django.apps import AppConfig


class History(AppConfig):
    """Points and changes."""

    name = "packgrid.history"
