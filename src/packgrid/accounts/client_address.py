"""The address of whoever sent a request."""

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The address that limits are counted by: the sender's, or what the proxy tells (ALLAUTH_TRUSTED_PROXY_COUNT).

    None where there is none, or no valid one.
    """
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return None
