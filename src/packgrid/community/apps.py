from django.apps import AppConfig

from packgrid.projections.projection import register


class Community(AppConfig):
    """People's words on packages, and what they follow."""

    name = "packgrid.community"

    def ready(self) -> None:
        """Follow the changes of other apps."""
        from packgrid.community import contributions, maintainers, merged_people, usage_and_favorites  # noqa: PLC0415 models exist only once apps are ready

        merged_people.register_parts()
        register(contributions.PROJECTION)
        register(maintainers.PROJECTION)
        contributions.follow_host_accounts()
        usage_and_favorites.follow_deleted_usages()
