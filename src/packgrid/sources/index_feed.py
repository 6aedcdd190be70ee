"""The feed of the newest releases at an index: RSS, as `/rss/updates.xml` of PyPI has it (seen November 2026)."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import attrs

from packgrid.lib.clean_text import clean_text
from packgrid.lib.versions import normalize_name
from packgrid.sources.errors import Malformed


@attrs.frozen
class FeedEntry:
    """A release that the index has just got: the project by its normalized name. `published_at` is None if unknown."""

    project: str
    version: str
    published_at: datetime | None


def parse_feed(body: bytes) -> tuple[FeedEntry, ...]:
    """The releases in a feed, in its order; those whose project or version cannot be told are left out.

    Raises:
        Malformed: it is no RSS.
    """
    text = clean_text(body.decode(errors="replace"))
    try:
        root = ET.fromstring(text.encode())  # noqa: S314 expat 2.4.1 and later stop entities that multiply
    except ET.ParseError as error:
        raise Malformed(f"the feed is not XML: {error}") from error
    if root.tag != "rss":
        raise Malformed(f"the feed is not RSS; it begins with <{root.tag[:30]}>")
    return tuple(entry for item in root.iter("item") if (entry := parse_item(item)))


def parse_item(item: ET.Element) -> FeedEntry | None:
    """The release that an item announces: by its link (`/project/a/1.0/`), else by its title (`a 1.0`)."""
    project, version = parts_of_link(item.findtext("link") or "") or parts_of_title(item.findtext("title") or "")
    if not (project and version):
        return None
    return FeedEntry(normalize_name(project), version, parse_date(item.findtext("pubDate") or ""))


def parts_of_link(link: str) -> tuple[str, str] | None:
    """Project and version in the address of a release's page."""
    try:
        parts = [unquote(part) for part in urlsplit(link.strip()).path.split("/") if part]
    except ValueError:
        return None
    return (parts[-2], parts[-1]) if len(parts) > PARTS and parts[-3] == "project" else None


PARTS = 2


def parts_of_title(title: str) -> tuple[str, str]:
    """Project and version in a title; "" for what is missing."""
    project, _, version = title.strip().rpartition(" ")
    return project.strip(), version


def parse_date(text: str) -> datetime | None:
    """The date of an item (RFC 822), in UTC; None if it is none."""
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    return date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)
