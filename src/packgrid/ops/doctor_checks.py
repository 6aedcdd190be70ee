"""The checks of `packgrid doctor`. None of them changes anything."""

import math
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path

import attrs
from django.conf import settings
from django.db.models import Count

from packgrid.catalogue.models import FetchState, Package
from packgrid.catalogue.source_names import GITHUB
from packgrid.lib.stop import Stop
from packgrid.ops.data_folder import check_data_folder
from packgrid.ops.database import check_database
from packgrid.ops.database_file import files_open_to_others
from packgrid.refresh import queries
from packgrid.refresh.host_access import token_of
from packgrid.refresh.hosts import resting_hosts

LEAST_FREE_BYTES = 500_000_000
LATE = timedelta(days=2)
MANY_FAILING = 0.2
A_HOUR = 55  # questions that GitHub answers without a token, a few left for people


class FindingLevel(Enum):
    """How much a finding matters; only WRONG makes the exit code 1."""

    FINE = "fine"
    ADVICE = "advice"
    WRONG = "wrong"


@attrs.frozen
class DoctorFinding:
    """The result of a check; one that is not fine says what to do."""

    name: str
    level: FindingLevel
    says: str


def list_findings(now: datetime) -> Iterator[DoctorFinding]:
    """Every finding, in order. If the folder or the database cannot be used, only the disk is looked at besides."""
    for name, check in (("Data folder", check_data_folder), ("Database", check_database)):
        finding = try_preparation(name, check)
        yield finding
        if finding.level is FindingLevel.WRONG:
            yield check_disk_space()
            return
    yield check_private_files()
    yield from (DoctorFinding("Settings", FindingLevel.ADVICE, sentence) for sentence in settings.SETTING_WARNINGS)
    yield check_disk_space()
    yield check_git_command()
    yield check_github_token()
    yield check_backlog(now)
    yield from (
        DoctorFinding(
            "Resting", FindingLevel.WRONG, f"{row.host} until {row.rests_until:%d %b %H:%M} UTC: {row.last_error}"
        )
        for row in resting_hosts(now)
    )
    yield check_failures()
    if settings.PRIVATE_INDEXES:
        yield check_private_names()


def try_preparation(name: str, check: Callable[[], str]) -> DoctorFinding:
    """The finding of a preparation that says what it found, or raises Stop."""
    try:
        return DoctorFinding(name, FindingLevel.FINE, check())
    except Stop as stop:
        return DoctorFinding(name, FindingLevel.WRONG, str(stop))


def fine_or_wrong(is_fine: bool) -> FindingLevel:  # noqa: FBT001 the name says what it is
    """FINE or WRONG."""
    return FindingLevel.FINE if is_fine else FindingLevel.WRONG


def check_private_files() -> DoctorFinding:
    """Check that only their owner can read the database and the secret key."""
    names = ", ".join(path.name for path in files_open_to_others())
    says = f"other users can read {names}; `packgrid up` fixes this" if names else "only their owner can read them"
    return DoctorFinding("Files", fine_or_wrong(not names), says)


def check_disk_space() -> DoctorFinding:
    """Check that the disk has room."""
    free = shutil.disk_usage(Path(settings.STATIC_ROOT).parent).free
    says = f"{free // 1_000_000:,} MB free"
    return DoctorFinding(
        "Disk",
        fine_or_wrong(free >= LEAST_FREE_BYTES),
        says if free >= LEAST_FREE_BYTES else f"{says}; free some space",
    )


def check_git_command() -> DoctorFinding:
    """Check that git is installed, which reads histories."""
    if not settings.GIT_CACHE_BYTES:
        return DoctorFinding("git", FindingLevel.FINE, "switched off (PACKGRID_GIT_CACHE_MB=0); commits stay unknown")
    found = shutil.which("git")
    return DoctorFinding(
        "git",
        fine_or_wrong(bool(found)),
        found or "git is not installed; install it, or set PACKGRID_GIT_CACHE_MB=0",
    )


def check_github_token() -> DoctorFinding:
    """Check that there is a token, without which GitHub allows few requests."""
    count = FetchState.objects.filter(source=GITHUB, host="").count()
    if token_of("github.com") or not count:
        token = "with" if token_of("github.com") else "no"
        return DoctorFinding("GitHub", FindingLevel.FINE, f"{count:,} repositories, {token} token")
    hours = math.ceil(count / A_HOUR)
    takes = f"{hours:,} hour{'' if hours == 1 else 's'}"
    says = f"{count:,} repositories without a token: a full refresh takes {takes}; set GITHUB_TOKEN"
    return DoctorFinding("GitHub", FindingLevel.ADVICE, says)


def check_backlog(now: datetime) -> DoctorFinding:
    """Check that refreshing keeps up with what is due."""
    lanes = queries.read_lane_status(now)
    due = sum(lane.due for lane in lanes)
    since = min((lane.due_since for lane in lanes if lane.due_since), default=None)
    oldest = min((lane.oldest_success_at for lane in lanes if lane.oldest_success_at), default=None)
    says = f"{due:,} due" + (f", oldest fact of {oldest:%d %b %Y}" if oldest else ", nothing fetched yet")
    is_late = since is not None and since > datetime(2001, 1, 1, tzinfo=UTC) and now - since > LATE
    if is_late and since:
        says += (
            f", waiting since {since:%d %b %H:%M} UTC; "
            "check that the refresher runs (PACKGRID_REFRESH, packgrid worker)"
        )
    return DoctorFinding("Backlog", fine_or_wrong(not is_late), says)


def check_failures() -> DoctorFinding:
    """Check that few packages fail."""
    total = FetchState.objects.count()
    failing = FetchState.objects.filter(failures_in_a_row__gt=0).count()
    is_well = failing <= total * MANY_FAILING
    says = f"{failing:,} of {total:,} answers failed" + (
        "" if is_well else "; run `packgrid refresh --status` to see why"
    )
    return DoctorFinding("Failures", fine_or_wrong(is_well), says)


def check_private_names() -> DoctorFinding:
    """Check that no project of a private index has the name of a public one, and that each index has an address."""
    private = Package.objects.exclude(index_name="")
    unknown = set(private.values_list("index_name", flat=True)) - settings.PRIVATE_INDEXES.keys()
    if unknown:
        says = f"{', '.join(sorted(unknown))} has no address; add it to PACKGRID_PRIVATE_INDEXES"
        return DoctorFinding("Private indexes", FindingLevel.WRONG, says)
    names = private.exclude(pypi_name="").order_by("pypi_name").values("pypi_name")
    shared = names.annotate(indexes=Count("index_name", distinct=True)).filter(indexes__gt=1)
    if clashes := list(shared.values_list("pypi_name", flat=True)):
        says = (
            f"several private indexes have projects called {', '.join(clashes)}; an installer that "
            "searches all of them "
            "may install the wrong one; limit each name to its own index"
        )
        return DoctorFinding("Private indexes", FindingLevel.WRONG, says)
    doubled = list(private.filter(facts__is_name_public=True).order_by("slug").values_list("slug", flat=True))
    if not doubled:
        return DoctorFinding("Private indexes", FindingLevel.FINE, f"{private.count():,} packages; no name is public")
    says = (
        f"the public index has projects of the same names as {', '.join(doubled)}; an installer that searches both may "
        "install the wrong one; limit these names to the private index"
    )
    return DoctorFinding("Private indexes", FindingLevel.WRONG, says)
