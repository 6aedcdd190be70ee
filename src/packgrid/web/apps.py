from django.apps import AppConfig

from packgrid.web.path_converters import register_path_converters


class Web(AppConfig):
    """Pages, templates, static files."""

    name = "packgrid.web"

    def ready(self) -> None:
        """Register the converters of URL patterns."""
        register_path_converters()
