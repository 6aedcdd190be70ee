"""Loads catalogue files: all categories, then all packages, then all grids, whatever order the files are in."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from importlib.resources import files
from pathlib import Path

import attrs
from django.db import transaction

from packgrid.catalogue.editing import put_categories, put_packages
from packgrid.catalogue.records import CategoryRecord, Outcome, PackageRecord, Verdict
from packgrid.comparison.editing import put_grids
from packgrid.comparison.records import GridRecord
from packgrid.importer.formats import read_file
from packgrid.importer.problems import Place, Problem
from packgrid.importer.understanding import Record, understand

type Progress = Callable[[str, int, int], None]
BATCH = 500
STARTER = "starter catalogue"


@attrs.define
class Report:
    """What a load did: verdicts by kind ("package": added 3 ...), what was not loaded, what is worth knowing."""

    counts: dict[str, Counter[Verdict]] = attrs.field(factory=dict)
    problems: list[Problem] = attrs.field(factory=list)
    notes: Counter[str] = attrs.field(factory=Counter)


@attrs.frozen
class Found:
    """A record and where it stands."""

    record: Record
    place: Place


def load(paths: Sequence[Path], *, now: datetime, is_dry_run: bool = False, progress: Progress | None = None) -> Report:
    """Load these files, and the TOML files in these folders; good rows are kept, bad ones reported. One transaction.

    `progress` is told the step, how much of it is done, and of how much.
    """
    tell = progress or (lambda _step, _done, _all: None)
    report = Report()
    found = read_all(expand(paths), report, tell)
    with transaction.atomic():
        put_all(found, report, tell, now)
        transaction.set_rollback(is_dry_run)
    return report


def load_starter(*, now: datetime) -> Report:
    """Load the catalogue that Packgrid ships."""
    return load([Path(str(files("packgrid.catalogue") / "starter"))], now=now)


def expand(paths: Iterable[Path]) -> list[Path]:
    """The files meant: a folder means the TOML files below it."""
    return [file for path in paths for file in (sorted(path.rglob("*.toml")) if path.is_dir() else [path])]


def read_all(paths: Sequence[Path], report: Report, tell: Progress) -> list[Found]:
    """Every record of these files that can be understood; the rest becomes problems."""
    found: dict[tuple[type, str], Found] = {}
    for done, path in enumerate(paths):
        tell("reading", done, len(paths))
        for row in read_file(path):
            if isinstance(row, Problem):
                report.problems.append(row)
                continue
            record = understand(row)
            if isinstance(record, list):
                report.problems.extend(record)
            elif (first := found.get((type(record), record.slug))) is not None:
                report.problems.append(Problem(row.at("slug"), f"it is in {first.place} already", record.slug))
            else:
                found[type(record), record.slug] = Found(record, row.place)
    tell("reading", len(paths), len(paths))
    return list(found.values())


def put_all(found: Sequence[Found], report: Report, tell: Progress, now: datetime) -> None:
    """Hand the records to the doors of their rooms."""
    categories = [item for item in found if isinstance(item.record, CategoryRecord)]
    packages = [item for item in found if isinstance(item.record, PackageRecord)]
    grids = [item for item in found if isinstance(item.record, GridRecord)]
    settle(report, "category", categories, put_categories(records(categories, CategoryRecord), now=now))
    for at in range(0, len(packages), BATCH):
        tell("packages", at, len(packages))
        batch = packages[at : at + BATCH]
        origin = Path(batch[0].place.file).name
        settle(report, "package", batch, put_packages(records(batch, PackageRecord), origin=origin, now=now))
    tell("packages", len(packages), len(packages))
    note_oddities(report, records(packages, PackageRecord))
    wanted = with_members(records(grids, GridRecord), records(packages, PackageRecord))
    tell("grids", 0, len(wanted))
    places = {item.record.slug: item for item in grids}
    listed = [places.get(record.slug) or Found(record, Place("(grids of packages)")) for record in wanted]
    settle(report, "grid", listed, put_grids(wanted, now=now))
    tell("grids", len(wanted), len(wanted))


def records[R: Record](found: Sequence[Found], kind: type[R]) -> list[R]:
    """The records of one kind, without their places."""
    return [item.record for item in found if isinstance(item.record, kind)]


def settle(report: Report, kind: str, found: Sequence[Found], outcomes: Sequence[Outcome]) -> None:
    """Count the verdicts and report what was refused."""
    counts = report.counts.setdefault(kind, Counter())
    for item, outcome in zip(found, outcomes, strict=True):
        counts[outcome.verdict] += 1
        if outcome.verdict is Verdict.REFUSED:
            report.problems.append(Problem(item.place, outcome.reason, item.record.slug))


def with_members(grids: Sequence[GridRecord], packages: Iterable[PackageRecord]) -> list[GridRecord]:
    """The grids with the packages that say that they belong to them; grids that only packages name are added."""
    members: dict[str, list[str]] = {record.slug: list(record.packages) for record in grids}
    for package in packages:
        for grid in package.grids:
            members.setdefault(grid, []).append(package.slug)
    known = {record.slug: record for record in grids}
    return [
        attrs.evolve(known.get(slug) or GridRecord(slug=slug), packages=tuple(dict.fromkeys(packages_)))
        for slug, packages_ in members.items()
    ]


def note_oddities(report: Report, packages: Sequence[PackageRecord]) -> None:
    """Count what was loaded but is odd: nobody should have to wonder whether it was overlooked."""
    repos = Counter((record.repo_url.lower(), record.repo_subdirectory) for record in packages if record.repo_url)
    report.notes["packages without a repository; kept"] += sum(not record.repo_url for record in packages)
    report.notes["packages that share a repository with another; kept"] += sum(n for n in repos.values() if n > 1)
    report.notes["packages whose slug is a number; the API finds them by it unless it is the id of another"] += sum(
        record.slug.isdecimal() for record in packages
    )
