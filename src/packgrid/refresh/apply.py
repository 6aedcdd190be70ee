"""The one place where an answer of a source becomes facts."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import attrs
from django.db import transaction

from packgrid.catalogue.events import packages_changed
from packgrid.catalogue.models import Facts, Package, Readme, Release
from packgrid.lib.markup import render_readme
from packgrid.lib.versions import is_prerelease, sort_key
from packgrid.refresh.due import PYPI, next_due
from packgrid.refresh.fetch import Answer, Kind
from packgrid.refresh.models import FetchState
from packgrid.sources.pypi import ProjectSnapshot, ReleaseSnapshot

LONGEST_VERSION = 100
LONGEST_SORT_KEY = 300


def apply(answer: Answer, *, now: datetime) -> Kind:
    """Write what an answer says, in one small transaction; CHANGED or UNCHANGED by what was stored, else its kind.

    Only a snapshot changes facts. A 404 is itself a fact. Every other failure changes the schedule alone.
    """
    pk, kind = answer.question.package_id, answer.kind
    html = readme_html(answer.snapshot) if answer.snapshot else None
    with transaction.atomic():
        if not Package.objects.filter(pk=pk).exists():
            return kind  # it was deleted while we asked
        if answer.snapshot:
            kind = Kind.CHANGED if put_snapshot(pk, answer.snapshot, html, now) else Kind.UNCHANGED
        elif kind is Kind.UNCHANGED:
            confirm(pk, now)
        elif kind is Kind.GONE:
            put_gone(pk, now)
        put_state(answer, kind, now)
    return kind


def readme_html(snapshot: ProjectSnapshot) -> str | None:
    """The description as safe HTML; rendering takes long, so it is done before the transaction begins."""
    if snapshot.description is None:
        return None
    return render_readme(snapshot.description, snapshot.description_content_type)


def put_snapshot(pk: int, snapshot: ProjectSnapshot, html: str | None, now: datetime) -> bool:
    """Lay a snapshot over the stored facts; True if anything that people see has changed."""
    facts = Facts.objects.get(package=pk)
    wanted = columns(snapshot)
    different = {name: value for name, value in wanted.items() if getattr(facts, name) != value}
    is_changed = bool(different) | put_readme(pk, html) | put_releases(pk, snapshot.releases, now)
    Facts.objects.filter(package=pk).update(**different, **confirmed(now))
    if is_changed:
        Package.objects.filter(pk=pk).update(modified=now)
        packages_changed.send(Package, ids={pk})
    return is_changed


def columns(snapshot: ProjectSnapshot) -> dict[str, Any]:
    """The columns of Facts that a snapshot fills, as they are stored."""
    return {
        "summary": snapshot.summary,
        "author": cut(snapshot.author, 500),
        "maintainer": cut(snapshot.maintainer, 500),
        "classifiers": list(snapshot.classifiers),
        "requires_python": cut(snapshot.requires_python, 200),
        "requires_dist": list(snapshot.requires_dist),
        "license": cut(snapshot.license, 200),
        "links": snapshot.links,
        "vulnerabilities": [
            attrs.asdict(item) | lists(item.aliases, item.fixed_in) for item in snapshot.vulnerabilities
        ],
        "version": cut(snapshot.version, LONGEST_VERSION),
        "released_at": snapshot.released_at,
        "released_to_the_month": False,
        "pypi_gone_since": None,
        "pypi_gone_times": 0,
        "pypi_origin": PYPI,
    }


def lists(aliases: Iterable[str], fixed_in: Iterable[str]) -> dict[str, list[str]]:
    """Tuples as JSON gives them back, so that comparing finds them equal."""
    return {"aliases": list(aliases), "fixed_in": list(fixed_in)}


def cut(text: str | None, longest: int) -> str | None:
    """A text as long as its column."""
    return text[:longest] if text else text


def confirmed(now: datetime) -> dict[str, datetime]:
    """The two times that every successful answer moves."""
    return {"pypi_confirmed_at": now, "last_fetched_at": now}


def put_readme(pk: int, html: str | None) -> bool:
    """Store or drop the description; True if it changed."""
    stored = Readme.objects.filter(package=pk).values_list("html", flat=True).first()
    if stored == html:
        return False
    if html is None:
        Readme.objects.filter(package=pk).delete()
    else:
        Readme.objects.update_or_create(package_id=pk, defaults={"html": html})
    return True


def put_releases(pk: int, snapshots: Iterable[ReleaseSnapshot], now: datetime) -> bool:
    """Add, change and mark as gone; nothing is ever deleted. True if anything changed."""
    stored = {release.version: release for release in Release.objects.filter(package=pk)}
    wanted = {snapshot.version: release_of(pk, snapshot) for snapshot in snapshots if fits(snapshot.version)}
    added = [release for version, release in wanted.items() if version not in stored]
    changed = [merged for version, release in wanted.items() if (merged := merge(stored.get(version), release))]
    gone = [release for version, release in stored.items() if version not in wanted and not release.gone_since]
    for release in gone:
        release.gone_since = now
    Release.objects.bulk_create(added, 500)
    Release.objects.bulk_update([*changed, *gone], [*RELEASE_COLUMNS, "gone_since"], 100)
    return bool(added or changed or gone)


RELEASE_COLUMNS = (
    "sort_key",
    "uploaded_at",
    "is_prerelease",
    "is_yanked",
    "yanked_reason",
    "has_wheel",
    "has_sdist",
    "size_bytes",
    "requires_python",
)


def fits(version: str) -> bool:
    """Whether a version and its key fit their columns; no real one is longer."""
    return len(version) <= LONGEST_VERSION and len(sort_key(version)) <= LONGEST_SORT_KEY and "\x00" not in version


def release_of(pk: int, snapshot: ReleaseSnapshot) -> Release:
    """A release in memory."""
    return Release(
        package_id=pk,
        version=snapshot.version,
        sort_key=sort_key(snapshot.version),
        uploaded_at=snapshot.uploaded_at,
        is_prerelease=is_prerelease(snapshot.version),
        is_yanked=snapshot.is_yanked,
        yanked_reason=snapshot.yanked_reason,
        has_wheel=snapshot.has_wheel,
        has_sdist=snapshot.has_sdist,
        size_bytes=snapshot.size_bytes,
        requires_python=cut(snapshot.requires_python, 200),
    )


def merge(stored: Release | None, wanted: Release) -> Release | None:
    """The stored release with what has changed; None if it is new or the same."""
    if stored is None:
        return None
    before = [getattr(stored, name) for name in (*RELEASE_COLUMNS, "gone_since")]
    for name in (*RELEASE_COLUMNS, "gone_since"):
        setattr(stored, name, getattr(wanted, name))
    return stored if before != [getattr(stored, name) for name in (*RELEASE_COLUMNS, "gone_since")] else None


def confirm(pk: int, now: datetime) -> None:
    """The source says that nothing has changed: only the times move."""
    Facts.objects.filter(package=pk).update(**confirmed(now))


def put_gone(pk: int, now: datetime) -> None:
    """PyPI has no such project: remember since when and how often it said so, and keep everything."""
    facts = Facts.objects.only("pypi_gone_since", "pypi_gone_times").get(package=pk)
    Facts.objects.filter(package=pk).update(
        pypi_gone_since=facts.pypi_gone_since or now, pypi_gone_times=facts.pypi_gone_times + 1, last_fetched_at=now
    )


def put_state(answer: Answer, kind: Kind, now: datetime) -> None:
    """Write how it went and when to ask again."""
    state = FetchState.objects.get(package=answer.question.package_id, source=PYPI)
    is_failure = kind not in {Kind.CHANGED, Kind.UNCHANGED, Kind.GONE}
    state.failures_in_a_row = state.failures_in_a_row + 1 if is_failure else 0
    state.last_answer, state.last_answer_at = kind, now
    state.last_error = answer.reason
    if kind in {Kind.CHANGED, Kind.UNCHANGED}:
        state.last_success_at, state.etag = now, answer.etag[:200]
    state.due_at = next_due(kind, failures=state.failures_in_a_row, now=now, retry_at=answer.retry_at)
    state.save()
