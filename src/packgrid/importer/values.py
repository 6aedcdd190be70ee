"""Values of a file read by type.

Each function takes what stands there and gives what we keep, or raises ValueError with a reason that fits behind the
key: "stars: 'many' is no whole number".
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from packgrid.catalogue.records import ExampleRecord
from packgrid.lib.versions import normalize_name

SLUG = re.compile(r"[A-Za-z0-9_-]{1,100}")
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
LARGEST = 2_147_483_647
WEEKS = 52
WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def text(longest: int) -> Callable[[object], str]:
    """A text of at most this many characters."""

    def read(value: object) -> str:
        if not isinstance(value, str):
            raise ValueError(f"{value!r} is no text")
        if "\x00" in value:
            raise ValueError("it holds a NUL character")
        if len(value) > longest:
            raise ValueError(f"{len(value)} characters; at most {longest} are kept")
        return value

    return read


def slug(value: object) -> str:
    """Letters, digits, "-" and "_", 1 to 100 of them."""
    if not isinstance(value, str) or not SLUG.fullmatch(value):
        raise ValueError(f"{value!r} is no slug (letters, digits, - and _, at most 100)")
    return value


def whole(value: object) -> int:
    """A whole number from 0 to 2,147,483,647."""
    number = int(value) if isinstance(value, str) and re.fullmatch(r"[0-9]{1,10}", value) else value
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= LARGEST:
        raise ValueError(f"{value!r} is no whole number from 0 to {LARGEST:,}")
    return number


def identifier(value: object) -> int:
    """A whole number from 1 on."""
    if number := whole(value):
        return number
    raise ValueError("an id is at least 1")


def claim(value: object) -> bool:
    """Truth: true or false (also yes, no, 1, 0)."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in WORDS:
        return WORDS[value.lower()]
    raise ValueError(f"{value!r} is neither true nor false")


def moment(value: object) -> datetime:
    """A date and time (ISO 8601); without a zone it is UTC."""
    try:
        read = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError as error:
        raise ValueError(f"{value!r} is no date and time such as 2026-02-15T19:07:25Z") from error
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def month(value: object) -> datetime:
    """A month (2026-02) as its first moment in UTC."""
    if not isinstance(value, str) or not MONTH.fullmatch(value):
        raise ValueError(f"{value!r} is no month such as 2026-02")
    return datetime.fromisoformat(f"{value}-01T00:00:00+00:00")


def url(value: object) -> str:
    """An http(s) address or git@host:path, at most 300 characters; a slash or .git at its end is dropped."""
    said = text(300)(value).strip()
    if said and not said.startswith("git@"):
        parts = urlsplit(said)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise ValueError(f"{value!r} is no http or https address")
    return said.rstrip("/").removesuffix(".git")


def link(value: object) -> str:
    """An http(s) address as it stands, or nothing."""
    return text(300)(value) if not url(value) else text(300)(value).strip()


def name(value: object) -> str:
    """A name on PyPI, normalized."""
    return normalize_name(text(100)(value))


def words(value: object) -> list[str]:
    """A list of texts; in a CSV cell they are separated by spaces."""
    items = value.split() if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) and "\x00" not in item for item in items):
        raise ValueError(f"{value!r} is no list of texts")
    return items


def slugs(value: object) -> list[str]:
    """A list of slugs."""
    return [slug(item) for item in words(value)]


def weeks(value: object) -> list[int]:
    """52 whole numbers, oldest first; in a CSV cell separated by spaces."""
    items = value.split() if isinstance(value, str) else value
    if not isinstance(items, list) or len(items) != WEEKS:
        raise ValueError(f"{WEEKS} whole numbers were expected")
    return [whole(item) for item in items]


def examples(value: object) -> list[ExampleRecord]:
    """A list of {title, url}."""
    if not isinstance(value, list) or not all(
        isinstance(item, dict) and set(item) == {"title", "url"} for item in value
    ):
        raise ValueError('a list of {title = "...", url = "..."} was expected')
    return [ExampleRecord(title=text(100)(item["title"]), url=link(item["url"])) for item in value]


def nothing(_value: object) -> None:
    """Read and not kept."""
