"""For moderators: what waits, and what was decided."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packgrid.community import moderation, queries
from packgrid.community.moderation import ModeratorVerdict, Ruling
from packgrid.web.paging import page_of
from packgrid.web.people.asking import for_moderators, somebody, told


@for_moderators
def queue(request: HttpRequest) -> HttpResponse:
    """What waits."""
    return render(request, "web/people/moderation.html", {"queue": queries.read_queue()})


@for_moderators
def log(request: HttpRequest) -> HttpResponse:
    """Who decided what, when and why."""
    return render(
        request, "web/people/decisions.html", {"page": page_of(request, queries.select_decisions()), "sort": ""}
    )


@require_POST
@for_moderators
def decide(request: HttpRequest, subject: str, pk: int) -> HttpResponse:
    """Decide on one thing."""
    if subject not in moderation.SUBJECTS:
        raise Http404
    said, reason = request.POST.get("verdict", ""), request.POST.get("reason", "")
    if said in set(ModeratorVerdict):
        told(
            request,
            lambda: moderation.record_decision(
                subject, pk, Ruling(ModeratorVerdict(said), reason), by=somebody(request), now=timezone.now()
            ),
            _("Decided, and written down."),
        )
    return redirect("moderation")
