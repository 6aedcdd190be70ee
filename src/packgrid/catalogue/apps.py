from django.apps import AppConfig


class Catalogue(AppConfig):
    """Packages, categories, releases."""

    name = "packgrid.catalogue"
