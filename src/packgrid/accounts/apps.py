from django.apps import AppConfig


class Accounts(AppConfig):
    """People and their profiles."""

    name = "packgrid.accounts"

    def ready(self) -> None:
        """Follow accounts at git hosts, and log what concerns security."""
        from packgrid.accounts import hosts, security_log  # noqa: PLC0415 models exist only once apps are ready

        hosts.listen()
        security_log.follow_events()
