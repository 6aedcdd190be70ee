"""Loads catalogue files: all categories, then all packages, then all grids, whatever order the files are in."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime
from importlib.resources import files
from itertools import batched, groupby
from pathlib import Path

import attrs
from django.db import transaction

from packgrid.catalogue.editing import put_categories, put_packages, put_successors
from packgrid.catalogue.events import many
from packgrid.catalogue.records import CategoryRecord, PackageRecord
from packgrid.catalogue.rows import roomy
from packgrid.comparison.editing import put_grids
from packgrid.comparison.records import GridRecord
from packgrid.importer.formats import read_file
from packgrid.importer.oddities import note_oddities
from packgrid.importer.problems import Place, Problem
from packgrid.importer.reports import Found, LoadReport
from packgrid.importer.understanding import TABLES, Record, understand
from packgrid.refresh.queries import confirmations
from packgrid.search.gathering import gathered
from packgrid.search.rebuilding import index_gathered

type Progress = Callable[[str, int, int], None]

BATCH = 500
MANY = 20_000
ORIGIN_LENGTH = 100


def load(
    paths: Sequence[Path],
    *,
    now: datetime,
    dry_run: bool = False,
    overwrites: bool = False,
    progress: Progress | None = None,
) -> LoadReport:
    """Load these files, and the TOML files in these folders; good rows are kept, bad ones reported.

    What the catalogue holds already stays, and a file fills what is empty, unless it `overwrites`. Facts are another
    matter: there the newer account wins (docs/decisions/0004).

    One transaction: a load that is interrupted leaves nothing behind. `progress` is told the step, how much of it is
    done, and of how much.
    """
    tell = progress or (lambda _step, _done, _all: None)
    report = LoadReport(overwrites=overwrites)
    found = list(read_all(paths, report, tell))
    with hurried() if len(found) > MANY else nullcontext(), transaction.atomic():
        with gathered() as changed:
            put_all(found, report, tell, now)
        if dry_run:
            transaction.set_rollback(True)
        else:
            index_gathered(changed, tell)
    return report


@contextmanager
def hurried() -> Iterator[None]:
    """Spend memory on speed, and let those who listen put off what they can."""
    with roomy(), many():
        yield


def load_starter(now: datetime) -> LoadReport:
    """Load the catalogue that Packgrid ships."""
    return load(starter_files(), now=now)


def starter_files() -> list[Path]:
    """The files of the catalogue that Packgrid ships."""
    return sorted(Path(str(files("packgrid.catalogue") / "starter")).rglob("*.toml"))


def read_all(paths: Iterable[Path], report: LoadReport, tell: Progress) -> Iterator[Found]:
    """Every record of these files that can be understood; the rest becomes problems."""
    meant = list(expand(paths, report))
    for done, path in enumerate(meant):
        tell("Reading", done, len(meant))
        yield from read_one(path, report)
    tell("Reading", len(meant), len(meant))


def expand(paths: Iterable[Path], report: LoadReport) -> Iterator[Path]:
    """The files meant, each once: a folder means the TOML files below it."""
    seen = set()
    for path in paths:
        inside = sorted(path.rglob("*.toml")) if path.is_dir() else [path]
        if not inside:
            report.skip("row or file", Problem(Place(str(path)), "there is no .toml file in this folder"))
        for file in inside:
            if file.resolve() not in seen:
                seen.add(file.resolve())
                yield file


def read_one(path: Path, report: LoadReport) -> Iterator[Found]:
    """The records of one file; a slug counts where it first stands."""
    first: dict[tuple[str, str], Place] = {}
    for row in read_file(path):
        if isinstance(row, Problem):
            report.skip("row or file", row) if row.is_skipped else report.problems.append(row)
            continue
        record = understand(row)
        if not isinstance(record, list) and (before := first.get((row.kind, record.slug))):
            record = [Problem(row.at("slug"), f"it is at {before} already", record.slug)]
        if isinstance(record, list):
            report.skip(row.kind if row.kind in TABLES else "row or file", *record)
            continue
        first[row.kind, record.slug] = row.place
        yield Found(row.kind, record, row.place)


def put_all(found: Sequence[Found], report: LoadReport, tell: Progress, now: datetime) -> None:
    """Hand the records to the doors of their rooms, one file after the other."""
    for _file, group in by_file(item for item in found if item.kind == "category"):
        report.settle(group, put_categories(only(group, CategoryRecord), now=now, overwrites=report.overwrites))
    put_all_packages([item for item in found if item.kind == "package"], report, tell, now)
    accepted = [item for item in found if item.kind != "category" and not report.is_refused(item)]
    put_all_grids(accepted, report, tell, now)


def put_all_packages(found: Sequence[Found], report: LoadReport, tell: Progress, now: datetime) -> None:
    """Put the packages, those that bring an id first, so that no other takes it; then what replaces them."""
    done = 0
    tell("Packages", done, len(found))
    for file, group in by_file(sorted(found, key=lambda item: item.record.id is None)):
        for batch in batched(group, BATCH):
            records = only(batch, PackageRecord)
            origin = Path(file).name[:ORIGIN_LENGTH]
            put = put_packages(
                records, origin=origin, now=now, overwrites=report.overwrites, confirmations=confirmations
            )
            report.settle(batch, put)
            done += len(batch)
            tell("Packages", done, len(found))
    for _file, group in by_file(found):
        outcomes = put_successors(only(group, PackageRecord), now=now, overwrites=report.overwrites)
        linked = [item for item in group if item.record.slug in outcomes and not report.is_refused(item)]
        report.settle(linked, [outcomes[item.record.slug] for item in linked])
    note_oddities(found, report)


def put_all_grids(found: Sequence[Found], report: LoadReport, tell: Progress, now: datetime) -> None:
    """Put the grids, those that bring an id first, then the packages into the grids that they name."""
    grids = sorted((item for item in found if item.kind == "grid"), key=lambda item: item.record.id is None)
    tell("Grids", 0, len(grids))
    members = memberships([item for item in found if item.kind == "package"])
    for _file, group in by_file(grids):
        records = [with_members(record, members) for record in only(group, GridRecord)]
        report.settle(group, put_grids(records, now=now, overwrites=report.overwrites))
    declared = {item.record.slug for item in grids}
    rest = [
        Found("grid", GridRecord(slug=slug, packages=tuple(item.record.slug for item in items)), items[0].place)
        for slug, items in members.items()
        if slug not in declared
    ]
    report.settle(rest, put_grids(only(rest, GridRecord), now=now))
    tell("Grids", len(grids), len(grids))


def memberships(packages: Iterable[Found]) -> dict[str, list[Found]]:
    """The packages that name a grid, by its slug."""
    members: dict[str, list[Found]] = {}
    for item in packages:
        for grid in item.record.grids if isinstance(item.record, PackageRecord) else ():
            members.setdefault(grid, []).append(item)
    return members


def with_members(grid: GridRecord, members: dict[str, list[Found]]) -> GridRecord:
    """The grid with the packages that name it."""
    named = [item.record.slug for item in members.get(grid.slug, ())]
    return attrs.evolve(grid, packages=(*grid.packages, *named))


def by_file(found: Iterable[Found]) -> Iterator[tuple[str, list[Found]]]:
    """Runs of records of one file, in order."""
    for file, group in groupby(found, key=lambda item: item.place.file):
        yield file, list(group)


def only[R: Record](found: Sequence[Found], kind: type[R]) -> list[R]:
    """The records, known to be of one kind."""
    return [item.record for item in found if isinstance(item.record, kind)]
