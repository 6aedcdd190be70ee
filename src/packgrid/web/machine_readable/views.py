"""robots.txt, security.txt, the health check and the icon."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from packgrid.httpcache.policy import cacheable

ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /account/
Disallow: /login/
Disallow: /search/
Disallow: /compare/
Disallow: /packages/?
Disallow: /categories/*?

Sitemap: {site}/sitemap.xml
"""
SECURITY = """Contact: {contact}
Expires: {expires:%Y-%m-%dT00:00:00Z}
Preferred-Languages: en
"""
A_YEAR, A_DAY_S = timedelta(days=365), 24 * 3600
PLAIN = "text/plain; charset=utf-8"


def robots(request: HttpRequest) -> HttpResponse:
    """The rules for crawlers (RFC 9309). The API is open to them.

    Lists with parameters are closed, because the sitemap names every package.
    """
    text = ROBOTS.format(site=request.build_absolute_uri("/")[:-1])
    return cacheable(HttpResponse(text, content_type=PLAIN), ())


def security(_request: HttpRequest) -> HttpResponse:
    """The contact for security reports (RFC 9116); 404 where the settings name none."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    text = SECURITY.format(contact=settings.SECURITY_CONTACT, expires=datetime.now(UTC) + A_YEAR)
    return cacheable(HttpResponse(text, content_type=PLAIN), (), fresh_for_s=A_DAY_S)


@never_cache
def health(_request: HttpRequest) -> HttpResponse:
    """200 if this process can read the database, else 500. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"database": "OK"})


class IconRedirect(RedirectView):
    """Redirects the usual addresses of an icon to the icon of the site."""

    def get_redirect_url(self, *_args: object, **_kwargs: object) -> str:
        return static("packgrid/icon.svg")
