"""A grid as a file says it should be: what that would change, step by step, and making these changes."""

from collections.abc import Callable, Collection, Iterator, Mapping

import attrs
from django.db import transaction

from packgrid.catalogue.editing import ids_of
from packgrid.comparison import curating
from packgrid.comparison.models import Feature, Grid
from packgrid.comparison.records import FeatureRecord, GridRecord
from packgrid.revisions.edit_log import EditContext


@attrs.frozen
class Step:
    """One change: `what` (title, description, package, feature, meaning, cell), where, and from what to what."""

    what: str
    feature: str = ""
    package: str = ""
    before: str = ""
    after: str = ""


def plan(now: GridRecord, wanted: GridRecord, *, known: Collection[str]) -> list[Step]:
    """What has to change for the grid to say what the file says; nothing leaves a grid this way. Pure.

    `known` are the slugs of the packages that exist; the others are left out.
    """
    inside = [
        *now.packages,
        *(slug for slug in dict.fromkeys(wanted.packages) if slug in known and slug not in now.packages),
    ]
    return [*of_grid(now, wanted), *of_packages(now, inside), *of_features(now, wanted, set(inside))]


def of_grid(now: GridRecord, wanted: GridRecord) -> Iterator[Step]:
    """Its own texts."""
    for what in ("title", "description"):
        before, after = getattr(now, what) or "", getattr(wanted, what)
        if after is not None and after != before:
            yield Step(what, before=before, after=after)


def of_packages(now: GridRecord, inside: Collection[str]) -> Iterator[Step]:
    """Packages that come."""
    return (Step("package", package=slug, after=slug) for slug in inside if slug not in now.packages)


def of_features(now: GridRecord, wanted: GridRecord, inside: Collection[str]) -> Iterator[Step]:
    """Features that come or mean something else, and cells."""
    stored = {feature.title: feature for feature in now.features}
    for feature in wanted.features:
        before = stored.get(feature.title)
        if before is None:
            yield Step("feature", feature.title, after=feature.description or "")
        elif feature.description is not None and feature.description != (before.description or ""):
            yield Step("meaning", feature.title, before=before.description or "", after=feature.description)
        yield from of_cells(before, feature, inside)


def of_cells(before: FeatureRecord | None, feature: FeatureRecord, inside: Collection[str]) -> Iterator[Step]:
    """Cells that say something else."""
    for package, text in feature.cells.items():
        old = before.cells.get(package, "") if before else ""
        if package in inside and text.strip() != old:
            yield Step("cell", feature.title, package, old, text.strip())


def left_out(now: GridRecord, wanted: GridRecord, *, known: Collection[str]) -> list[str]:
    """The packages that the file names and nobody knows, or that have cells without being in the grid."""
    inside = {*now.packages, *wanted.packages} & {*known, *now.packages}
    celled = {package for feature in wanted.features for package in feature.cells}
    return sorted(({*wanted.packages} | celled) - inside)


@transaction.atomic
def carry_out(grid: Grid, steps: Collection[Step], *, by: EditContext) -> int:
    """Make these changes, each as an edit: all of them or none; says how many.

    Raises:
        What the doors of comparison.curating raise.
    """
    ids = ids_of({step.package for step in steps if step.package})
    features = {feature.title: feature.pk for feature in Feature.objects.filter(grid=grid)}
    work = Work(grid, by, ids, features)
    for step in steps:
        DOING[step.what](work, step)
    return len(steps)


@attrs.frozen
class Work:
    """What the steps need: the grid, who makes them, ids by slug, and ids by title, which grow."""

    grid: Grid
    by: EditContext
    packages: Mapping[str, int]
    features: dict[str, int]


def change_text(work: Work, step: Step) -> None:
    """Title or description of the grid."""
    curating.change_grid(work.grid.pk, {step.what: step.after}, was={step.what: step.before}, by=work.by)


def add_package(work: Work, step: Step) -> None:
    """A column."""
    curating.add_column(work.grid.pk, work.packages[step.package], by=work.by)


def add_feature(work: Work, step: Step) -> None:
    """A row."""
    values = {"title": step.feature, "description": step.after}
    work.features[step.feature] = curating.add_feature(work.grid.pk, values, by=work.by).pk


def change_meaning(work: Work, step: Step) -> None:
    """The description of a row."""
    values, was = {"description": step.after}, {"description": step.before}
    curating.change_feature(work.features[step.feature], values, was=was, by=work.by)


def fill_cell(work: Work, step: Step) -> None:
    """A cell."""
    place = curating.CellPlace(work.grid.pk, work.packages[step.package], work.features[step.feature])
    curating.fill_cell(place, step.after, was=step.before, by=work.by)


DOING: Mapping[str, Callable[[Work, Step], None]] = {
    "title": change_text,
    "description": change_text,
    "package": add_package,
    "feature": add_feature,
    "meaning": change_meaning,
    "cell": fill_cell,
}
