"""Maps answers about a repository as a whole: gone, moved, and its contributors."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from packgrid.catalogue.models import Facts, FetchState
from packgrid.catalogue.provenance import read_provenance
from packgrid.catalogue.source_names import GIT, OF_HOSTS, PYPI, PYPISTATS, TITLES, TOP_DOWNLOADS, UNDATED
from packgrid.lib.locators import find_repo
from packgrid.refresh.claims import Claimed
from packgrid.refresh.fetch import Answer
from packgrid.sources.repos import ActivitySnapshot


def map_gone(claimed: Claimed, facts: Facts, now: datetime) -> dict[str, Any]:
    """The values to store after "not found": since when, and how often. Everything else stays."""
    section = "pypi" if claimed.lane.source == PYPI else "repo" if speaks_for_repo(claimed) else ""
    if not section:
        return {}
    since, times = getattr(facts, f"{section}_gone_since"), getattr(facts, f"{section}_gone_times")
    return {f"{section}_gone_since": since or now, f"{section}_gone_times": times + 1}


def found_again(answer: Answer, facts: Facts) -> dict[str, Any]:
    """That a repository which had been gone is there."""
    if facts.repo_gone_since is None or not speaks_for_repo(answer.claimed):
        return {}
    return {"repo_gone_since": None, "repo_gone_times": 0}


def speaks_for_repo(claimed: Claimed) -> bool:
    """True if this source decides whether the repository exists: its host's API, else git."""
    if claimed.lane.source != GIT:
        return claimed.lane.source in OF_HOSTS
    return not FetchState.objects.filter(package=claimed.package_id, source__in=OF_HOSTS).exists()


def map_moved(answer: Answer) -> dict[str, Any]:
    """The new address of the repository; None if it has not moved."""
    if not speaks_for_repo(answer.claimed):
        return {}
    there, here = find_repo(answer.moved_to), find_repo(answer.claimed.subject)
    is_elsewhere = there and (here is None or there.same_key != here.same_key)
    return {"repo_moved_to": there.url if there and is_elsewhere else None}


def without_others(values: dict[str, Any], facts: Facts, source: str) -> dict[str, Any]:
    """The values without those of which another source knows better: git of its commits, the host of its branches.

    Else two sources would take turns in saying the same, and no answer would ever say nothing new.
    """
    if source in UNDATED:
        return {name: value for name, value in values.items() if is_unsaid(facts, name)}
    if source == TOP_DOWNLOADS:
        return {name: value for name, value in values.items() if is_listed_better(facts, name, value)}
    owners = {"last_commit_at": {GIT}, "default_branch": OF_HOSTS}
    others = {name for name, better in owners.items() if source not in better and is_said_by(facts, name, better)}
    return {name: value for name, value in values.items() if name not in others}


def is_unsaid(facts: Facts, name: str) -> bool:
    """True if an undated source may fill this value of a repository: no other source and no dated file has said it.

    Of a repository that its host does not find, nothing is filled.
    """
    entry = read_provenance(facts, name)
    if facts.repo_gone_since is not None:
        return False
    return entry is None or entry.origin in UNDATED or (entry.origin not in TITLES and entry.stated_at is None)


def is_listed_better(facts: Facts, name: str, value: object) -> bool:
    """True if the monthly list knows this value better than whoever said the stored one.

    Only the list itself takes a value back. A figure of pypistats is newer, unless pypistats has not answered for long.
    """
    entry = read_provenance(facts, name)
    if entry and entry.origin == TOP_DOWNLOADS:
        return True
    if entry is None or entry.origin != PYPISTATS:
        return value is not None
    state = FetchState.objects.filter(package=facts.package_id, source=PYPISTATS).first()
    answered_at = state.last_success_at if state else None
    return value is not None and (answered_at is None or timezone.now() - answered_at > FRESH_FOR)


FRESH_FOR = timedelta(days=30)


def is_said_by(facts: Facts, name: str, sources: Collection[str]) -> bool:
    """True if a stored value comes from one of these sources."""
    entry = read_provenance(facts, name)
    return entry is not None and entry.origin in sources


def people_of(snapshot: ActivitySnapshot, facts: Facts) -> dict[str, Any]:
    """The contributors by name, where no host tells us its accounts: those of the year first, then who came before."""
    before = read_provenance(facts, "contributors")
    if not snapshot.authors or (before and before.origin in OF_HOSTS):
        return {}
    names = dict.fromkeys([author.name for author in snapshot.authors] + (facts.contributors or []))
    bots = dict.fromkeys([author.name for author in snapshot.authors if author.is_bot] + (facts.bots or []))
    return {"contributors": list(names), "bots": list(bots)}
