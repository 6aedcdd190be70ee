"""Compares the attestations and publishers of neighbouring releases, as their index recorded them. Pure.

Nothing here was verified cryptographically. A release without attestations is as good as any other: most have none.
Only what an earlier release had counts, and the next one lacks or has otherwise.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise

import attrs

from packgrid.catalogue.models import Release

type StoredPublisher = Mapping[str, object]


class TrustKind(StrEnum):
    """The kinds of changes from one release to the next."""

    NO_ATTESTATION = "no attestation"
    OTHER_PUBLISHER = "other publisher"


@attrs.frozen
class TrustChange:
    """A release that is attested otherwise than the one before it. `old` and `new` are publishers in words."""

    kind: TrustKind
    version: str
    before: str
    old: str = ""
    new: str = ""


def newest_offered(releases: Iterable[Release], count: int) -> list[Release]:
    """The releases that an installer would choose unasked, highest version first, at most so many."""
    offered = (release for release in releases if release.is_offered)
    return sorted(offered, key=lambda release: release.sort_key, reverse=True)[:count]


def find_trust_changes(releases: Sequence[Release]) -> dict[str, TrustChange]:
    """The changes against the next lower version, by the version of the release that has them."""
    ordered = newest_offered(releases, len(releases))
    found = (compare_trust(before, release) for release, before in pairwise(ordered))
    return {change.version: change for change in found if change}


def compare_trust(before: Release, release: Release) -> TrustChange | None:
    """The change from `before` to `release`; None if there is none, or if one of them was not checked."""
    if before.is_attested and release.is_attested is False:
        return TrustChange(
            TrustKind.NO_ATTESTATION, release.version, before.version, describe_publishers(before.publishers)
        )
    old, new = (
        set(map(make_publisher_key, before.publishers or ())),
        set(map(make_publisher_key, release.publishers or ())),
    )
    if not old or not new or new <= old:
        return None
    return TrustChange(
        TrustKind.OTHER_PUBLISHER,
        release.version,
        before.version,
        describe_publishers(before.publishers),
        describe_publishers(release.publishers),
    )


def make_publisher_key(publisher: StoredPublisher) -> tuple[object, ...]:
    """A key that is equal for one publisher: its kind, repository or account in small letters, and its details.

    Another workflow or environment of the same repository is the same publisher.
    """
    details = publisher.get("details")
    named = sorted(details.items()) if isinstance(details, dict) else []
    return (
        str(publisher.get("kind", "")).lower(),
        str(publisher.get("repository", "")).lower(),
        str(publisher.get("email", "")).lower(),
        *named,
    )


def describe_publishers(publishers: Iterable[StoredPublisher] | None) -> str:
    """Such as "GitHub o/r (release.yml)"; "" where none is recorded."""
    return ", ".join(map(describe_publisher, publishers or ()))


def describe_publisher(publisher: StoredPublisher) -> str:
    """A publisher in words: the kind, the repository or account, and its workflow and environment."""
    details = publisher.get("details")
    texts = [f"{name} {text}" for name, text in details.items()] if isinstance(details, dict) else []
    within = [str(publisher[key]) for key in ("workflow", "environment") if publisher.get(key)]
    named = [str(publisher[key]) for key in ("kind", "repository", "email") if publisher.get(key)]
    return " ".join([*named, *texts]) + (f" ({', '.join(within)})" if within else "")
