"""What programs ask of every site."""

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.views.generic import RedirectView

from packgrid.publishing.public import made_from

ROBOTS = "User-agent: *\nDisallow: /admin/\nDisallow: /search/\n"


def robots(_request: HttpRequest) -> HttpResponse:
    """What crawlers may read."""
    return made_from(HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8"), ())


class Icon(RedirectView):
    """The site's icon, for whoever asks at the usual addresses without having read a page."""

    def get_redirect_url(self, *_args: object, **_kwargs: object) -> str:
        """Where the icon is, by its content."""
        return static("packgrid/icon.svg")
