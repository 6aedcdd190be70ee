"""What `packgrid doctor` looks at. Each check gives a finding; none changes anything."""

import math
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path

import attrs
from django.conf import settings

from packgrid.catalogue.models import FetchState
from packgrid.catalogue.source_names import GITHUB
from packgrid.lib.stop import Stop
from packgrid.ops.data_folder import check_data_folder
from packgrid.ops.database import check_database
from packgrid.ops.database_file import files_open_to_others
from packgrid.refresh import queries
from packgrid.refresh.hosts import resting

LEAST_FREE_BYTES = 500_000_000
LATE = timedelta(days=2)
MANY_FAILING = 0.2
A_HOUR = 55  # questions that GitHub answers without a token, a few left for people


class Level(Enum):
    """How much a finding matters."""

    FINE = "fine"
    ADVICE = "advice"
    WRONG = "wrong"


@attrs.frozen
class Finding:
    """What a check found; one that is not fine says what to do."""

    name: str
    level: Level
    says: str


def examine(now: datetime) -> Iterator[Finding]:
    """Every finding, in order; what follows from a broken database is left out."""
    for name, check in (("Data folder", check_data_folder), ("Database", check_database)):
        finding = attempt(name, check)
        yield finding
        if finding.level is Level.WRONG:
            return
    yield private_files()
    yield from (Finding("Settings", Level.ADVICE, sentence) for sentence in settings.SETTING_WARNINGS)
    yield room()
    yield git_command()
    yield github_token()
    yield backlog(now)
    yield from (
        Finding("Resting", Level.WRONG, f"{row.host} until {row.rests_until:%d %b %H:%M} UTC: {row.last_error}")
        for row in resting(now)
    )
    yield failures()


def attempt(name: str, check: Callable[[], str]) -> Finding:
    """A preparation as a finding."""
    try:
        return Finding(name, Level.FINE, check())
    except Stop as stop:
        return Finding(name, Level.WRONG, str(stop))


def fine_if(is_fine: bool) -> Level:  # noqa: FBT001 the name says what it is
    """FINE or WRONG."""
    return Level.FINE if is_fine else Level.WRONG


def private_files() -> Finding:
    """Whether the database and the secret key are their owner's alone."""
    names = ", ".join(path.name for path in files_open_to_others())
    says = f"other users can read {names}; `packgrid up` closes them" if names else "for their owner alone"
    return Finding("Files", fine_if(not names), says)


def room() -> Finding:
    """Whether the disk has room."""
    free = shutil.disk_usage(Path(settings.STATIC_ROOT).parent).free
    says = f"{free // 1_000_000:,} MB free"
    return Finding(
        "Disk", fine_if(free >= LEAST_FREE_BYTES), says if free >= LEAST_FREE_BYTES else f"{says}; make room"
    )


def git_command() -> Finding:
    """Whether git is there to read histories with."""
    if not settings.GIT_CACHE_BYTES:
        return Finding("git", Level.FINE, "switched off (PACKGRID_GIT_CACHE_MB=0); commits stay unknown")
    found = shutil.which("git")
    return Finding(
        "git", fine_if(bool(found)), found or "there is no git command; install it, or set PACKGRID_GIT_CACHE_MB=0"
    )


def github_token() -> Finding:
    """Whether GitHub can be asked at full speed."""
    count = FetchState.objects.filter(source=GITHUB).count()
    if settings.GITHUB_TOKEN or not count:
        token = "with" if settings.GITHUB_TOKEN else "no"
        return Finding("GitHub", Level.FINE, f"{count:,} repositories, {token} token")
    hours = math.ceil(count / A_HOUR)
    takes = f"{hours:,} hour{'' if hours == 1 else 's'}"
    says = f"{count:,} repositories and no token: asking about all takes {takes}; set GITHUB_TOKEN"
    return Finding("GitHub", Level.ADVICE, says)


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
    return Finding("Backlog", fine_if(not is_late), says)


def failures() -> Finding:
    """Whether many packages fail."""
    total = FetchState.objects.count()
    failing = FetchState.objects.filter(failures_in_a_row__gt=0).count()
    is_well = failing <= total * MANY_FAILING
    says = f"{failing:,} of {total:,} answers are failures" + (
        "" if is_well else "; `packgrid refresh --status` says why"
    )
    return Finding("Failures", fine_if(is_well), says)
