"""The one place where an answer of a source becomes facts."""

from collections.abc import Iterable, Mapping
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
LONGEST_ETAG = 200
SUCCESSES = {Kind.CHANGED, Kind.UNCHANGED}


def apply(answer: Answer, *, now: datetime, jitter: float = 0.0) -> Kind:
    """Write what an answer says, in one small transaction; CHANGED or UNCHANGED by what was stored, else its kind.

    Only a snapshot changes facts. A 404 is itself a fact. Every other failure changes the schedule alone. A package
    that was deleted or got another name on PyPI while we asked is left alone.
    """
    question, kind = answer.question, answer.kind
    html = readme_html(answer.snapshot) if answer.snapshot else None
    with transaction.atomic():
        asked = Package.objects.select_for_update().filter(pk=question.package_id, pypi_name=question.name)
        if not asked.values_list("pk").first():
            return kind
        if answer.snapshot:
            is_news = put_snapshot(question.package_id, answer.snapshot, html, now)
            kind = Kind.CHANGED if is_news else Kind.UNCHANGED
        elif kind is Kind.UNCHANGED:
            Facts.objects.filter(package=question.package_id).update(**confirmed(now))
        elif kind is Kind.GONE:
            put_gone(question.package_id, now)
        put_state(attrs.evolve(answer, kind=kind), now, jitter)
    return kind


def readme_html(snapshot: ProjectSnapshot) -> str | None:
    """The description as safe HTML; rendering takes long, so it is done before the transaction begins."""
    if snapshot.description is None:
        return None
    return render_readme(snapshot.description, snapshot.description_content_type).replace("\x00", "")


def put_snapshot(pk: int, snapshot: ProjectSnapshot, html: str | None, now: datetime) -> bool:
    """Lay a snapshot over the stored facts; True if anything that people see has changed."""
    facts, _ = Facts.objects.get_or_create(package_id=pk)
    changes = differing(facts, columns(snapshot))
    is_news = bool(changes) | put_readme(pk, html) | put_releases(pk, snapshot.releases, now)
    Facts.objects.filter(package=pk).update(**changes, **confirmed(now))
    if is_news:
        Package.objects.filter(pk=pk).update(modified=now)
        packages_changed.send(Package, ids={pk})
    return is_news


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
            attrs.asdict(item) | {"aliases": list(item.aliases), "fixed_in": list(item.fixed_in)}
            for item in snapshot.vulnerabilities
        ],
        "version": cut(snapshot.version, LONGEST_VERSION),
        "released_at": snapshot.released_at,
        "released_to_the_month": False,
        "pypi_gone_since": None,
        "pypi_gone_times": 0,
        "pypi_origin": PYPI,
    }


def differing(row: object, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The values that a row does not have yet."""
    return {name: value for name, value in wanted.items() if getattr(row, name) != value}


def cut(text: str | None, longest: int) -> str | None:
    """A text no longer than its column."""
    return text[:longest] if text else text


def confirmed(now: datetime) -> dict[str, datetime]:
    """The two times that every successful answer moves."""
    return {"pypi_confirmed_at": now, "last_fetched_at": now}


def put_readme(pk: int, html: str | None) -> bool:
    """Store or drop the description; True if it changed."""
    if Readme.objects.filter(package=pk).values_list("html", flat=True).first() == html:
        return False
    if html is None:
        Readme.objects.filter(package=pk).delete()
    else:
        Readme.objects.update_or_create(package_id=pk, defaults={"html": html})
    return True


def put_releases(pk: int, snapshots: Iterable[ReleaseSnapshot], now: datetime) -> bool:
    """Add, change and mark as gone; nothing is ever deleted. True if anything changed. A read and a write."""
    stored = {release.version: release for release in Release.objects.filter(package=pk)}
    listed = {snapshot.version: release_columns(snapshot) for snapshot in snapshots if fits(snapshot)}
    rows = differing_releases(stored, listed, now)
    for row in rows:
        row.pk, row.package_id = None, pk  # the version finds the stored row
    Release.objects.bulk_create(
        rows, 500, update_conflicts=True, unique_fields=["package", "version"], update_fields=RELEASE_COLUMNS
    )
    return bool(rows)


def differing_releases(
    stored: Mapping[str, Release], listed: Mapping[str, Mapping[str, Any]], now: datetime
) -> list[Release]:
    """The releases to write: those that are new, those with other values, those that are no longer listed."""
    rows = [Release(version=version, **values) for version, values in listed.items() if version not in stored]
    for version, release in stored.items():
        gone = {"gone_since": release.gone_since or now}
        changes = differing(release, listed.get(version, gone))
        for name, value in changes.items():
            setattr(release, name, value)
        rows += [release] if changes else []
    return rows


def fits(snapshot: ReleaseSnapshot) -> bool:
    """Whether a version and its key fit their columns. Those that do not are no versions but accidents."""
    version = snapshot.version
    return len(version) <= LONGEST_VERSION and len(sort_key(version)) <= LONGEST_SORT_KEY and "\x00" not in version


def release_columns(snapshot: ReleaseSnapshot) -> dict[str, Any]:
    """The columns of a listed release."""
    return {
        "sort_key": sort_key(snapshot.version),
        "uploaded_at": snapshot.uploaded_at,
        "is_prerelease": is_prerelease(snapshot.version),
        "is_yanked": snapshot.is_yanked,
        "yanked_reason": snapshot.yanked_reason,
        "has_wheel": snapshot.has_wheel,
        "has_sdist": snapshot.has_sdist,
        "size_bytes": snapshot.size_bytes,
        "requires_python": cut(snapshot.requires_python, 200),
        "gone_since": None,
    }


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
    "gone_since",
)


def put_gone(pk: int, now: datetime) -> None:
    """PyPI has no such project: remember since when and how often it said so, and keep everything."""
    facts, _ = Facts.objects.get_or_create(package_id=pk)
    since, times = facts.pypi_gone_since or now, facts.pypi_gone_times + 1
    Facts.objects.filter(package=pk).update(pypi_gone_since=since, pypi_gone_times=times)
    packages_changed.send(Package, ids={pk})


def put_state(answer: Answer, now: datetime, jitter: float) -> None:
    """Write how it went and when to ask again."""
    state, _ = FetchState.objects.get_or_create(package_id=answer.question.package_id, source=PYPI)
    is_failure = answer.kind not in {*SUCCESSES, Kind.GONE}
    state.failures_in_a_row = state.failures_in_a_row + 1 if is_failure else 0
    state.last_answer, state.last_answer_at = answer.kind, now
    state.last_error = answer.reason.replace("\x00", "")
    if answer.kind in SUCCESSES:
        state.last_success_at = now
    if not is_failure:
        state.etag = answer.etag if len(answer.etag) <= LONGEST_ETAG else ""  # a 404 has none: its return is news
    state.due_at = next_due(
        answer.kind, failures=state.failures_in_a_row, now=now, retry_at=answer.retry_at, jitter=jitter
    )
    state.save()
