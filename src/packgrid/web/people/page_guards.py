"""Decorators for pages that need somebody who is signed in, has just shown that it is them, or is a moderator."""

from collections.abc import Callable
from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from packgrid.accounts.models import User
from packgrid.accounts.permissions import may_moderate

type View = Callable[..., HttpResponse]


def signed_in_user(request: HttpRequest) -> User:
    """The account that sent the request to a page that only people who are signed in can see."""
    return cast("User", request.user)


def signed_in_only(view: View) -> View:
    """A view for whoever is signed in; others are asked to sign in and led back. No cache stores its responses."""

    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return login_required(guarded)


def reauthenticated_only(view: View) -> View:
    """A view for whoever has lately given a password, code or passkey again; others are asked for it first."""
    return signed_in_only(cast("View", reauthentication_required(view)))


def moderators_only(view: View) -> View:
    """A view for moderators; others who are signed in get 403."""

    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not may_moderate(signed_in_user(request)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return signed_in_only(guarded)
