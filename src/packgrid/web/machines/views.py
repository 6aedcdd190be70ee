"""What programs ask of every site."""

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
    """What crawlers may read (RFC 9309); whoever reads the API is welcome, whatever reads it.

    Every package is in the sitemap, so that none has to be looked for on the pages of lists.
    """
    said = ROBOTS.format(site=request.build_absolute_uri("/")[:-1])
    return cacheable(HttpResponse(said, content_type=PLAIN), ())


def security(_request: HttpRequest) -> HttpResponse:
    """Whom to tell of a hole (RFC 9116), if the settings name somebody."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    said = SECURITY.format(contact=settings.SECURITY_CONTACT, expires=datetime.now(UTC) + A_YEAR)
    return cacheable(HttpResponse(said, content_type=PLAIN), (), fresh_for_s=A_DAY_S)


@never_cache
def health(_request: HttpRequest) -> HttpResponse:
    """Whether this process can answer: 200, or 500 where the database is away. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"database": "OK"})


class Icon(RedirectView):
    """The site's icon, for whoever asks at the usual addresses without having read a page."""

    def get_redirect_url(self, *_args: object, **_kwargs: object) -> str:
        """Where the icon is, by its content."""
        return static("packgrid/icon.svg")
