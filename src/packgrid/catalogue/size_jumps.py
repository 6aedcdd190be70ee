"""Releases whose file is much larger than that of the release before. Pure."""

from collections.abc import Iterable
from itertools import pairwise

import attrs

from packgrid.catalogue.models import Release
from packgrid.catalogue.release_trust import newest_offered

LEAST_TIMES, LEAST_BYTES = 1.5, 100_000
"""A jump is more than so many times the size, and so many bytes more."""


@attrs.frozen
class SizeJump:
    """A release whose file is much larger than that of the next lower version."""

    version: str
    before: str
    new_bytes: int
    old_bytes: int

    @property
    def times(self) -> float:
        """How many times as large the file is."""
        return self.new_bytes / self.old_bytes


def find_size_jumps(releases: Iterable[Release]) -> dict[str, SizeJump]:
    """The jumps between these releases by version; pre-releases, yanked and removed ones are not compared."""
    every = list(releases)
    found = (compare_sizes(before, release) for release, before in pairwise(newest_offered(every, len(every))))
    return {jump.version: jump for jump in found if jump}


def compare_sizes(before: Release, release: Release) -> SizeJump | None:
    """The jump from one release to the next; None for none, for an unknown size, and between a wheel and an archive."""
    old, new = before.install_bytes, release.install_bytes
    if not old or not new or before.has_wheel != release.has_wheel:
        return None
    is_jump = new > old * LEAST_TIMES and new - old > LEAST_BYTES
    return SizeJump(release.version, before.version, new, old) if is_jump else None
