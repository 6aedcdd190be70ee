from django.apps import AppConfig


class Refresh(AppConfig):
    """Due, fetch, apply."""

    name = "packgrid.refresh"
