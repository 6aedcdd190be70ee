"""Reads fields of foreign JSON by type: a missing value is None, a value of the wrong type raises Malformed."""

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


def parse_object(body: bytes) -> Json:
    """The JSON object in these bytes."""
    found = parse_json(body)
    if not isinstance(found, dict):
        raise Malformed("the answer is not a JSON object")
    return found


def parse_list(body: bytes) -> tuple[Json, ...]:
    """The JSON list of objects in these bytes."""
    found = parse_json(body)
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise Malformed("the answer is not a JSON list of objects")
    return tuple(found)


def parse_json(body: bytes) -> object:
    """The JSON value in these bytes."""
    try:
        found: object = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Malformed(describe_not_json(body, error)) from error
    return found


def describe_not_json(body: bytes, error: Exception) -> str:
    """Why these bytes are not JSON, with their beginning: often it is a web page."""
    if not body.strip():
        return "the answer is empty"
    return (
        f"the answer is not JSON: {error}; it begins with {format_value(body[:LONGEST_SHOWN].decode(errors='replace'))}"
    )


@contextmanager
def located_in(place: str) -> Iterator[None]:
    """Puts the place before the message of Malformed errors raised within: releases.1.0[0].size."""
    try:
        yield
    except Malformed as error:
        raise Malformed(f"{place}.{error}") from error


@contextmanager
def located_at(url: str) -> Iterator[None]:
    """Puts the address before the message of Malformed errors raised within."""
    try:
        yield
    except Malformed as error:
        raise Malformed(f"{url}: {error}") from error


def required_object(found: Json, key: str) -> Json:
    """An object that must be present."""
    value = found.get(key)
    if not isinstance(value, dict):
        raise Malformed(f"{key}: an object was expected, not {format_value(value)}")
    return value


def optional_object(found: Json, key: str) -> Json:
    """An object; empty if it is missing or null."""
    return required_object(found, key) if found.get(key) is not None else {}


def optional_text(found: Json, key: str) -> str | None:
    """A text; None if it is missing or says nothing ("", "UNKNOWN")."""
    value = found.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise Malformed(f"{key}: a text was expected, not {format_value(value)}")
    return None if value.strip().lower() in NOTHING_SAID else clean_text(value)


def free_text(found: Json, key: str) -> str | None:
    """A text that people wrote: None if the key is missing, "" if it is null or blank."""
    value = found.get(key, "")
    if value is not None and not isinstance(value, str):
        raise Malformed(f"{key}: a text was expected, not {format_value(value)}")
    return clean_text(value or "").strip() if key in found else None


def free_text_in(found: Json, key: str, name: str) -> str | None:
    """A text within the object under `key`: None if the object is missing, "" if it is null."""
    if found.get(key) is None:
        return "" if key in found else None
    inner = required_object(found, key)
    with located_in(key):
        return free_text(inner, name)


def required_text(found: Json, key: str) -> str:
    """A text that must be present, exactly as it is, because there are projects named "null"."""
    value = found.get(key)
    if not isinstance(value, str) or not value.strip():
        raise Malformed(f"{key}: a text was expected, not {format_value(value)}")
    return clean_text(value)


def text_list(found: Json, key: str) -> tuple[str, ...]:
    """A list of texts; empty if it is missing."""
    value = found.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Malformed(f"{key}: a list of texts was expected, not {format_value(value)}")
    return tuple(map(clean_text, value))


def object_list(found: Json, key: str) -> tuple[Json, ...]:
    """A list of objects; empty if it is missing."""
    value = found.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise Malformed(f"{key}: a list of objects was expected, not {format_value(value)}")
    return tuple(value)


def optional_time(found: Json, key: str) -> datetime | None:
    """A date and time in UTC; None if it is missing or means "never", as the years 1 and 9999 do."""
    value = found.get(key)
    if value is None:
        return None
    try:
        return parse_moment(value if isinstance(value, str) else "")
    except OutOfRange:
        return None
    except ValueError as error:
        raise Malformed(f"{key}: a date and time was expected, not {format_value(value)}") from error


def optional_time_in(found: Json, key: str, *further: str) -> datetime | None:
    """A date and time within nested objects; None if any of them is missing."""
    if not further:
        return optional_time(found, key)
    inner = optional_object(found, key)
    with located_in(key):
        return optional_time_in(inner, *further)


def optional_flag(found: Json, key: str) -> bool | None:
    """True or false; None if it is missing."""
    value = found.get(key)
    if value is not None and not isinstance(value, bool):
        raise Malformed(f"{key}: true or false was expected, not {format_value(value)}")
    return value


def optional_count(found: Json, key: str, *, most: float = inf) -> int | None:
    """A whole number from 0 up to what its column takes; None if it is missing."""
    value = found.get(key)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise Malformed(f"{key}: a whole number was expected, not {format_value(value)}")
    return value


def optional_tally(found: Json, key: str) -> int | None:
    """A count of people or things that fits a column of 32 bits; None if it is missing."""
    return optional_count(found, key, most=2**31 - 1)


def format_value(value: object) -> str:
    """A value as error messages show it."""
    if value is None:
        return "nothing"
    written = repr(value)
    return written if len(written) <= LONGEST_SHOWN else written[:LONGEST_SHOWN] + "..."


LONGEST_SHOWN = 60
