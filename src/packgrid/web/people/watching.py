"""The page of what somebody follows, their private feed, and how they are told."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from packgrid.community import queries, watchlist
from packgrid.community.models import Digest
from packgrid.lib.clean_text import clean_text
from packgrid.web import change_sentences
from packgrid.web.people import following
from packgrid.web.people.asking import back, for_people, somebody, told
from packgrid.web.people.forms import DigestForm
from packgrid.web.xml_output import AtomFeed

LONGEST_TEXT = 200


@for_people
def page(request: HttpRequest) -> HttpResponse:
    """What has happened, what is new of it, and what one follows."""
    user = somebody(request)
    watches, reader = watchlist.read_followed(user), watchlist.get_reader(user)
    changes = following.newest(watches, now=timezone.now())
    shown = {
        "watches": watches,
        "reader": reader,
        "days": following.by_day(changes),
        "new_count": sum(change.pk > reader.seen_change for change in changes),
        "last": max((change.pk for change in changes), default=0),
        "form": DigestForm(initial={"digest": reader.digest}),
    }
    return render(request, "web/people/watching.html", shown)


@require_POST
@for_people
def seen(request: HttpRequest) -> HttpResponse:
    """Everything up to a change has been read."""
    last = request.POST.get("last", "")
    if last.isascii() and last.isdecimal() and len(last) < len(str(2**63)):
        watchlist.mark_seen(somebody(request), int(last), now=timezone.now())
    return redirect("watching")


@require_POST
@for_people
def text(request: HttpRequest, verb: str) -> HttpResponse:
    """Follow what a text finds, or no more."""
    user, said = somebody(request), " ".join(clean_text(request.POST.get("q", "")).split())[:LONGEST_TEXT]
    if verb == "remove":
        told(request, lambda: watchlist.unfollow(user, text=said), _("You no longer follow this search."))
    elif said:
        told(request, lambda: watchlist.follow(user, text=said), _("You follow this search."))
    return back(request, "/watching/")


@require_POST
@for_people
def settings_of(request: HttpRequest) -> HttpResponse:
    """Whether to mail, and whether there is a feed."""
    user, form, does = somebody(request), DigestForm(request.POST), request.POST.get("does", "")
    if does == "open":
        told(request, lambda: watchlist.new_feed(user), _("Your feed has a new address; the old one opens nothing."))
    elif does == "close":
        told(request, lambda: watchlist.close_feed(user), _("There is no feed any more."))
    elif form.is_valid():
        digest = Digest(form.cleaned_data["digest"])
        told(request, lambda: watchlist.set_digest(user, digest, now=timezone.now()), _("That is how you are told."))
    return redirect("watching")


def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The private feed: whoever knows its address reads it."""
    reader = queries.find_reader_by_feed(token)
    if reader is None:
        raise Http404
    site = request.build_absolute_uri("/")[:-1]
    atom = AtomFeed(
        title=_("Watching · %(site)s") % {"site": settings.SITE_TITLE},
        link=f"{site}/watching/",
        description="",
        feed_url=request.build_absolute_uri(),
    )
    for change in following.newest(watchlist.read_followed(reader.user), now=timezone.now()):
        link = f"{site}{change.package.get_absolute_url()}"
        title = change_sentences.make_change_sentence(change)
        atom.add_item(title, link, "", unique_id=f"{link}#change-{change.pk}", updateddate=change.at, pubdate=change.at)
    answer = HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
