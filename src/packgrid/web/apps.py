from django.apps import AppConfig

from packgrid.web.path_converters import register_path_converters


class Web(AppConfig):
    """Pages, templates, static files."""

    name = "packgrid.web"

    def ready(self) -> None:
        """Register what the addresses of pages are made of."""
        register_path_converters()
