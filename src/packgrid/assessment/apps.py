from django.apps import AppConfig

from packgrid.projections.projection import register


class AssessmentApp(AppConfig):
    """Status, health, score and identity of packages, and proposals of corrections."""

    name = "packgrid.assessment"

    def ready(self) -> None:
        """Follow changes."""
        from packgrid.assessment.storage import PROJECTION  # noqa: PLC0415 models exist only once apps are ready

        register(PROJECTION)
