from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from packgrid.accounts.permissions import may_edit, may_moderate


def add_site(request: HttpRequest) -> dict[str, object]:
    """Variables for every template. Permissions are read when a template uses them."""
    user = getattr(request, "user", AnonymousUser())  # an error page can be made before the user is known
    return {
        "site_title": settings.SITE_TITLE or "Packgrid",
        "may_edit": SimpleLazyObject(lambda: may_edit(user)),
        "may_moderate": SimpleLazyObject(lambda: may_moderate(user)),
    }
