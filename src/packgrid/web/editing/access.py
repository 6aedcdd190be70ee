"""Decorators for pages that need somebody who may edit, and the context of the edits that they make."""

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


def editors_only(view: View) -> View:
    """A view for people who may edit; others are asked to sign in and led back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not may_edit(request.user):
            return redirect_to_login(request.get_full_path(), LOGIN)
        return view(request, *args, **kwargs)

    return guarded


def moderating_editors_only(view: View) -> View:
    """A view for moderators; other editors get 403, and others are asked to sign in and led back."""

    @editors_only
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not may_moderate(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def make_edit_context(request: HttpRequest, why: str = "", reverts: Edit | None = None) -> EditContext:
    """The person, time and reason of the edit that a request asks for.

    Raises:
        PermissionDenied: nobody is signed in.
    """
    if not isinstance(request.user, User):
        raise PermissionDenied
    return EditContext(request.user, timezone.now(), why, reverts)
