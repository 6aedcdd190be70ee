"""Compares a grid with a file that describes it, and applies the differences as edits."""

from collections.abc import Callable, Collection, Iterator, Mapping

import attrs
from django.db import transaction

from packgrid.catalogue.editing import read_ids
from packgrid.comparison import grid_edits
from packgrid.comparison.feature_kinds import FeatureKind
from packgrid.comparison.models import Feature, Grid
from packgrid.comparison.records import FeatureRecord, GridRecord
from packgrid.revisions.edit_log import EditContext


@attrs.frozen
class ProposalStep:
    """One change: `what` (title, description, package, feature, meaning, kind, cell), where, and both values."""

    what: str
    feature: str = ""
    package: str = ""
    before: str = ""
    after: str = ""


def plan_steps(now: GridRecord, wanted: GridRecord, *, known: Collection[str]) -> list[ProposalStep]:
    """The changes that make a grid (`now`) contain what a file says (`wanted`); none of them removes anything. Pure.

    `known` are the slugs of the packages that exist; others are left out.
    """
    inside = [
        *now.packages,
        *(slug for slug in dict.fromkeys(wanted.packages) if slug in known and slug not in now.packages),
    ]
    return [*grid_steps(now, wanted), *package_steps(now, inside), *feature_steps(now, wanted, set(inside))]


def grid_steps(now: GridRecord, wanted: GridRecord) -> Iterator[ProposalStep]:
    """Changes of the title and the description."""
    for what in ("title", "description"):
        before, after = getattr(now, what) or "", getattr(wanted, what)
        if after is not None and after != before:
            yield ProposalStep(what, before=before, after=after)


def package_steps(now: GridRecord, inside: Collection[str]) -> Iterator[ProposalStep]:
    """Packages to add."""
    return (ProposalStep("package", package=slug, after=slug) for slug in inside if slug not in now.packages)


def feature_steps(now: GridRecord, wanted: GridRecord, inside: Collection[str]) -> Iterator[ProposalStep]:
    """Features to add, changed descriptions and kinds of features, and changed cells."""
    stored = {feature.title: feature for feature in now.features}
    for feature in wanted.features:
        before = stored.get(feature.title)
        if before is None:
            yield ProposalStep("feature", feature.title, after=feature.description or "")
        elif feature.description is not None and feature.description != (before.description or ""):
            yield ProposalStep("meaning", feature.title, before=before.description or "", after=feature.description)
        kind = (before and before.kind) or FeatureKind.TEXT
        if feature.kind is not None and feature.kind != kind:
            yield ProposalStep("kind", feature.title, before=kind, after=feature.kind)
        yield from cell_steps(before, feature, inside)


def cell_steps(before: FeatureRecord | None, feature: FeatureRecord, inside: Collection[str]) -> Iterator[ProposalStep]:
    """Changed cells of one feature."""
    for package, text in feature.cells.items():
        old = before.cells.get(package, "") if before else ""
        if package in inside and text.strip() != old:
            yield ProposalStep("cell", feature.title, package, old, text.strip())


def find_packages_left_out(now: GridRecord, wanted: GridRecord, *, known: Collection[str]) -> list[str]:
    """The packages of the file that do not exist, or that have cells but are not in the grid."""
    inside = {*now.packages, *wanted.packages} & {*known, *now.packages}
    celled = {package for feature in wanted.features for package in feature.cells}
    return sorted(({*wanted.packages} | celled) - inside)


@transaction.atomic
def apply_steps(grid: Grid, steps: Collection[ProposalStep], *, by: EditContext) -> int:
    """Apply the changes, each as an edit, all of them or none; returns how many.

    Raises:
        EditRefused, ValidationError: as the functions of grid_edits.
    """
    ids = read_ids({step.package for step in steps if step.package})
    features = {feature.title: feature.pk for feature in Feature.objects.filter(grid=grid)}
    work = StepContext(grid, by, ids, features)
    for step in steps:
        APPLIED_BY[step.what](work, step)
    return len(steps)


@attrs.frozen
class StepContext:
    """The grid, who changes it, package ids by slug, and feature ids by title (new features are added to it)."""

    grid: Grid
    by: EditContext
    packages: Mapping[str, int]
    features: dict[str, int]


def change_text(work: StepContext, step: ProposalStep) -> None:
    """Change the title or the description of the grid."""
    grid_edits.change_grid(work.grid.pk, {step.what: step.after}, was={step.what: step.before}, by=work.by)


def add_package(work: StepContext, step: ProposalStep) -> None:
    """Add a package to the grid."""
    grid_edits.add_column(work.grid.pk, work.packages[step.package], by=work.by)


def add_feature(work: StepContext, step: ProposalStep) -> None:
    """Add a feature."""
    values = {"title": step.feature, "description": step.after}
    work.features[step.feature] = grid_edits.add_feature(work.grid.pk, values, by=work.by).pk


def change_meaning(work: StepContext, step: ProposalStep) -> None:
    """Change the description of a feature."""
    values, was = {"description": step.after}, {"description": step.before}
    grid_edits.change_feature(work.features[step.feature], values, was=was, by=work.by)


def change_kind(work: StepContext, step: ProposalStep) -> None:
    """Change what the cells of a feature may contain."""
    values, was = {"kind": step.after}, {"kind": step.before}
    grid_edits.change_feature(work.features[step.feature], values, was=was, by=work.by)


def fill_cell(work: StepContext, step: ProposalStep) -> None:
    """Fill a cell."""
    place = grid_edits.CellPlace(work.grid.pk, work.packages[step.package], work.features[step.feature])
    grid_edits.fill_cell(place, step.after, was=step.before, by=work.by)


APPLIED_BY: Mapping[str, Callable[[StepContext, ProposalStep], None]] = {
    "title": change_text,
    "description": change_text,
    "package": add_package,
    "feature": add_feature,
    "meaning": change_meaning,
    "kind": change_kind,
    "cell": fill_cell,
}
