from django.apps import AppConfig


class HttpCache(AppConfig):
    """Each change of public data invalidates the answers that show it, in the same transaction."""

    name = "packgrid.httpcache"

    def ready(self) -> None:
        """Listen to the apps below."""
        from packgrid.httpcache import invalidation  # noqa: PLC0415 models exist only once apps are ready

        invalidation.connect_signals()
