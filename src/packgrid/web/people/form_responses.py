"""Responses to the forms of people's pages, sent by a browser or by our script without leaving the page."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from packgrid.community.errors import Refused

SCRIPT_HEADER = "X-Quick"
"""The header of a form that our script has sent: it wants the part of the page that the form stands in."""
REFUSED_STATUS = 409
"""The status that tells the script of a refusal; it then sends the form as a browser does, and the page says why."""


def is_sent_by_script(request: HttpRequest) -> bool:
    return SCRIPT_HEADER in request.headers


def redirect_back(request: HttpRequest, default: str) -> HttpResponseRedirect:
    """A redirect to the page that the form names in "next", if that is one of this site; else to the default."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(wanted if is_ours else default)


def do_and_report(request: HttpRequest, act: Callable[[], object], done: str = "") -> bool:
    """Do something and add a message that it is done, or why it was refused; False where it was refused.

    The script gets no message, because the status tells it.
    """
    try:
        act()
    except Refused as refused:
        if not is_sent_by_script(request):
            messages.warning(request, str(refused))
        return False
    if done and not is_sent_by_script(request):
        messages.success(request, done)
    return True


def render_confirmation(
    request: HttpRequest, *, title: str, says: str, does: str, is_bad: bool = False
) -> HttpResponse:
    """A page with one button, for a GET of an address that changes something: only a POST does it."""
    shown = {"title": title, "says": says, "does": does, "is_bad": is_bad, "next": request.GET.get("next", "")}
    return render(request, "web/people/confirm.html", shown)
