from django.apps import AppConfig


class Revisions(AppConfig):
    """What people changed."""

    name = "packgrid.revisions"
