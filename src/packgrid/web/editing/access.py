"""Decorators for pages that need somebody who may edit; others are sent to sign in and come back."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from packgrid.accounts.models import User
from packgrid.accounts.permissions import may_edit, may_moderate
from packgrid.revisions.edit_log import EditContext
from packgrid.revisions.models import Edit

LOGIN = "/login/"

type View = Callable[..., HttpResponseBase]


def editors(view: View) -> View:
    """A view for people who may edit."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not may_edit(request.user):
            return redirect_to_login(request.get_full_path(), LOGIN)
        return view(request, *args, **kwargs)

    return guarded


def moderators(view: View) -> View:
    """A view for moderators; other editors are told that they are none."""

    @editors
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not may_moderate(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def edit_context(request: HttpRequest, why: str = "", reverts: Edit | None = None) -> EditContext:
    """Who makes the edit that a request asks for, when and why."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return EditContext(request.user, timezone.now(), why, reverts)
