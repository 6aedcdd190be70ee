from django.apps import AppConfig


class Web(AppConfig):
    """Pages, templates, static files."""

    name = "packgrid.web"
