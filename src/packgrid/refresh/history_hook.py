"""Hands what an answer changed to the history: the package before it and after it."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import attrs

from packgrid.catalogue.advisories import read_vulnerabilities
from packgrid.catalogue.models import Facts, Package, Release
from packgrid.catalogue.source_names import OSV, PYPI, PYPI_PROVENANCE, PYPISTATS, TOP_DOWNLOADS
from packgrid.history.change_log import record_state
from packgrid.history.states import State, project_state, repo_state, vulnerability_state
from packgrid.history.weeks import DailyCommits
from packgrid.sources.repos import ActivitySnapshot


@attrs.frozen
class HistoryHook:
    """The context for recording one answer in the history: its source, the package, and its state before."""

    facts: Facts
    source: str
    repo_url: str
    before: State

    def keep(self, snapshot: object, releases: Iterable[Release] | None, now: datetime) -> None:
        """Record how the package stands now, and what happened. Call it last: it waits for other writers."""
        after = read_state(self.facts, self.source, self.repo_url, releases)
        if isinstance(snapshot, ActivitySnapshot) and snapshot.daily_commits:
            after = attrs.evolve(after, daily_commits=daily_commits(snapshot, now))
        record_state(self.facts.package_id, before=self.before, after=after, now=now, source=self.source)


def read_before(facts: Facts, source: str, releases: Iterable[Release] | None) -> HistoryHook:
    """How a package stands before an answer is applied; one query."""
    repo_url = Package.objects.values_list("repo_url", flat=True).get(pk=facts.package_id)
    return HistoryHook(facts, source, repo_url, read_state(facts, source, repo_url, releases))


def read_state(facts: Facts, source: str, repo_url: str, releases: Iterable[Release] | None) -> State:
    """The state of what a source answers for: the project or the repository."""
    if source == OSV:
        return vulnerability_state(facts, read_vulnerabilities([facts.package_id])[facts.package_id])
    if source in {PYPI, PYPI_PROVENANCE, PYPISTATS, TOP_DOWNLOADS}:
        return project_state(facts, releases)
    return repo_state(facts, repo_url)


def daily_commits(snapshot: ActivitySnapshot, now: datetime) -> DailyCommits:
    """The counts of a snapshot by their days."""
    first = now.astimezone(UTC).date() - timedelta(days=len(snapshot.daily_commits) - 1)
    return DailyCommits(first, snapshot.daily_commits)
