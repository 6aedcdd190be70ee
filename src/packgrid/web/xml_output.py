"""XML that is well-formed whatever is stored: feeds, sitemaps, badges, OpenSearch."""

from typing import IO, Any

from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed

from packgrid.lib.clean_text import clean_text


class CleanFeed(SyndicationFeed):
    """A feed whose texts are clean; Django refuses to write others, or writes what no reader can parse."""

    def write(self, outfile: IO[str], encoding: str) -> None:
        """Write the feed."""
        self.feed = clean_fields(self.feed)
        self.items = [clean_fields(item) for item in self.items]
        super().write(outfile, encoding)


class RssFeed(CleanFeed, Rss201rev2Feed):
    """RSS 2.0."""


class AtomFeed(CleanFeed, Atom1Feed):
    """Atom 1.0."""


def clean_fields(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields with clean texts; values of other types stay."""
    return {name: clean_text(value) if isinstance(value, str) else value for name, value in fields.items()}


def clean_xml(response: HttpResponse) -> HttpResponse:
    """The response with clean text as its body."""
    response.content = clean_text(response.content.decode()).encode()
    return response
