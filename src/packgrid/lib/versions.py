"""Versions as PEP 440 orders them, and names as PEP 503 compares them."""

import re
from collections.abc import Iterable

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

UNPARSEABLE = "!"
NUMBER_WIDTH = 3
LONGEST_VERSION = 999  # the digits that fit NUMBER_WIDTH; Python refuses numbers of more than 4,300


def version_sort_key(version: str) -> str:
    """A text whose order is the order of the versions.

    Versions that PEP 440 does not know come first, in the order that setuptools once gave them: 0.9-final, 0.10-final.
    """
    parsed = parse_version(version)
    if parsed is None:
        return UNPARSEABLE + old_sort_key(version)
    release = [sortable_number(part) for part in without_trailing_zeros(parsed.release)]
    key = f"{sortable_number(parsed.epoch)}{''.join(f'.{part}' for part in release)}{sortable_suffix(parsed)}"
    return key[:LONGEST_KEY]


LONGEST_KEY = 300  # what Release.sort_key holds


def old_sort_key(version: str) -> str:
    """A sort key for a version that PEP 440 does not know: numbers by value, words by the alphabet and before the end.

    What comes before "final" is older than the bare number, what comes after it newer; zeros at the end do not count.
    """
    parts: list[str] = []
    for part in [*OLD_PARTS.findall(version.lower()), "final"]:
        mark = sortable_number(int(part)) if part.isdecimal() else OLD_WORDS.get(part, f"*{part}")
        while parts and ((mark < FINAL and parts[-1] == DASH) or (mark[0] == "*" and parts[-1] == ZERO)):
            parts.pop()
        parts.append(mark)
    return " ".join(parts)[:LONGEST_OLD_KEY]


LONGEST_OLD_KEY = 250
FINAL, DASH = "*final", "*final-"
OLD_PARTS = re.compile(r"[0-9]{1,999}|[a-z]+|-")
OLD_WORDS = {"-": DASH, "dev": "*@", "pre": "*c", "preview": "*c", "rc": "*c"}


def is_prerelease(version: str) -> bool:
    """True for alpha, beta, candidate and development versions; False for what PEP 440 does not know."""
    parsed = parse_version(version)
    return parsed is not None and parsed.is_prerelease


def newest_version(versions: Iterable[str]) -> str | None:
    """The newest stable version; a pre-release only if there is no stable one; None if there is none at all."""
    ordered = sorted(versions, key=version_sort_key)
    stable = [version for version in ordered if parse_version(version) and not is_prerelease(version)]
    return next(reversed(stable or ordered), None)


def version_series(version: str) -> tuple[int | str, ...]:
    """The key of the series of a version: (epoch, major, minor); the version itself if PEP 440 does not know it."""
    parsed = parse_version(version)
    return (parsed.epoch, parsed.major, parsed.minor) if parsed else (version,)


def normalize_name(name: str) -> str:
    """A project's name as PEP 503 compares it: Django_Filter is django-filter."""
    return str(canonicalize_name(name.strip()))


def parse_version(version: str) -> Version | None:
    """The parsed version, None if PEP 440 does not know it."""
    if len(version) > LONGEST_VERSION:
        return None
    try:
        return Version(version)
    except InvalidVersion:
        return None


def without_trailing_zeros(release: tuple[int, ...]) -> list[int]:
    """The numbers without zeros at the end, because 1.0 and 1.0.0 are the same version."""
    numbers = list(release)
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return numbers


def sortable_number(value: int) -> str:
    """The number after the count of its digits, so that 9 sorts before 10."""
    return f"{len(str(value)):0{NUMBER_WIDTH}}{value}"


def sortable_suffix(version: Version) -> str:
    """The part after the numbers, with marks that sort as the versions do: dev, a, b, rc, final, post, longer release.

    "!" < "#" < "$" < "%" < "&" < "." in ASCII. Within each, a development version comes before the rest.
    """
    dev = "!" if version.dev is None else f" {sortable_number(version.dev)}"
    local = "" if version.local is None else f"+{sortable_local_part(version.local)}"
    if version.post is not None:
        pre = "" if version.pre is None else f"{PRE_MARKS[version.pre[0]]}{sortable_number(version.pre[1])}"
        return f"{pre}'{sortable_number(version.post)}{dev}{local}"
    if version.pre is not None:
        return f"{PRE_MARKS[version.pre[0]]}{sortable_number(version.pre[1])}{dev}{local}"
    if version.dev is not None:
        return f" {sortable_number(version.dev)}{local}"
    return f"&{local}"


def sortable_local_part(local: str) -> str:
    """The parts of a local version; numbers sort after words, and by value."""
    return "".join(f" ~{sortable_number(int(part))}" if part.isdecimal() else f" {part}" for part in local.split("."))


PRE_MARKS = {"a": "#", "b": "$", "rc": "%"}
ZERO = sortable_number(0)
