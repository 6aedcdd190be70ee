from django.apps import AppConfig


class Community(AppConfig):
    """People's words on packages, and what they follow."""

    name = "packgrid.community"

    def ready(self) -> None:
        """Listen to the rooms below."""
        from packgrid.community import contributing, maintaining, saying  # noqa: PLC0415 models exist only once apps are ready

        for module in (contributing, maintaining, saying):
            module.listen()
