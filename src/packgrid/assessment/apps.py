from django.apps import AppConfig


class Assessment(AppConfig):
    """Status, health, score and identity of packages, and proposals of corrections."""

    name = "packgrid.assessment"
