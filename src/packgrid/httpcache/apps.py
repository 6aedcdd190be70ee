from django.apps import AppConfig

from packgrid.projections.projection import register


class HttpCache(AppConfig):
    """Each change of public data invalidates the answers that show it, in the same transaction."""

    name = "packgrid.httpcache"

    def ready(self) -> None:
        """Follow the changes of other apps."""
        from packgrid.httpcache import invalidation  # noqa: PLC0415 models exist only once apps are ready

        register(invalidation.PROJECTION)
        invalidation.follow_rows()
