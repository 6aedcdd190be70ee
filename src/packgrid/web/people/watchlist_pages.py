"""The watchlist: its page, its private feed, its searches, and the settings of its mails."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from packgrid.community import queries, watchlist
from packgrid.community.models import Digest
from packgrid.lib.clean_text import clean_text
from packgrid.web import change_sentences
from packgrid.web.people.form_responses import do_and_report
from packgrid.web.people.forms import DigestForm
from packgrid.web.people.page_guards import reauthenticated_only, signed_in_only, signed_in_user
from packgrid.web.people.watched_changes import group_by_day, newest_watched_changes
from packgrid.web.redirects import redirect_back
from packgrid.web.xml_output import AtomFeed

MAX_TEXT = 200


@signed_in_only
def show_watchlist(request: HttpRequest) -> HttpResponse:
    """The page of what somebody follows: its latest changes, the new ones marked, and each thing followed."""
    user = signed_in_user(request)
    watches, reader = watchlist.read_followed(user), watchlist.get_reader(user)
    changes = newest_watched_changes(watches, now=timezone.now())
    shown = {
        "watches": watches,
        "reader": reader,
        "days": group_by_day(changes),
        "new_count": sum(change.pk > reader.seen_change for change in changes),
        "last": max((change.pk for change in changes), default=0),
        "form": DigestForm(initial={"digest": reader.digest}),
    }
    return render(request, "web/people/watching.html", shown)


@require_POST
@signed_in_only
def mark_changes_seen(request: HttpRequest) -> HttpResponse:
    """Mark every change up to the one with the id in "last" as seen."""
    last = request.POST.get("last", "")
    if last.isascii() and last.isdecimal() and len(last) < len(str(2**63)):
        watchlist.mark_seen(signed_in_user(request), int(last), now=timezone.now())
    return redirect("watching")


@require_POST
@signed_in_only
def watch_search(request: HttpRequest, verb: str) -> HttpResponse:
    """Follow or unfollow a search, by its text in "q"."""
    user, text = signed_in_user(request), " ".join(clean_text(request.POST.get("q", "")).split())[:MAX_TEXT]
    if verb == "remove":
        do_and_report(request, lambda: watchlist.unfollow(user, text=text), "You no longer follow this search.")
    elif text:
        do_and_report(request, lambda: watchlist.follow(user, text=text), "You follow this search.")
    return redirect_back(request, "/watching/")


@signed_in_only
def change_settings(request: HttpRequest) -> HttpResponse:
    """Set how often to mail; or open or close the private feed. A GET comes from a git host that was asked again."""
    if request.method != "POST":
        return redirect("watching")
    user, form, does = signed_in_user(request), DigestForm(request.POST), request.POST.get("does", "")
    if does == "open":
        return open_feed(request)
    if does == "close":
        do_and_report(request, lambda: watchlist.close_feed(user), "Your private feed was deleted.")
    elif form.is_valid():
        digest = Digest(form.cleaned_data["digest"])
        do_and_report(request, lambda: watchlist.set_digest(user, digest, now=timezone.now()), "Saved.")
    return redirect("watching")


@reauthenticated_only
def open_feed(request: HttpRequest) -> HttpResponse:
    """Give the private feed an address, in place of the one that it may have."""
    user, done = signed_in_user(request), "Your feed has a new address. The old one no longer works."
    do_and_report(request, lambda: watchlist.new_feed(user), done)
    return redirect("watching")


def private_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The watchlist as a feed; anyone with the link can read it."""
    reader = queries.find_reader_by_feed(token)
    if reader is None:
        raise Http404
    site = request.build_absolute_uri("/")[:-1]
    atom = AtomFeed(
        title=f"Following · {settings.SITE_TITLE}",
        link=f"{site}/watching/",
        description="",
        feed_url=request.build_absolute_uri(),
    )
    for change in newest_watched_changes(watchlist.read_followed(reader.user), now=timezone.now()):
        link = f"{site}{change.package.get_absolute_url()}"
        title = change_sentences.make_change_sentence(change)
        atom.add_item(title, link, "", unique_id=f"{link}#change-{change.pk}", updateddate=change.at, pubdate=change.at)
    response = HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-store"
    return response
