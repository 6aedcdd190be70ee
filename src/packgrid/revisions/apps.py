from django.apps import AppConfig


class Revisions(AppConfig):
    """The edits of people."""

    name = "packgrid.revisions"
