from django.apps import AppConfig


class Accounts(AppConfig):
    """People and their profiles."""

    name = "packgrid.accounts"

    def ready(self) -> None:
        """Connect what follows from changes of accounts, and log what concerns security."""
        from packgrid.accounts import hosts, security_log, sessions  # noqa: PLC0415 models exist only once apps are ready

        hosts.listen()
        security_log.follow_events()
        sessions.follow_new_passwords()
