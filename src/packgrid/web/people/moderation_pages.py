"""Pages for moderators: the queue, the log of decisions, and the form that decides."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from packgrid.community import moderation, queries
from packgrid.community.moderation import ModeratorVerdict, Ruling
from packgrid.web.editing.field_titles import FIELDS
from packgrid.web.paging import page_of
from packgrid.web.people.form_responses import do_and_report
from packgrid.web.people.page_guards import moderators_only, signed_in_user


@moderators_only
def moderation_queue(request: HttpRequest) -> HttpResponse:
    """Everything that waits for a decision."""
    return render(request, "web/people/moderation.html", {"queue": queries.read_queue(), "field_titles": FIELDS})


@moderators_only
def moderation_log(request: HttpRequest) -> HttpResponse:
    """Every decision, with its moderator, time and reason."""
    return render(
        request, "web/people/decisions.html", {"page": page_of(request, queries.select_decisions()), "sort": ""}
    )


@require_POST
@moderators_only
def decide_on(request: HttpRequest, subject: str, pk: int) -> HttpResponse:
    """Record the decision on a flag, a site or a proposal; 404 for any other subject."""
    if subject not in moderation.SUBJECTS:
        raise Http404
    said, reason = request.POST.get("verdict", ""), request.POST.get("reason", "")
    if said in set(ModeratorVerdict):
        do_and_report(
            request,
            lambda: moderation.record_decision(
                subject, pk, Ruling(ModeratorVerdict(said), reason), by=signed_in_user(request), now=timezone.now()
            ),
            "Decision saved.",
        )
    return redirect("moderation")
