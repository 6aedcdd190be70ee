from django.apps import AppConfig


class Catalogue(AppConfig):
    """Packages, categories, releases."""

    name = "packgrid.catalogue"

    def ready(self) -> None:
        """Let merges move rows of packages."""
        from packgrid.catalogue.package_merges import register_catalogue_parts  # noqa: PLC0415 models exist only once apps are ready

        register_catalogue_parts()
