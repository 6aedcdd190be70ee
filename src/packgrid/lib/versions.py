"""Versions as PEP 440 orders them, and names as PEP 503 compares them."""

from collections.abc import Iterable

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

UNPARSEABLE = "!"
NUMBER_WIDTH = 3
LONGEST_VERSION = 999  # the digits that fit NUMBER_WIDTH; Python refuses numbers of more than 4,300


def sort_key(version: str) -> str:
    """A text whose order is the order of the versions; versions that PEP 440 does not know come first."""
    parsed = parse(version)
    if parsed is None:
        return UNPARSEABLE + version
    release = [number(part) for part in trimmed(parsed.release)]
    return f"{number(parsed.epoch)}{''.join(f'.{part}' for part in release)}{suffix(parsed)}"


def is_prerelease(version: str) -> bool:
    """True for alpha, beta, candidate and development versions; False for what PEP 440 does not know."""
    parsed = parse(version)
    return parsed is not None and parsed.is_prerelease


def newest(versions: Iterable[str]) -> str | None:
    """The newest stable version; a pre-release only where there is nothing else; None of nothing."""
    ordered = sorted(versions, key=sort_key)
    stable = [version for version in ordered if parse(version) and not is_prerelease(version)]
    return next(reversed(stable or ordered), None)


def series(version: str) -> tuple[int | str, ...]:
    """What the releases of one series share: (epoch, major, minor); itself of what PEP 440 does not know."""
    parsed = parse(version)
    return (parsed.epoch, parsed.major, parsed.minor) if parsed else (version,)


def normalize_name(name: str) -> str:
    """A project's name as PEP 503 compares it: Django_Filter is django-filter."""
    return str(canonicalize_name(name.strip()))


def parse(version: str) -> Version | None:
    """The parsed version, None if PEP 440 does not know it."""
    if len(version) > LONGEST_VERSION:
        return None
    try:
        return Version(version)
    except InvalidVersion:
        return None


def trimmed(release: tuple[int, ...]) -> list[int]:
    """The numbers without zeros at the end: 1.0 and 1.0.0 are the same version."""
    numbers = list(release)
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return numbers


def number(value: int) -> str:
    """Digits behind their count, so that 9 comes before 10."""
    return f"{len(str(value)):0{NUMBER_WIDTH}}{value}"


def suffix(version: Version) -> str:
    """What follows the numbers. The marks order themselves: dev, a, b, rc, final, post, and "." of a longer release.

    "!" < "#" < "$" < "%" < "&" < "." in ASCII. Within each, a development version comes before the rest.
    """
    dev = "!" if version.dev is None else f" {number(version.dev)}"
    local = "" if version.local is None else f"+{local_order(version.local)}"
    if version.post is not None:
        pre = "" if version.pre is None else f"{PRE_MARKS[version.pre[0]]}{number(version.pre[1])}"
        return f"{pre}'{number(version.post)}{dev}{local}"
    if version.pre is not None:
        return f"{PRE_MARKS[version.pre[0]]}{number(version.pre[1])}{dev}{local}"
    if version.dev is not None:
        return f" {number(version.dev)}{local}"
    return f"&{local}"


def local_order(local: str) -> str:
    """The parts of a local version: numbers come behind words and are compared as numbers."""
    return "".join(f" ~{number(int(part))}" if part.isdecimal() else f" {part}" for part in local.split("."))


PRE_MARKS = {"a": "#", "b": "$", "rc": "%"}
