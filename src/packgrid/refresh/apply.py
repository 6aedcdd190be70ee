"""The one place where an answer of a source becomes facts."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any

import attrs
from django.db import transaction
from django.db.models import QuerySet

from packgrid.catalogue.models import Facts, FetchState, Package, Release
from packgrid.catalogue.source_names import GIT, PYPI
from packgrid.lib.clean_text import clean_text
from packgrid.projections.announcements import announce, collect_changes
from packgrid.refresh.advisories import (
    decides_vulnerabilities,
    map_newest_vulnerabilities,
    put_advisories,
    with_vulnerabilities_of_new_version,
)
from packgrid.refresh.claims import Claimed
from packgrid.refresh.documents import (
    PreparedReadme,
    find_known_date,
    prepare_readme,
    put_readme,
    put_releases,
    put_required_projects,
)
from packgrid.refresh.fetch import Answer, Kind
from packgrid.refresh.history_hook import read_before
from packgrid.refresh.lanes import fixed_time, fixed_wait
from packgrid.refresh.mapping import map_provenance, map_snapshot
from packgrid.refresh.older_releases import ask_next, put_declared
from packgrid.refresh.release_publishers import ask_publishers, put_publishers
from packgrid.refresh.repos import found_again, map_gone, map_moved, people_of, without_others
from packgrid.refresh.schedule import SUCCESSES, AskResult, Jitter, next_due
from packgrid.refresh.unchanged import shorten_validator, write_unchanged
from packgrid.sources.depsdev import UndatedRepoSnapshot
from packgrid.sources.osv import AdvisoriesSnapshot
from packgrid.sources.provenance import ProvenanceSnapshot
from packgrid.sources.pypi import ProjectSnapshot
from packgrid.sources.pypi_releases import DeclaredSnapshot
from packgrid.sources.repos import ActivitySnapshot, RepoSnapshot


def apply_all(answers: Sequence[Answer], *, now: datetime, jitter: Jitter) -> list[Kind]:
    """Write what answers say; for each CHANGED or UNCHANGED by what was stored, else its kind.

    Only a snapshot changes facts. A 404 is itself a fact. Every other failure changes the schedule alone. Answers for
    rows that are no longer ours are dropped. Unchanged ones cost one statement for all of them; every other one has a
    small transaction of its own, but for figures that come for many packages at a time.
    """
    ids = {answer.claimed.package_id for answer in answers if answer.snapshot}
    facts = Facts.objects.in_bulk(ids) if ids else {}
    quiet = [answer for answer in answers if is_unchanged(answer, facts, now)]
    write_unchanged(quiet, now=now, jitter=jitter)
    seen = {id(answer) for answer in quiet}
    with collect_changes() if are_many_figures(answers) else nullcontext():
        return [
            Kind.UNCHANGED if id(answer) in seen else apply_answer(answer, now=now, jitter=jitter())
            for answer in answers
        ]


def are_many_figures(answers: Sequence[Answer]) -> bool:
    """True if answers change a few figures of many packages, so that one transaction is best for all of them."""
    return len(answers) > 1 and all(isinstance(answer.snapshot, UndatedRepoSnapshot) for answer in answers)


def is_unchanged(answer: Answer, facts: Mapping[int, Facts], now: datetime) -> bool:
    """True if an answer surely equals what is stored; needs no transaction."""
    row = facts.get(answer.claimed.package_id)
    if answer.snapshot is None or row is None or isinstance(answer.snapshot, COMPARED_WHEN_WRITTEN):
        return answer.kind is Kind.UNCHANGED
    return not answer.moved_to and not changes_of(row, values_of(answer, row), answer.claimed.lane.source, now)


COMPARED_WHEN_WRITTEN = (ProjectSnapshot, DeclaredSnapshot, AdvisoriesSnapshot, ProvenanceSnapshot)
"""Snapshots that are stored in more than the row of facts."""


def apply_answer(answer: Answer, *, now: datetime, jitter: float = 0.0) -> Kind:
    """Write what one answer says, in one small transaction."""
    claimed, kind = answer.claimed, answer.kind
    readme = prepare_readme(claimed.package_id, answer.snapshot)
    with transaction.atomic():
        if not is_ours(answer):
            return kind
        if isinstance(answer.snapshot, DeclaredSnapshot | ProvenanceSnapshot):
            kind = Kind.CHANGED if put_release(answer, answer.snapshot, now) else Kind.UNCHANGED
        elif answer.snapshot is not None:
            kind = Kind.CHANGED if put_snapshot(answer, readme, now) else Kind.UNCHANGED
        elif kind is Kind.GONE:
            put_gone(claimed, now)
        put_state(attrs.evolve(answer, kind=kind), now, jitter)
        if isinstance(answer.snapshot, DeclaredSnapshot):
            ask_next(claimed.package_id, claimed.subject.partition("/")[0], releases_of(claimed), now)
        elif isinstance(answer.snapshot, ProvenanceSnapshot):
            ask_publishers(claimed.package_id, claimed.subject.partition("/")[0], releases_of(claimed), now)
    return kind


def is_ours(answer: Answer) -> bool:
    """True if the row is still claimed by this worker, and is about the same subject; locks it."""
    claimed = answer.claimed
    rows = FetchState.objects.select_for_update().filter(pk=claimed.state_id, claim=claimed.claim)
    return rows.filter(subject=claimed.subject).values_list("pk", flat=True).first() is not None


def put_snapshot(answer: Answer, readme: PreparedReadme | None, now: datetime) -> bool:
    """Lay a snapshot over the stored facts; True if anything that people see has changed."""
    pk, source, snapshot = answer.claimed.package_id, answer.claimed.lane.source, answer.snapshot
    facts = lock_facts(pk)
    releases = list(releases_of(answer.claimed)) if isinstance(snapshot, ProjectSnapshot) else None
    memory = read_before(facts, source, releases)
    is_news = isinstance(snapshot, AdvisoriesSnapshot) and put_advisories(pk, snapshot)
    values = values_of(answer, facts)
    values |= find_known_date(values, releases or ())
    changes = changes_of(facts, values, source, now)
    if isinstance(snapshot, ProjectSnapshot):
        changes = with_vulnerabilities_of_new_version(facts, changes, now)
    woken = sources_to_wake(facts, changes, now)
    is_news |= bool(changes.keys() - {"provenance"})
    if isinstance(snapshot, ProjectSnapshot) and releases is not None:
        is_news |= put_readme(pk, readme) | put_releases(pk, releases, snapshot, now)
        if not answer.claimed.lane.host:  # nobody else is asked about releases of a private index
            ask_next(pk, answer.claimed.subject, releases, now)
            ask_publishers(pk, answer.claimed.subject, releases, now)
    if "requires_dist" in changes:
        put_required_projects(pk, changes["requires_dist"])
    write_changes(facts, changes, now, is_news=is_news)
    for other, at in woken.items():
        FetchState.objects.filter(package=pk, source=other, due_at__gt=at).update(due_at=at)
    memory.keep(snapshot, releases, now)
    return is_news


def put_release(answer: Answer, snapshot: DeclaredSnapshot | ProvenanceSnapshot, now: datetime) -> bool:
    """Store what one release declares, or who uploaded it; True if that is news."""
    pk = answer.claimed.package_id
    facts = lock_facts(pk)
    if isinstance(snapshot, DeclaredSnapshot):
        is_news = put_declared(pk, snapshot)
        write_changes(facts, {}, now, is_news=is_news)
        return is_news
    memory = read_before(facts, answer.claimed.lane.source, list(releases_of(answer.claimed)))
    is_news = put_publishers(pk, snapshot)
    write_changes(facts, {}, now, is_news=is_news)
    memory.keep(snapshot, list(releases_of(answer.claimed)), now)
    return is_news


def releases_of(claimed: Claimed) -> QuerySet[Release]:
    """The stored releases of a package."""
    return Release.objects.filter(package=claimed.package_id)


def sources_to_wake(facts: Facts, changes: Mapping[str, Any], now: datetime) -> dict[str, datetime]:
    """The sources that will have news too, and when: git after a push, PyPI after a release, not the first one.

    Many projects upload to PyPI because of the release at the host, minutes later: who asks too soon sees it next week.
    """
    has_release = facts.host_release is not None and "host_release" in changes
    woken = {GIT: (now, "pushed_at" in changes), PYPI: (now + UPLOADED_WITHIN, has_release)}
    return {source: at for source, (at, has_news) in woken.items() if has_news}


UPLOADED_WITHIN = timedelta(minutes=15)


def values_of(answer: Answer, facts: Facts) -> dict[str, Any]:
    """The columns that an answer fills, as they are stored."""
    if isinstance(answer.snapshot, AdvisoriesSnapshot):
        return map_newest_vulnerabilities(facts, facts.version)
    values = map_snapshot(answer.snapshot)
    if isinstance(answer.snapshot, ActivitySnapshot):
        values |= people_of(answer.snapshot, facts) | found_again(answer, facts)
    if isinstance(answer.snapshot, ActivitySnapshot | RepoSnapshot) and (answer.moved_to or facts.repo_moved_to):
        values |= map_moved(answer)
    if isinstance(answer.snapshot, ProjectSnapshot) and decides_vulnerabilities(facts.package_id):
        values.pop("vulnerabilities", None)
    return without_others(values, facts, answer.claimed.lane.source)


def changes_of(facts: Facts, values: Mapping[str, Any], source: str, now: datetime) -> dict[str, Any]:
    """The values that differ from the stored ones, and the provenance if that becomes another."""
    changes = {name: value for name, value in values.items() if getattr(facts, name) != value}
    entries = map_provenance(facts, values, changes, source, now)
    return changes | ({"provenance": facts.provenance | entries} if entries else {})


def put_gone(claimed: Claimed, now: datetime) -> None:
    """Remember that there is no such thing; everything else is kept."""
    facts, source = lock_facts(claimed.package_id), claimed.lane.source
    memory = read_before(facts, source, None)
    changes = changes_of(facts, map_gone(claimed, facts, now), source, now)
    write_changes(facts, changes, now, is_news=bool(changes))
    memory.keep(None, None, now)


def lock_facts(pk: int) -> Facts:
    """The facts of a package, which nobody else writes until the transaction ends; made if there are none."""
    facts, _is_new = Facts.objects.select_for_update().get_or_create(package_id=pk)
    return facts


def write_changes(facts: Facts, changes: Mapping[str, Any], now: datetime, *, is_news: bool) -> None:
    """Write what changed; where people see it, the package was modified, and the rooms above hear of it."""
    pk = facts.package_id
    if is_news:
        changes = {**changes, "last_fetched_at": now}
        Package.objects.filter(pk=pk).update(modified=now)
    for name, value in changes.items():
        setattr(facts, name, value)
    if changes:
        facts.save(update_fields=changes.keys())
    if is_news:
        announce(packages={pk})


def put_state(answer: Answer, now: datetime, jitter: float) -> None:
    """Write how it went and when to ask again, and end the claim; nothing where the claim is no longer ours."""
    claimed, kind = answer.claimed, answer.kind
    is_success = kind in SUCCESSES
    failures = 0 if is_success else claimed.failures_in_a_row + 1
    changed_at = last_change(answer, now)
    source = claimed.lane.source
    every, at = fixed_wait(source), fixed_time(source, now)
    went = AskResult(kind, failures, changed_at, answer.retry_at, answer.is_whole, every, at)
    values: dict[str, Any] = {
        "due_at": next_due(went, now=now, jitter=jitter),
        "claim": "",
        "claimed_until": None,
        "last_answer": kind,
        "last_answer_at": now,
        "last_change_at": changed_at,
        "failures_in_a_row": failures,
        "last_error": clean_text(answer.reason),
    }
    if not (kind is Kind.UNCHANGED and answer.snapshot is None):
        values["note"] = clean_text(answer.note)  # what was left out of the last full answer is still left out
    if is_success:
        values |= {"last_success_at": now, "validator": shorten_validator(answer.validator)}
    elif kind is Kind.GONE:
        values["validator"] = ""  # its return is news
    if isinstance(answer.snapshot, ProjectSnapshot) and answer.snapshot.serial is not None:
        values["serial"] = answer.snapshot.serial
    FetchState.objects.filter(pk=claimed.state_id, claim=claimed.claim).update(**values)


def last_change(answer: Answer, now: datetime) -> datetime | None:
    """When the subject last changed as far as is known: now, or at the first contact when its newest event was.

    The first contact ends with a whole answer, which is the first to leave a validator: what completes it is no change.
    """
    before = answer.claimed.last_change_at
    if answer.kind is not Kind.CHANGED:
        return before
    match answer.snapshot:
        case _ if before and (answer.claimed.validator or not answer.validator):
            return now
        case AdvisoriesSnapshot():
            return now
        case ProjectSnapshot(released_at=at) | RepoSnapshot(pushed_at=at) | ActivitySnapshot(last_commit_at=at):
            return min(at, now) if at else None
    return None
