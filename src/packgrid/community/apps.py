from django.apps import AppConfig

from packgrid.projections.projection import register


class Community(AppConfig):
    """People's words on packages, and what they follow."""

    name = "packgrid.community"

    def ready(self) -> None:
        """Follow the changes of other apps."""
        from packgrid.community import contributions, maintainers, usage_and_favorites  # noqa: PLC0415 models exist only once apps are ready
        from packgrid.community.merged_grid_people import register_grid_parts  # noqa: PLC0415 models exist only once apps are ready
        from packgrid.community.merged_people import register_parts  # noqa: PLC0415 models exist only once apps are ready

        register_parts()
        register_grid_parts()
        register(contributions.PROJECTION)
        register(maintainers.PROJECTION)
        contributions.follow_host_accounts()
        usage_and_favorites.follow_deleted_usages()
