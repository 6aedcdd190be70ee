"""Reads foreign JSON by type. What is missing is None; what is there but of the wrong type raises Malformed."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from math import inf

from packgrid.lib.clean_text import clean_text
from packgrid.lib.dates import OutOfRange, parse_moment
from packgrid.sources.errors import Malformed

type Json = dict[str, object]
NOTHING_SAID = {"", "unknown", "none", "null"}


def document(body: bytes) -> Json:
    """The JSON object in these bytes."""
    found = parsed(body)
    if not isinstance(found, dict):
        raise Malformed("the answer is not a JSON object")
    return found


def listing(body: bytes) -> tuple[Json, ...]:
    """The JSON list of objects in these bytes."""
    found = parsed(body)
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise Malformed("the answer is not a JSON list of objects")
    return tuple(found)


def parsed(body: bytes) -> object:
    """Whatever JSON these bytes are."""
    try:
        found: object = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Malformed(not_json(body, error)) from error
    return found


def not_json(body: bytes, error: Exception) -> str:
    """Why these bytes are no JSON, with what they begin with: often it is a page for people."""
    if not body.strip():
        return "the answer is empty"
    return f"the answer is not JSON: {error}; it begins with {shown(body[:LONGEST_SHOWN].decode(errors='replace'))}"


@contextmanager
def within(place: str) -> Iterator[None]:
    """Puts the place before the message of whatever is Malformed in there: releases.1.0[0].size."""
    try:
        yield
    except Malformed as error:
        raise Malformed(f"{place}.{error}") from error


@contextmanager
def at(url: str) -> Iterator[None]:
    """Puts the address before the message of whatever is Malformed in there."""
    try:
        yield
    except Malformed as error:
        raise Malformed(f"{url}: {error}") from error


def section(found: Json, key: str) -> Json:
    """An object that has to be there."""
    value = found.get(key)
    if not isinstance(value, dict):
        raise Malformed(f"{key}: an object was expected, not {shown(value)}")
    return value


def part(found: Json, key: str) -> Json:
    """An object; empty if it is missing or null."""
    return section(found, key) if found.get(key) is not None else {}


def text(found: Json, key: str) -> str | None:
    """A text; None if it is missing or says nothing ("", "UNKNOWN")."""
    value = found.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise Malformed(f"{key}: a text was expected, not {shown(value)}")
    return None if value.strip().lower() in NOTHING_SAID else clean_text(value)


def said(found: Json, key: str) -> str | None:
    """A text that people wrote freely: None if the key is missing, "" if it is null or blank."""
    value = found.get(key, "")
    if value is not None and not isinstance(value, str):
        raise Malformed(f"{key}: a text was expected, not {shown(value)}")
    return clean_text(value or "").strip() if key in found else None


def said_in(found: Json, key: str, name: str) -> str | None:
    """The same for a text within an object: None if the object is missing, "" if it is null."""
    if found.get(key) is None:
        return "" if key in found else None
    inner = section(found, key)
    with within(key):
        return said(inner, name)


def required(found: Json, key: str) -> str:
    """A text that has to be there; what it says is taken as it is, for there are projects named "null"."""
    value = found.get(key)
    if not isinstance(value, str) or not value.strip():
        raise Malformed(f"{key}: a text was expected, not {shown(value)}")
    return clean_text(value)


def texts(found: Json, key: str) -> tuple[str, ...]:
    """A list of texts; empty if it is missing."""
    value = found.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Malformed(f"{key}: a list of texts was expected, not {shown(value)}")
    return tuple(map(clean_text, value))


def objects(found: Json, key: str) -> tuple[Json, ...]:
    """A list of objects; empty if it is missing."""
    value = found.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise Malformed(f"{key}: a list of objects was expected, not {shown(value)}")
    return tuple(value)


def moment(found: Json, key: str) -> datetime:
    """A date and time that has to be there, in UTC."""
    if (read := when(found, key)) is None:
        raise Malformed(f"{key}: a date and time was expected, not {shown(found.get(key))}")
    return read


def when(found: Json, key: str) -> datetime | None:
    """A date and time, in UTC; None if it is missing or means "never", as the years 1 and 9999 do."""
    value = found.get(key)
    if value is None:
        return None
    try:
        return parse_moment(value if isinstance(value, str) else "")
    except OutOfRange:
        return None
    except ValueError as error:
        raise Malformed(f"{key}: a date and time was expected, not {shown(value)}") from error


def when_in(found: Json, key: str, *further: str) -> datetime | None:
    """A date and time within objects within objects; None if any of them is missing."""
    if not further:
        return when(found, key)
    inner = part(found, key)
    with within(key):
        return when_in(inner, *further)


def flag(found: Json, key: str) -> bool | None:
    """Yes or no; None if it is missing."""
    value = found.get(key)
    if value is not None and not isinstance(value, bool):
        raise Malformed(f"{key}: true or false was expected, not {shown(value)}")
    return value


def count(found: Json, key: str, *, most: float = inf) -> int | None:
    """A whole number from 0 on, at most what its column takes; None if it is missing."""
    value = found.get(key)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise Malformed(f"{key}: a whole number was expected, not {shown(value)}")
    return value


def tally(found: Json, key: str) -> int | None:
    """A count of people or things, as a column of 32 bits takes it."""
    return count(found, key, most=2**31 - 1)


def shown(value: object) -> str:
    """The value as a message shows it."""
    if value is None:
        return "nothing"
    written = repr(value)
    return written if len(written) <= LONGEST_SHOWN else written[:LONGEST_SHOWN] + "..."


LONGEST_SHOWN = 60
