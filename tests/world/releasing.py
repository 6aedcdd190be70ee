"""Releases: their numbers and what they declare on the day they come out."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from random import Random

from world.project import Release
from world.words import DJANGOS, PYTHONS

FIRST_VERSIONS = ("0.1", "0.1.0", "0.0.1", "1.0", "1.0.0", "0.9", "2024.1")
SUPPORTED_FOR = timedelta(days=4 * 365)
WHEELS_SINCE = date(2014, 1, 1)


def history(chance: Random, moments: Iterable[datetime]) -> tuple[Release, ...]:
    """A release for each of the moments, in their order."""
    releases: list[Release] = []
    for at in sorted(moments):
        releases.append(following(chance, releases[-1] if releases else None, at))
    return tuple(releases)


def following(chance: Random, last: Release | None, at: datetime) -> Release:
    """The release that follows another one, or the first."""
    return Release(
        version=bumped(chance, last.version) if last else chance.choice(FIRST_VERSIONS),
        uploaded_at=at,
        pythons=supported(PYTHONS, at.date()),
        djangos=supported(DJANGOS, at.date()),
        has_wheel=at.date() > WHEELS_SINCE and chance.random() < 0.9,
        size_bytes=int(chance.lognormvariate(10.2, 1)),
        is_yanked=chance.random() < 0.01,
    )


def bumped(chance: Random, version: str) -> str:
    """The version after this one: the final one after a candidate, else a bump of one of its numbers."""
    final, _, candidate = version.partition("rc")
    if candidate:
        return final
    numbers = [int(part) for part in final.split(".")]
    at = chance.choices(range(len(numbers)), weights=[1, 12, 24][: len(numbers)])[0]
    raised = [*numbers[:at], numbers[at] + 1, *[0] * (len(numbers) - at - 1)]
    return ".".join(map(str, raised)) + ("rc1" if chance.random() < 0.06 else "")


def supported(versions: Mapping[str, date], on: date) -> tuple[str, ...]:
    """Those versions that were out and not too old on this day."""
    return tuple(version for version, out in versions.items() if on - SUPPORTED_FOR < out <= on)
