from django.apps import AppConfig


class Accounts(AppConfig):
    """People and their profiles."""

    name = "packgrid.accounts"

    def ready(self) -> None:
        """Keep profiles and sessions in step with accounts, and log events of security."""
        from packgrid.accounts import host_accounts, security_log, sessions  # noqa: PLC0415 models exist only once apps are ready

        host_accounts.follow_linked_accounts()
        security_log.follow_events()
        sessions.follow_new_passwords()
