"""What the views of people's pages share: who asks, where to go back to, and forms that are sent without leaving."""

from collections.abc import Callable
from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from packgrid.accounts.models import User
from packgrid.accounts.permissions import may_moderate
from packgrid.community.errors import Refused

type View = Callable[..., HttpResponse]

QUICK = "X-Quick"
"""The header of a form that a script has sent: it wants the piece of the page that the form stands in."""


def somebody(request: HttpRequest) -> User:
    """Who asks, where only people who are signed in can."""
    return cast("User", request.user)


def for_people(view: View) -> View:
    """A view for whoever is signed in; others are asked to sign in and led back. Its answers are kept by nobody."""

    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return login_required(answer)


def for_reauthenticated(view: View) -> View:
    """A view for whoever has just shown again that it is them, by password, code or passkey; others are asked first."""
    return for_people(cast("View", reauthentication_required(view)))


def for_moderators(view: View) -> View:
    """A view for moderators; others who are signed in get 403."""

    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not may_moderate(somebody(request)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return for_people(answer)


def is_quick(request: HttpRequest) -> bool:
    """Whether a script of ours has sent the form."""
    return QUICK in request.headers


def back(request: HttpRequest, usual: str) -> HttpResponseRedirect:
    """To where the form says that somebody came from, if that is a page of ours; else to the usual place."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(wanted if is_ours else usual)


def told(request: HttpRequest, do: Callable[[], object], done: str = "") -> bool:
    """Do it and say so, or say why it was refused; whether it was done. A script is told by the status alone."""
    try:
        do()
    except Refused as refused:
        if not is_quick(request):
            messages.warning(request, str(refused))
        return False
    if done and not is_quick(request):
        messages.success(request, done)
    return True


REFUSED = 409
"""What a script gets that may not; it sends the form as a browser does, and the page says why."""


def confirm(request: HttpRequest, *, title: str, says: str, does: str, is_bad: bool = False) -> HttpResponse:
    """A page with one button: an address that changes something does so by POST alone."""
    shown = {"title": title, "says": says, "does": does, "is_bad": is_bad, "next": request.GET.get("next", "")}
    return render(request, "web/people/confirm.html", shown)
