from typing import Any

from django.http import HttpResponsePermanentRedirect
from django.middleware.common import CommonMiddleware


class SlashRedirect(HttpResponsePermanentRedirect):
    """The redirect to the address with a slash. Django Packages sends it with `Vary: Cookie`, as clients expect."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        self.headers["Vary"] = "Cookie"


class SlashMiddleware(CommonMiddleware):
    """CommonMiddleware, which redirects by SlashRedirect."""

    response_redirect_class = SlashRedirect
