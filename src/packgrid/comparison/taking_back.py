"""Undoing edits, each through the door it came by, so that undoing is an edit too and can be undone."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from packgrid.catalogue import curating as catalogue
from packgrid.catalogue.curating import done_or_refused, newer_than
from packgrid.catalogue.models import Package
from packgrid.comparison import curating
from packgrid.comparison.curating import Kind
from packgrid.comparison.models import Element, Feature, Grid, GridPackage
from packgrid.revisions.changing import set_all
from packgrid.revisions.errors import Conflict, Duplicate, Gone, InTheWay, NotAllowed, Refused
from packgrid.revisions.models import Edit
from packgrid.revisions.queries import standing_edits_by
from packgrid.revisions.recording import By, check, record

type Undo = Callable[[Edit, By], Edit | None]


@transaction.atomic
def take_back(edit: Edit, *, by: By) -> Edit:
    """Undo one edit; the edit that did it.

    Raises:
        InTheWay: something newer builds on it or says otherwise.
        NotAllowed, TooMany, Locked, Gone, Duplicate: as the doors of what it changed.
    """
    if edit.kind == Kind.PACKAGE:
        return catalogue.take_back(edit, by=by)
    by = attrs.evolve(by, takes_back=edit)
    try:
        return done_or_refused(undo_of(edit)(edit, by))
    except Conflict as conflict:
        raise InTheWay(newer_than(edit, conflict)) from conflict


def undo_of(edit: Edit) -> Undo:
    """What undoes an edit, by what it was."""
    way = "added" if edit.is_addition else "removed" if edit.is_removal else "changed"
    return UNDOING[Kind(edit.kind), way]


def unmake_grid(edit: Edit, by: By) -> Edit:
    """Remove a grid that was added."""
    if not by.is_moderator and edit.who_id != by.who.pk:
        raise NotAllowed(_("Only who made a grid, and moderators, take it away."))
    return curating.remove_grid(edit.row_id, by=by)


def restore_grid(edit: Edit, by: By) -> Edit:
    """Make a grid again that was removed."""
    check(by)
    before = edit.before or {}
    grid = Grid(pk=edit.row_id, modified=by.now)
    set_all(grid, before)
    curating.insert(grid)
    done = record(curating.of_grid(grid), by, before=None, after=before)
    curating.closed(grid, by)
    return done


def unchange_grid(edit: Edit, by: By) -> Edit | None:
    """Set what a grid said before."""
    return curating.change_grid(edit.row_id, edit.before or {}, was=edit.after or {}, by=by)


def unmake_column(edit: Edit, by: By) -> Edit:
    """Take a package out again."""
    column = GridPackage.objects.filter(pk=edit.row_id).first()
    if column is None:
        raise Gone
    refuse_filled(edit, column.elements.all())
    return curating.remove_column(column.grid_id, column.package_id, by=by)


def refuse_filled(edit: Edit, elements: QuerySet[Element]) -> None:
    """Refuse to take away cells that people have filled since an edit; those that it restored are its own.

    Raises:
        InTheWay: there are such cells.
    """
    own = {(pk, text) for _other, pk, text in (edit.after or {}).get("cells", ())}
    count = sum(cell not in own for cell in elements.exclude(text="").values_list("pk", "text"))
    if count:
        raise InTheWay(
            _("%(count)d of its cells have been filled since. Empty them first, or remove it in the grid.")
            % {"count": count}
        )


def restore_column(edit: Edit, by: By) -> Edit:
    """Put a package back with its cells, as far as their features are still there."""
    grid = curating.opened(edit.grid_id or 0, by)
    before = edit.before or {}
    package = Package.objects.filter(pk=before["package_id"]).first()
    if package is None:
        raise Gone
    if existing := grid.columns.filter(package=package).first():
        raise Duplicate(_("%(title)s is in this grid already.") % {"title": package.title}, existing)
    column = GridPackage.objects.create(pk=edit.row_id, grid=grid, package=package, created=by.now, modified=by.now)
    features = {feature.pk: feature for feature in grid.features.all()}
    refill(((column, features.get(pk), element, text) for pk, element, text in before.get("cells", ())), by)
    done = record(curating.of_column(column), by, before=None, after=before)
    curating.closed(grid, by, [package.pk])
    return done


type Kept = tuple[GridPackage | None, Feature | None, int, str]


def refill(cells: Iterable[Kept], by: By) -> None:
    """Write cells again, under their old ids; those whose column or feature is gone are left out."""
    Element.objects.bulk_create(
        Element(pk=pk, column=column, feature=feature, text=text, created=by.now, modified=by.now)
        for column, feature, pk, text in cells
        if column and feature
    )


def unmake_feature(edit: Edit, by: By) -> Edit:
    """Take a row out again."""
    refuse_filled(edit, Element.objects.filter(feature=edit.row_id))
    return curating.remove_feature(edit.row_id, by=by)


def restore_feature(edit: Edit, by: By) -> Edit:
    """Put a row back with its cells, as far as their packages are still there."""
    grid = curating.opened(edit.grid_id or 0, by)
    before = dict(edit.before or {})
    cells = before.pop("cells", ())
    feature = Feature(pk=edit.row_id, grid=grid, created=by.now, modified=by.now)
    set_all(feature, before)
    curating.refuse_twice(feature)
    feature.save(force_insert=True)
    columns = {column.package_id: column for column in grid.columns.all()}
    refill(((columns.get(package), feature, pk, text) for package, pk, text in cells), by)
    done = record(curating.of_feature(feature), by, before=None, after=edit.before)
    curating.closed(grid, by)
    return done


def unchange_feature(edit: Edit, by: By) -> Edit | None:
    """Set what a feature said before, or put it where it stood."""
    before, after = edit.before or {}, edit.after or {}
    if "place" in before:
        return curating.move_feature(edit.row_id, int(before["place"]), by=by)
    return curating.change_feature(edit.row_id, before, was=after, by=by)


def unfill_element(edit: Edit, by: By) -> Edit | None:
    """Write into a cell what it said before."""
    element = Element.objects.filter(pk=edit.row_id).select_related("column").first()
    if element is None:
        raise Gone
    place = curating.Place(element.column.grid_id, element.column.package_id, element.feature_id)
    return curating.fill_element(place, text_in(edit.before), was=text_in(edit.after), by=by)


def text_in(state: Mapping[str, Any] | None) -> str:
    """What a cell said."""
    return str((state or {}).get("text", ""))


UNDOING: Mapping[tuple[Kind, str], Undo] = {
    (Kind.GRID, "added"): unmake_grid,
    (Kind.GRID, "removed"): restore_grid,
    (Kind.GRID, "changed"): unchange_grid,
    (Kind.COLUMN, "added"): unmake_column,
    (Kind.COLUMN, "removed"): restore_column,
    (Kind.FEATURE, "added"): unmake_feature,
    (Kind.FEATURE, "removed"): restore_feature,
    (Kind.FEATURE, "changed"): unchange_feature,
    (Kind.ELEMENT, "changed"): unfill_element,
}


@attrs.frozen
class Undone:
    """What became of taking back everything that somebody did: how many edits, and those that stay, each with why."""

    count: int
    left: tuple[tuple[Edit, str], ...]


def take_back_all(user_id: int, *, by: By) -> Undone:
    """Undo the edits of an account that stand, newest first; moderators alone. What something newer rests on stays.

    Raises:
        NotAllowed: they are no moderator.
    """
    if not by.is_moderator:
        raise NotAllowed(_("Only moderators take back everything that somebody did."))
    count, left = 0, []
    for edit in standing_edits_by(user_id):
        try:
            take_back(edit, by=by)
            count += 1
        except Refused as refused:
            left.append((edit, str(refused)))
        except ValidationError as error:
            left.append((edit, " ".join(error.messages)))
    return Undone(count, tuple(left))
