from django.apps import AppConfig


class Accounts(AppConfig):
    """People and their profiles."""

    name = "packgrid.accounts"

    def ready(self) -> None:
        """Hear of accounts at git hosts."""
        from packgrid.accounts import hosts  # noqa: PLC0415 models exist only once apps are ready

        hosts.listen()
