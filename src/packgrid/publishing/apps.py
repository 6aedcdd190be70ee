from django.apps import AppConfig


class Publishing(AppConfig):
    """Every change of what is public is written down with its tags, in the same transaction."""

    name = "packgrid.publishing"

    def ready(self) -> None:
        """Listen to the rooms below."""
        from packgrid.publishing import recording  # noqa: PLC0415 models exist only once apps are ready

        recording.listen()
