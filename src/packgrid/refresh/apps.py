from django.apps import AppConfig


class Refresh(AppConfig):
    """Due, fetch, apply."""

    name = "packgrid.refresh"

    def ready(self) -> None:
        """Follow what the catalogue announces."""
        from packgrid.refresh.listening import listen  # noqa: PLC0415 models are ready only now

        listen()
