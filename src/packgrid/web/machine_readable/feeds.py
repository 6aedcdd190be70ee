"""Feeds (RSS 2.0, Atom 1.0): new packages, and changes of all packages, of one, of a grid or of a search."""

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from packgrid.catalogue import queries as catalogue
from packgrid.catalogue.listed_packages import ListedPackage, newest_packages
from packgrid.catalogue.models import Package
from packgrid.comparison import queries as comparison
from packgrid.comparison.models import Grid
from packgrid.history.recent_events import Event, Load, newest_events
from packgrid.httpcache import tags
from packgrid.httpcache.policy import cacheable
from packgrid.lib.emojis import expand_emoji
from packgrid.search.query import search
from packgrid.search.query_language import MAX_QUERY_LENGTH, parse_query
from packgrid.web.change_sentences import make_event_sentence
from packgrid.web.lookups import find_or_404
from packgrid.web.xml_output import AtomFeed, RssFeed

FORMATS = {"rss": RssFeed, "atom": AtomFeed}
MAX_NEWEST, MAX_CHANGES, MAX_SEARCHED = 15, 50, 200
AN_HOUR_S = 3600


def make_feed_view(kind: type["CacheableFeed[Any, Any]"]) -> Callable[..., HttpResponse]:
    """The view of a feed, in the format that its address names."""

    def view(request: HttpRequest, form: str, **asked: str) -> HttpResponse:
        made = kind()
        made.feed_type = FORMATS[form]
        return cacheable(made(request, **asked), made.tags, fresh_for_s=AN_HOUR_S)

    return view


class CacheableFeed[About, Item](Feed[Item, About]):
    """A feed for one request. `tags` are its cache tags."""

    tags: Collection[str] = (tags.PACKAGES, tags.GRIDS)


class NewPackages(CacheableFeed[None, ListedPackage]):
    """The newest packages."""

    def title(self) -> str:
        return "New packages"

    def description(self) -> str:
        return "The packages that were added last"

    def link(self) -> str:
        return reverse("latest")

    def items(self) -> Sequence[ListedPackage]:
        return newest_packages(MAX_NEWEST)

    def item_title(self, item: ListedPackage) -> str:
        return item.title

    def item_description(self, item: ListedPackage) -> str:
        return expand_emoji(item.facts.repo_description or item.facts.summary or "")

    def item_pubdate(self, item: ListedPackage) -> datetime:
        return item.created


class ChangeFeed[About](CacheableFeed[About, Event]):
    """Changes, newest first; a load of many packages is one entry, which leads to `load_url`."""

    load_url = "/packages/"
    item_guid_is_permalink = False

    def item_title(self, item: Event) -> str:
        return make_event_sentence(item)

    def item_description(self, item: Event) -> str:
        return make_event_sentence(item)

    def item_link(self, item: Event) -> str:
        return self.load_url if isinstance(item, Load) else item.package.get_absolute_url()

    def item_guid(self, item: Event) -> str:
        return f"load-{item.first_id}-{item.last_id}" if isinstance(item, Load) else f"change-{item.pk}"

    def item_pubdate(self, item: Event) -> datetime:
        return item.at


class AllChanges(ChangeFeed[None]):
    """The changes of all packages."""

    def title(self) -> str:
        return "Recent changes"

    def description(self) -> str:
        return "Releases, licences, vulnerabilities, packages archived and replaced"

    def link(self) -> str:
        return reverse("changes")

    def items(self) -> Sequence[Event]:
        return newest_events(limit=MAX_CHANGES)


class PackageChanges(ChangeFeed[Package]):
    """The changes of one package."""

    def get_object(self, request: HttpRequest, *_args: Any, **asked: Any) -> Package:
        found = find_or_404(catalogue.get_package, asked["slug"])
        self.tags = tags.packages([found.pk])
        return found

    def title(self, about: Package) -> str:
        return about.title

    def description(self, about: Package) -> str:
        return f"What happened to {about.title}"

    def link(self, about: Package) -> str:
        return about.get_absolute_url()

    def items(self, about: Package) -> Sequence[Event]:
        return newest_events(limit=MAX_CHANGES, package_ids=[about.pk])


class GridChanges(ChangeFeed[Grid]):
    """The changes of the packages of a grid."""

    def get_object(self, request: HttpRequest, *_args: Any, **asked: Any) -> Grid:
        found = find_or_404(comparison.grid_by_slug, asked["slug"])
        self.tags = tags.grids([found.pk])  # a change of one of its packages invalidates it
        self.load_url = found.get_absolute_url()
        return found

    def title(self, about: Grid) -> str:
        return about.title

    def description(self, about: Grid) -> str:
        return f"What happened to the packages of the grid {about.title}"

    def link(self, about: Grid) -> str:
        return about.get_absolute_url()

    def items(self, about: Grid) -> Sequence[Event]:
        return newest_events(limit=MAX_CHANGES, package_ids=comparison.list_package_ids(about))


class SearchChanges(ChangeFeed[str]):
    """The changes of the packages that a search finds, the best 200 of them."""

    def get_object(self, request: HttpRequest, *_args: Any, **_asked: Any) -> str:
        return request.GET.get("q", "").strip()[:MAX_QUERY_LENGTH]

    def title(self, about: str) -> str:
        return about or "An empty search"

    def description(self, about: str) -> str:
        return f"What happened to the packages that {about} finds"

    def link(self, about: str) -> str:
        return f"{reverse('search')}?{urlencode({'q': about})}"

    def items(self, about: str) -> Sequence[Event]:
        hits = search(parse_query(about), limit=MAX_SEARCHED, now=datetime.now(UTC)).entries
        return newest_events(limit=MAX_CHANGES, package_ids=[hit.package_id for hit in hits if hit.package_id])
