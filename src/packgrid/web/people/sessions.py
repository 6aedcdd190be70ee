"""The page where people see the browsers in which they are signed in, and end sessions."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from packgrid.accounts.sessions import end_other_sessions, end_session, list_sessions
from packgrid.web.people.page_guards import reauthenticated_only, signed_in_only, signed_in_user

MAX_DIGITS = 18


@signed_in_only
def show_sessions(request: HttpRequest) -> HttpResponse:
    """List the sessions; a POST ends the one with the id in "session", or all others."""
    if request.method == "POST":
        return end_sessions(request)
    sessions = list_sessions(signed_in_user(request), request.session.session_key, now=timezone.now())
    return render(request, "web/people/sessions.html", {"sessions": sessions})


@reauthenticated_only
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End the session that was chosen, or all others, and add a message that says how many."""
    user, chosen = signed_in_user(request), request.POST.get("session", "")
    if chosen == "others":
        count = end_other_sessions(user, request.session.session_key)
    elif chosen.isascii() and chosen.isdecimal() and len(chosen) <= MAX_DIGITS:
        count = end_session(user, int(chosen))
    else:
        count = 0
    sentence = {0: "No session was ended.", 1: "The session was ended."}.get(count, f"{count} sessions were ended.")
    messages.success(request, sentence)
    return redirect("sessions")
