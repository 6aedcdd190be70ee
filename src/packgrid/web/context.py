from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from packgrid.accounts.permissions import may_edit, may_moderate


def site(request: HttpRequest) -> dict[str, object]:
    """What every page knows of its site, and what its reader may do, which is looked up when it is used."""
    somebody = getattr(request, "user", AnonymousUser())  # a page for an error can be made before anybody is known
    return {
        "site_title": settings.SITE_TITLE or "Packgrid",
        "may_edit": SimpleLazyObject(lambda: may_edit(somebody)),
        "may_moderate": SimpleLazyObject(lambda: may_moderate(somebody)),
    }
