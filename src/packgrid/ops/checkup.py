"""What `packgrid doctor` looks at. Each check gives a finding; none changes anything."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import attrs
from django.conf import settings

from packgrid.catalogue.models import FetchState
from packgrid.catalogue.source_names import GITHUB
from packgrid.lib.stop import Stop
from packgrid.ops import preparing
from packgrid.ops.database_file import files_open_to_others
from packgrid.refresh import queries
from packgrid.refresh.hosts import resting

LEAST_FREE_BYTES = 500_000_000
LATE = timedelta(days=2)
MANY_FAILING = 0.2
A_HOUR = 55  # questions that GitHub answers without a token, a few left for people
HOURS = 24


@attrs.frozen
class Finding:
    """What a check found; one that is not well says what to do."""

    name: str
    is_well: bool
    says: str


def examine(now: datetime) -> Iterator[Finding]:
    """Every finding, in order; what follows from a broken database is left out."""
    for name, check in (("Data folder", preparing.check_data_folder), ("Database", preparing.database_is_current)):
        finding = attempted(name, check)
        yield finding
        if not finding.is_well:
            return
    yield private_files()
    yield from (Finding("Settings", is_well=True, says=sentence) for sentence in settings.OLD_SETTING_NAMES)
    yield room()
    yield git_command()
    yield github_token()
    yield backlog(now)
    yield from (
        Finding("Resting", is_well=False, says=f"{row.host} until {row.rests_until:%d %b %H:%M} UTC: {row.last_error}")
        for row in resting(now)
    )
    yield failures()


def attempted(name: str, check: Callable[[], str]) -> Finding:
    """A preparation as a check."""
    try:
        return Finding(name, is_well=True, says=check())
    except Stop as stop:
        return Finding(name, is_well=False, says=str(stop))


def private_files() -> Finding:
    """Whether the database and the secret key are their owner's alone."""
    names = ", ".join(path.name for path in files_open_to_others())
    says = f"other users can read {names}; `packgrid up` closes them" if names else "for their owner alone"
    return Finding("Files", not names, says)


def room() -> Finding:
    """Whether the disk has room."""
    free = shutil.disk_usage(Path(settings.STATIC_ROOT).parent).free
    says = f"{free // 1_000_000:,} MB free"
    return Finding("Disk", free >= LEAST_FREE_BYTES, says if free >= LEAST_FREE_BYTES else f"{says}; make room")


def git_command() -> Finding:
    """Whether git is there to read histories with."""
    if not settings.GIT_CACHE_BYTES:
        return Finding("git", is_well=True, says="switched off (PACKGRID_GIT_CACHE_MB=0); commits stay unknown")
    found = shutil.which("git")
    return Finding("git", bool(found), found or "there is no git command; install it, or set PACKGRID_GIT_CACHE_MB=0")


def github_token() -> Finding:
    """Whether GitHub can be asked at full speed."""
    count = FetchState.objects.filter(source=GITHUB).count()
    if settings.GITHUB_TOKEN or not count:
        return Finding(
            "GitHub", is_well=True, says=f"{count:,} repositories, {'with' if settings.GITHUB_TOKEN else 'no'} token"
        )
    hours = count / A_HOUR
    says = f"{count:,} repositories and no token: a round takes {hours:,.0f} hours; set GITHUB_TOKEN"
    return Finding("GitHub", hours <= HOURS, says)


def backlog(now: datetime) -> Finding:
    """Whether refreshing keeps up."""
    lanes = queries.status(now)
    due = sum(lane.due for lane in lanes)
    since = min((lane.due_since for lane in lanes if lane.due_since), default=None)
    oldest = min((lane.oldest_success_at for lane in lanes if lane.oldest_success_at), default=None)
    says = f"{due:,} due" + (f", oldest fact of {oldest:%d %b %Y}" if oldest else ", nothing was ever fetched")
    is_late = since is not None and since > datetime(2001, 1, 1, tzinfo=UTC) and now - since > LATE
    if is_late and since:
        says += (
            f", waiting since {since:%d %b %H:%M} UTC; is the refresher running? (PACKGRID_REFRESH, packgrid worker)"
        )
    return Finding("Backlog", not is_late, says)


def failures() -> Finding:
    """Whether many packages fail."""
    total = FetchState.objects.count()
    failing = FetchState.objects.filter(failures_in_a_row__gt=0).count()
    is_well = failing <= total * MANY_FAILING
    says = f"{failing:,} of {total:,} answers are failures" + (
        "" if is_well else "; `packgrid refresh --status` says why"
    )
    return Finding("Failures", is_well, says)
