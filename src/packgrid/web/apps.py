from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save

from packgrid.web.path_converters import register_path_converters


class Web(AppConfig):
    """Pages, templates, static files."""

    name = "packgrid.web"

    def ready(self) -> None:
        """Register the converters of URL patterns, and follow synonyms, which search pages depend on."""
        register_path_converters()
        from packgrid.search.models import CuratedSynonym  # noqa: PLC0415 models exist only once apps are ready

        for signal in (post_save, post_delete):
            signal.connect(on_synonym, sender=CuratedSynonym, dispatch_uid="web")


def on_synonym(**_: object) -> None:
    """Search by the new synonyms at once in this process, and make stored pages of results stale."""
    from packgrid.httpcache import tags  # noqa: PLC0415 models exist only once apps are ready
    from packgrid.httpcache.invalidation import invalidate  # noqa: PLC0415 likewise
    from packgrid.search import synonyms  # noqa: PLC0415 likewise

    synonyms.CACHE.forget()
    invalidate({tags.PACKAGES})
