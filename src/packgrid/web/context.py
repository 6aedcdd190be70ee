from django.conf import settings
from django.http import HttpRequest


def site(_request: HttpRequest) -> dict[str, str]:
    """What every page knows of the site it belongs to."""
    return {"site_title": settings.SITE_TITLE or "Packgrid"}
