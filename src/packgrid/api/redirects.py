from typing import Any

from django.http import HttpResponsePermanentRedirect
from django.middleware.common import CommonMiddleware


class SlashRedirect(HttpResponsePermanentRedirect):
    """The recorded redirect to the address with a slash; it named Cookie in Vary, and clients' caches know it so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        self.headers["Vary"] = "Cookie"


class SlashMiddleware(CommonMiddleware):
    """Django's, with the redirect above."""

    response_redirect_class = SlashRedirect
