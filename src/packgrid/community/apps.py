from django.apps import AppConfig

from packgrid.projections.projection import register


class Community(AppConfig):
    """People's words on packages, and what they follow."""

    name = "packgrid.community"

    def ready(self) -> None:
        """Follow the changes of other apps."""
        from packgrid.community import contributing, maintaining, saying  # noqa: PLC0415 models exist only once apps are ready

        register(contributing.PROJECTION)
        register(maintaining.PROJECTION)
        contributing.listen()
        saying.listen()
