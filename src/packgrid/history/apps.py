from django.apps import AppConfig


class History(AppConfig):
    """Points and changes. Refresh records what sources say; what people decide is heard from the catalogue."""

    name = "packgrid.history"

    def ready(self) -> None:
        """Listen to the room below."""
        from packgrid.history import decisions  # noqa: PLC0415 models exist only once apps are ready

        decisions.listen()
