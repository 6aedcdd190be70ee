"""Loads catalogue files: all categories, then all packages, then all grids, whatever order the files are in."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from datetime import datetime
from itertools import chain, groupby
from pathlib import Path

import attrs
from django.db import transaction

from packgrid.catalogue.bulk_rows import large_cache, without_indexes
from packgrid.catalogue.editing import (
    put_categories,
    put_distinct_packages,
    put_former_slugs,
    put_packages,
    put_successors,
)
from packgrid.catalogue.former_packages import find_present_slugs
from packgrid.catalogue.models import Category, Facts, Package
from packgrid.catalogue.records import CategoryRecord, PackageRecord, RecordOutcome
from packgrid.comparison.editing import put_grids
from packgrid.comparison.former_grids import find_present_grid_slugs, has_former_grids
from packgrid.comparison.records import GridRecord
from packgrid.importer.catalogue_files import find_catalogue_files, starter_files
from packgrid.importer.input_formats import read_file
from packgrid.importer.problems import Place, Problem
from packgrid.importer.reports import FoundRecord, LoadReport
from packgrid.importer.spool import RecordSpool
from packgrid.importer.validation import TABLES, Record, validate_row
from packgrid.importer.warnings import warn_of_odd_packages, warn_of_shared_repos
from packgrid.projections.announcements import collect_changes

type Progress = Callable[[str, int, int], None]

MANY = 20_000
ORIGIN_LENGTH = 100
FORMER = "under a former slug"


@attrs.frozen
class LoadOptions:
    """How to load. `adds_starter`: what an empty catalogue lacks for these files comes from the starter catalogue.

    `find_indexes` gives the private indexes of new projects, by name, where the files name no index.
    """

    dry_run: bool = False
    overwrites: bool = False
    adds_starter: bool = False
    find_indexes: Callable[[Collection[str]], Mapping[str, str]] | None = None


def load(
    paths: Sequence[Path], *, now: datetime, options: LoadOptions | None = None, progress: Progress | None = None
) -> LoadReport:
    """Load these files, and the TOML files in these folders; good rows are kept, bad ones reported.

    What the catalogue holds already stays, and a file fills what is empty, unless it `overwrites`. Facts are another
    matter: there the newer account wins (docs/decisions/0004).

    One transaction: a load that is interrupted leaves nothing behind. `progress` is told the step, how much of it is
    done, and of how much.

    Raises:
        Stop: a file cannot be read at all; nothing was loaded.
    """
    tell = progress or (lambda _step, _done, _all: None)
    options = options or LoadOptions()
    report = LoadReport(overwrites=options.overwrites)
    with closing(RecordSpool()) as waiting:
        read_all(find_catalogue_files(paths), waiting, report, tell)
        if options.adds_starter and needs_starter(waiting):
            report.has_starter = True
            read_all(starter_files(), waiting, report, tell)
        if options.find_indexes:
            names = select_unplaced_names(waiting)
            found = options.find_indexes(dict.fromkeys(names.values()))
            waiting.indexes = {slug: found[name] for slug, name in names.items() if name in found}
        is_large = waiting.count(*TABLES) > MANY
        with large_cache() if is_large else nullcontext(), collect_changes(is_large=is_large, progress=tell):
            with without_indexes(Package, Facts):
                put_all(waiting, report, tell, now)
            if options.dry_run:
                transaction.set_rollback(True)
    return report


def select_unplaced_names(waiting: RecordSpool) -> dict[str, str]:
    """The names of the projects, by slug, of new packages for which no index is named."""
    names: dict[str, str] = {}
    for batch in waiting.batches("package"):
        records = records_of_kind(batch, PackageRecord)
        stored = Package.objects.filter(slug__in=[record.slug for record in records]).values_list("slug", flat=True)
        known = set(stored)
        for record in records:
            if record.pypi_name and record.index_name is None and record.slug not in known:
                names[record.slug] = record.pypi_name
    return names


def needs_starter(waiting: RecordSpool) -> bool:
    """True if there are records for an empty catalogue, and no category among them: they count on the usual ones."""
    return waiting.count(*TABLES) > 0 and not waiting.count("category") and is_catalogue_empty()


def is_catalogue_empty() -> bool:
    """True if there is neither a category nor a package."""
    return not Category.objects.exists() and not Package.objects.exists()


def load_starter(now: datetime) -> LoadReport:
    """Load the catalogue that Packgrid ships."""
    return load(starter_files(), now=now)


def read_all(paths: Iterable[Path], waiting: RecordSpool, report: LoadReport, tell: Progress) -> None:
    """Let every record of these files that can be understood wait; the rest becomes problems."""
    files = list(paths)
    for done, path in enumerate(files):
        tell("Reading", done, len(files))
        for found in read_catalogue_file(path, report):
            waiting.put(found)
    tell("Reading", len(files), len(files))


def read_catalogue_file(path: Path, report: LoadReport) -> Iterator[FoundRecord]:
    """The records of one file; a slug counts where it first stands."""
    lines: dict[str, dict[str, int]] = {kind: {} for kind in TABLES}
    rows = read_file(path)
    first = next(rows, Problem(Place(str(path)), "the file has no records", is_skipped=False))
    for row in chain([first], rows):
        if isinstance(row, Problem):
            report.skip("file", row) if row.is_skipped else report.problems.append(row)
            continue
        record = validate_row(row)
        if not isinstance(record, list) and (line := lines[row.kind].get(record.slug)) is not None:
            before = Place(row.place.file, line, min(line, 1))
            record = [Problem(row.at("slug"), f"the same slug is at {before}", record.slug)]
        if isinstance(record, list):
            report.skip(row.kind if row.kind in TABLES else "row", *record)
            continue
        lines[row.kind][record.slug] = row.place.line
        yield FoundRecord(row.kind, record, row.place)


def put_all(waiting: RecordSpool, report: LoadReport, tell: Progress, now: datetime) -> None:
    """Hand the records to the doors of their rooms, kind by kind."""
    for batch in waiting.batches("category"):
        report.settle(
            batch, put_categories(records_of_kind(batch, CategoryRecord), now=now, overwrites=report.overwrites)
        )
    members = put_all_packages(waiting, report, tell, now)
    put_all_grids(waiting, members, report, tell, now)


type Members = dict[str, list[tuple[str, Place]]]
"""The packages that name a grid, by its slug: the slug of each, and where it says so."""


def put_all_packages(waiting: RecordSpool, report: LoadReport, tell: Progress, now: datetime) -> Members:
    """Put the packages, then what replaces them; gives who names which grid."""
    done, total = 0, waiting.count("package")
    members: Members = {}
    replaced: list[FoundRecord] = []
    renamed: list[FoundRecord] = []
    distinct: list[FoundRecord] = []
    tell("Packages", done, total)
    for found in waiting.batches("package"):
        batch = put_packages_of_file(found, waiting.former_slugs, report, now)
        accepted = [item for item in batch if not report.is_refused(item)]
        warn_of_odd_packages([item.record.slug for item in accepted], report)
        for item, record in zip(accepted, records_of_kind(accepted, PackageRecord), strict=True):
            for grid in record.grids:
                members.setdefault(grid, []).append((record.slug, item.place))
            if record.replaced_by:
                replaced.append(item)
            if record.former_slugs:
                renamed.append(item)
            if record.distinct_from:
                distinct.append(item)
        done += len(batch)
        tell("Packages", done, total)
    settle_named(renamed, put_former_slugs(records_of_kind(renamed, PackageRecord)), report)
    settle_named(distinct, put_distinct_packages(records_of_kind(distinct, PackageRecord)), report)
    for _file, group in groupby(replaced, key=lambda item: item.place.file):
        put_replacements(list(group), report, now)
    warn_of_shared_repos(report.verdicts["package"], report)
    return members


def put_packages_of_file(
    found: Sequence[FoundRecord], former_slugs: Mapping[str, str], report: LoadReport, now: datetime
) -> list[FoundRecord]:
    """Put some packages of one file; gives their records, those with a former slug under the slug that it leads to.

    The latter come last and only fill what is empty, one at a time, because several may be of one package.
    """
    slugs = find_present_slugs([item.record.slug for item in found], former_slugs)
    own = [item for item in found if item.record.slug not in slugs]
    if own:
        put_batch(own, report, now, overwrites=report.overwrites)
    others = [rename_record(item, slugs[item.record.slug]) for item in found if item.record.slug in slugs]
    for before, item in zip((item for item in found if item.record.slug in slugs), others, strict=True):
        put_batch([item], report, now, overwrites=False)
        report.note(before.record.slug, FORMER, f"loaded into {item.record.slug}")
    return own + others


def rename_record(found: FoundRecord, slug: str) -> FoundRecord:
    """The record of a former slug as one of the package that the slug leads to."""
    return attrs.evolve(found, record=attrs.evolve(found.record, slug=slug, id=None))


def put_batch(batch: Sequence[FoundRecord], report: LoadReport, now: datetime, *, overwrites: bool) -> None:
    """Put some packages of one file."""
    origin = Path(batch[0].place.file).name[:ORIGIN_LENGTH]
    records = records_of_kind(batch, PackageRecord)
    put = put_packages(records, origin=origin, now=now, overwrites=overwrites)
    report.settle(batch, put)


def settle_named(found: Sequence[FoundRecord], outcomes: Mapping[str, RecordOutcome], report: LoadReport) -> None:
    """Report the outcomes, by slug, of those of these records that have one."""
    linked = [item for item in found if item.record.slug in outcomes]
    report.settle(linked, [outcomes[item.record.slug] for item in linked])


def put_replacements(found: Sequence[FoundRecord], report: LoadReport, now: datetime) -> None:
    """Link packages of one file to those that replace them."""
    outcomes = put_successors(records_of_kind(found, PackageRecord), now=now, overwrites=report.overwrites)
    settle_named(found, outcomes, report)


def put_all_grids(waiting: RecordSpool, members: Members, report: LoadReport, tell: Progress, now: datetime) -> None:
    """Put the grids with the packages that name them, then those that are only named."""
    declared, total = set[str](), waiting.count("grid")
    tell("Grids", 0, total)
    members = follow_former_grids(members)
    for batch in waiting.batches("grid"):
        declared |= put_grids_of_file(batch, members, report, now)
    rest = [
        FoundRecord("grid", GridRecord(slug=slug, packages=tuple(package for package, _place in named)), named[0][1])
        for slug, named in members.items()
        if slug not in declared
    ]
    report.settle(rest, put_grids(records_of_kind(rest, GridRecord), now=now))
    tell("Grids", total, total)


def follow_former_grids(members: Members) -> Members:
    """The packages by the slugs that their grids have now."""
    slugs = find_present_grid_slugs(list(members)) if has_former_grids() else {}
    found: Members = {}
    for slug, named in members.items():
        found.setdefault(slugs.get(slug, slug), []).extend(named)
    return found


def put_grids_of_file(found: Sequence[FoundRecord], members: Members, report: LoadReport, now: datetime) -> set[str]:
    """Put some grids with the packages that name them; returns the slugs that these grids have now.

    Grids under a former slug come last and only fill what is empty, one at a time.
    """
    slugs = find_present_grid_slugs([item.record.slug for item in found]) if has_former_grids() else {}
    own = [item for item in found if item.record.slug not in slugs]
    records = [with_members(record, members) for record in records_of_kind(own, GridRecord)]
    report.settle(own, put_grids(records, now=now, overwrites=report.overwrites))
    others = [rename_record(item, slugs[item.record.slug]) for item in found if item.record.slug in slugs]
    for before, item in zip((item for item in found if item.record.slug in slugs), others, strict=True):
        renamed = [with_members(record, members) for record in records_of_kind([item], GridRecord)]
        report.settle([item], put_grids(renamed, now=now))
        report.note(before.record.slug, FORMER, f"loaded into {item.record.slug}")
    return {item.record.slug for item in own + others}


def with_members(grid: GridRecord, members: Members) -> GridRecord:
    """The grid with the packages that name it."""
    named = [package for package, _place in members.get(grid.slug, ())]
    return attrs.evolve(grid, packages=(*grid.packages, *named))


def records_of_kind[R: Record](found: Sequence[FoundRecord], kind: type[R]) -> list[R]:
    """The records, known to be of one kind."""
    return [item.record for item in found if isinstance(item.record, kind)]
