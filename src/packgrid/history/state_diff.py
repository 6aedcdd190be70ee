"""Finds the changes between two states of a package, and the values that need a new point. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

import attrs

from packgrid.catalogue.release_trust import TrustKind
from packgrid.history.metrics import DAYS_APART
from packgrid.history.models import Kind
from packgrid.history.states import ReleaseState, State, VulnerabilityState


@attrs.frozen
class UnrecordedChange:
    """A change that is not recorded yet, with the fields of the model Change."""

    kind: Kind
    at: datetime
    subject: str = ""
    old: str | None = ""
    new: str = ""


@attrs.frozen
class Switch:
    """A claim of State, what happens when it becomes true and false, and the field that dates its being true."""

    claim: str
    on: Kind
    off: Kind
    dated_by: str = ""


SWITCHES = (
    Switch("is_archived", Kind.ARCHIVED, Kind.UNARCHIVED, "archived_at"),
    Switch("is_deprecated", Kind.DEPRECATED, Kind.UNDEPRECATED, "deprecated_at"),
    Switch("is_on_pypi", Kind.PYPI_BACK, Kind.PYPI_GONE),
    Switch("is_repo_there", Kind.REPO_BACK, Kind.REPO_GONE),
)
TEXTS = {"license": Kind.LICENSE, "repo_url": Kind.MOVED, "replaced_by": Kind.REPLACED}
SETS = {
    "django_versions": (Kind.SUPPORT_GAINED, Kind.SUPPORT_LOST, "Django "),
    "python_versions": (Kind.SUPPORT_GAINED, Kind.SUPPORT_LOST, "Python "),
}
# What at(day) has to know from the first answer on, although nothing happened then.
KEPT_FROM_THE_FIRST = {"is_archived", "license"}


def find_changes(before: State, after: State, *, now: datetime) -> tuple[UnrecordedChange, ...]:
    """The changes between two states. A value that is unknown before or after is no change.

    So a package that is met for the first time has no past here: of its licence and of whether it is archived the
    first value is kept (`old` is None), its releases are dated in the catalogue.
    """
    return (
        *find_switched(before, after, now),
        *find_reworded(before, after, now),
        *find_gained_and_lost(before, after, now),
        *find_vulnerability_changes(before, after, now),
        *find_release_changes(before, after, now),
        *find_changed_trust(before, after, now),
    )


def find_switched(before: State, after: State, now: datetime) -> Iterator[UnrecordedChange]:
    """Changes of claims (archived, deprecated and so on) from true to false or back."""
    for switch in SWITCHES:
        was, is_on = getattr(before, switch.claim), getattr(after, switch.claim)
        if is_news(switch.claim, was, is_on):
            dated = getattr(after, switch.dated_by) if is_on and switch.dated_by else None
            old = None if was is None else ""
            yield UnrecordedChange(switch.on if is_on else switch.off, min(dated or now, now), old=old)


def find_reworded(before: State, after: State, now: datetime) -> Iterator[UnrecordedChange]:
    """Changes of texts: licence, address, successor."""
    for name, kind in TEXTS.items():
        old, new = getattr(before, name), getattr(after, name)
        if is_news(name, old, new):
            yield UnrecordedChange(kind, now, old=old, new=new)


def is_news[T](name: str, was: T | None, is_now: T | None) -> bool:
    """True if a value differs from a known one, or is the first of a kind whose first value is recorded."""
    return is_now is not None and was != is_now and (was is not None or name in KEPT_FROM_THE_FIRST)


def find_gained_and_lost(before: State, after: State, now: datetime) -> Iterator[UnrecordedChange]:
    """Additions to sets of supported versions, and removals from them."""
    for name, (gained, lost, prefix) in SETS.items():
        was, is_now = getattr(before, name), getattr(after, name)
        if was is not None and is_now is not None:
            yield from (UnrecordedChange(gained, now, prefix + item) for item in sorted(is_now - was))
            yield from (UnrecordedChange(lost, now, prefix + item) for item in sorted(was - is_now))


def find_vulnerability_changes(before: State, after: State, now: datetime) -> Iterator[UnrecordedChange]:
    """Vulnerabilities that became known, of the newest version or older ones, and those that are gone from the newest.

    A vulnerability with another id to show is the same as long as it shares one id. What another source knows is no
    change.
    """
    if before.vulnerabilities_by != after.vulnerabilities_by:
        return
    was, is_now = before.vulnerabilities, after.vulnerabilities
    if was is not None and is_now is not None:
        for item in find_new(was, is_now):
            yield UnrecordedChange(Kind.VULNERABILITY_APPEARED, now, item.id, new=item.fixed_in)
        yield from (UnrecordedChange(Kind.VULNERABILITY_FIXED, now, item.id) for item in find_new(is_now, was))
    all_were, all_are = before.all_vulnerabilities, after.all_vulnerabilities
    if all_were is not None and all_are is not None:
        for item in find_new((*all_were, *(is_now or ())), all_are):
            yield UnrecordedChange(Kind.OLDER_VULNERABILITY, now, item.id)


def find_new(known: Sequence[VulnerabilityState], found: Sequence[VulnerabilityState]) -> Iterator[VulnerabilityState]:
    """Those of the found vulnerabilities that share no id with a known one."""
    ids = {name for item in known for name in item.ids}
    return (item for item in found if not item.ids & ids)


def find_release_changes(before: State, after: State, now: datetime) -> Iterator[UnrecordedChange]:
    """Changes of the releases, version by version."""
    if before.releases is not None and after.releases is not None:
        for version in dict.fromkeys([*before.releases, *after.releases]):
            yield from find_version_changes(version, before.releases.get(version), after.releases.get(version), now)


def find_version_changes(
    version: str, was: ReleaseState | None, is_now: ReleaseState | None, now: datetime
) -> Iterator[UnrecordedChange]:
    """Changes of one version; a missing one is gone."""
    if was is None and is_now is not None:
        was = ReleaseState(is_now.uploaded_at)
        yield UnrecordedChange(Kind.RELEASE, min(is_now.uploaded_at, now), version)
    if was is None:
        return
    is_now = is_now or attrs.evolve(was, is_gone=True)
    if was.is_gone != is_now.is_gone:
        yield UnrecordedChange(Kind.RELEASE_GONE if is_now.is_gone else Kind.RELEASE_BACK, now, version)
    if was.is_yanked != is_now.is_yanked:
        yield UnrecordedChange(Kind.YANKED if is_now.is_yanked else Kind.UNYANKED, now, version)


def find_changed_trust(before: State, after: State, now: datetime) -> Iterator[UnrecordedChange]:
    """Releases that turn out to be attested otherwise than the ones before them, dated by their upload."""
    if before.trust_changes is None or after.trust_changes is None:
        return
    for version, change in after.trust_changes.items():
        release = (after.releases or {}).get(version)
        if release is None or before.trust_changes.get(version) == change:
            continue
        at = min(release.uploaded_at, now)
        if change.kind is TrustKind.NO_ATTESTATION:
            yield UnrecordedChange(Kind.ATTESTATION_LOST, at, version, old=change.before)
        else:
            yield UnrecordedChange(Kind.PUBLISHER_CHANGED, at, version, old=change.old, new=change.new)


@attrs.frozen
class LastPoint:
    """The last point of a fact."""

    day: date
    value: int


def find_points(recorded: Mapping[str, LastPoint], metrics: Mapping[str, int | None], *, today: date) -> dict[str, int]:
    """The values that need a point today: those that differ from a last point that is old enough.

    The last point of today itself is replaced by what this gives.
    """
    return {
        key: value
        for key, value in metrics.items()
        if value is not None and needs_point(key, recorded.get(key), value, today)
    }


def needs_point(key: str, last: LastPoint | None, value: int, today: date) -> bool:
    """True if a value needs a point after the last one."""
    if last is None or last.value == value:
        return last is None
    return last.day == today or (today - last.day).days >= DAYS_APART.get(key, 1)
