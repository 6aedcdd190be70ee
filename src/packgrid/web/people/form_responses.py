"""Responses to the forms of people's pages, sent by a browser or by our script without leaving the page."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from packgrid.community.errors import Refused

SCRIPT_HEADER = "X-Quick"
"""The header of a form that our script has sent: it wants the part of the page that the form stands in."""
REFUSED_STATUS = 409
"""The status that tells the script of a refusal; it then sends the form as a browser does, and the page says why."""


def is_sent_by_script(request: HttpRequest) -> bool:
    return SCRIPT_HEADER in request.headers


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
