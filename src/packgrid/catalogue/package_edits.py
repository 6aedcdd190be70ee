"""Changes that people make to packages. Every change is an edit, written in the same transaction."""

from collections.abc import Mapping
from typing import Any

import attrs
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from packgrid.catalogue.builtin_facts import COLUMNS as BUILTIN_COLUMNS
from packgrid.catalogue.builtin_facts import explain_successor_source, find_builtin_problems
from packgrid.catalogue.duplicates import find_certain_duplicate, find_duplicate, find_possible_duplicate
from packgrid.catalogue.models import Facts, FormerPackage, Package
from packgrid.catalogue.visibility import announce_visibility
from packgrid.projections.announcements import announce
from packgrid.revisions.edit_log import EditContext, EditSubject, check_may_edit, record_edit
from packgrid.revisions.errors import Conflict, Duplicate, NotAllowed, PossibleDuplicate, RowRemoved, StillNeeded
from packgrid.revisions.field_values import merge_into_row, read_fields, set_fields
from packgrid.revisions.models import Edit
from packgrid.revisions.queries import edits_of
from packgrid.revisions.three_way_merge import State

FIELDS = (
    "title",
    "category_id",
    "repo_url",
    "repo_subdirectory",
    "pypi_name",
    "index_name",
    "pypi_url",
    "documentation_url",
    "deprecated_at",
    "deprecated_reason",
    "replaced_by_id",
    "replaced_by_url",
    *BUILTIN_COLUMNS,
)
MODERATED = ("slug", "is_hidden")
"""The fields that only moderators change: an address that others link to, and whether the package is listed."""


@transaction.atomic
def add_package(values: Mapping[str, Any], *, by: EditContext, is_another: bool = False) -> Package:
    """Add a package. `slug`, `title` and `category_id` are needed, the rest of FIELDS is optional.

    `is_another`: the person has seen the package of the same repository, and says that this is another one.

    Raises:
        NotAllowed, TooMany: they may not add packages, or not now.
        Duplicate: it is in the catalogue; `existing` is the package.
        PossibleDuplicate: it may be; `existing` has the same repository.
        ValidationError: a value cannot be stored.
    """
    check_may_edit(by, "add")
    refuse_duplicate(values)
    if not is_another and (twin := find_possible_duplicate(values)):
        raise PossibleDuplicate(describe_possible_twin(twin), twin)
    package = Package(created=by.now, modified=by.now, created_by=by.who, last_modified_by=by.who)
    set_fields(package, dict.fromkeys(("slug", "title", "category_id")) | dict(values))
    insert_package(package, values)
    Facts.objects.create(package=package)
    record_edit(package_subject(package), by, before=None, after=read_fields(package, values))
    announce(packages={package.pk})
    return package


def refuse_duplicate(values: Mapping[str, Any]) -> None:
    """Refuse a package whose name is in the catalogue already.

    Raises:
        Duplicate: it is.
    """
    if twin := find_certain_duplicate(values):
        raise Duplicate(describe_twin(twin), twin)


def describe_possible_twin(twin: Package) -> str:
    """The sentence that names the package of the same repository, without the title of a hidden one."""
    if twin.is_hidden:
        return "A hidden package has this repository. It may be the same package."
    return f"{twin.title} has the same repository. It may be the same package."


def describe_twin(twin: Package) -> str:
    """The sentence that names the package that exists already, without the title of a hidden one."""
    if twin.is_hidden:
        return "A hidden package has this name or repository. A moderator can show it again."
    return f"{twin.title} already has this name or repository."


def insert_package(package: Package, values: Mapping[str, Any]) -> None:
    """Insert a package.

    Raises:
        Duplicate: somebody added it at the same moment.
    """
    try:
        with transaction.atomic():
            package.save(force_insert=True)
    except IntegrityError:
        refuse_duplicate(values)
        raise


@transaction.atomic
def change_package(package_id: int, values: Mapping[str, Any], *, was: State, by: EditContext) -> Edit | None:
    """Change what people decided about a package; returns the edit, None if nothing differs.

    `was` holds what the editor had seen: fields that they did not change stay as they are now, whoever changed them.

    Raises:
        NotAllowed, TooMany: they may not change it, or not now.
        Conflict: somebody else changed the same field meanwhile.
        Duplicate: another package has this slug or project.
        ValidationError: a value cannot be stored.
        Gone: the package no longer exists.
    """
    check_may_edit(by)
    if not by.is_moderator and any(name in values and values[name] != was.get(name) for name in MODERATED):
        raise NotAllowed("Only moderators can change the URL name of a package, hide it or show it again.")
    return write_change(package_id, values, was=was, by=by)


def write_change(package_id: int, values: Mapping[str, Any], *, was: State, by: EditContext) -> Edit | None:
    """Change a package without a check of permissions; None if nothing changed."""
    with transaction.atomic():
        package = Package.objects.select_for_update().filter(pk=package_id).first()
        if package is None:
            raise RowRemoved
        if remaining := FormerPackage.objects.select_related("package").filter(former_id=package_id).first():
            raise StillNeeded(f"This package was merged into {remaining.package.title}. Revert the merge first.")
        before = read_fields(package, values)
        written = merge_into_row(package, values, was=was)
        if not written:
            return None
        validate_change(package, written)
        package.modified, package.last_modified_by = by.now, by.who
        package.save()
        edit = record_edit(package_subject(package), by, before={name: before[name] for name in written}, after=written)
        announce(packages={package.pk}, decided_packages={package.pk})
        if "is_hidden" in written:
            announce_visibility({package.pk})
        if "slug" in written:
            FormerPackage.objects.filter(slug=package.slug, package=package).delete()
            FormerPackage.objects.update_or_create(slug=before["slug"], defaults={"package": package})
    return edit


def validate_change(package: Package, written: Mapping[str, Any]) -> None:
    """Check what no single field can tell.

    Raises:
        Duplicate: another package has this slug or project.
        ValidationError: it would replace itself, or a fact is there by halves.
    """
    names = {name: written[name] for name in ("slug", "pypi_name") if written.get(name)}
    if names and (twin := find_duplicate(names, but=package.pk)):
        raise Duplicate(describe_twin(twin), twin)
    if written.get("replaced_by_id") == package.pk:
        raise ValidationError({"replaced_by": "A package cannot replace itself."})
    if {"replaced_by_id", "replaced_by_url"} & written.keys():
        has_successor = package.replaced_by_id is not None
        if sentence := explain_successor_source(package.replaced_by_url, has_successor=has_successor):
            raise ValidationError({"replaced_by_url": sentence})
    if problems := find_builtin_problems(read_fields(package, BUILTIN_COLUMNS)):
        raise ValidationError(problems)


@transaction.atomic
def revert_package_edit(edit: Edit, *, by: EditContext) -> Edit:
    """Revert an edit of a package. A package that was added is hidden, because others may have built on it.

    Raises:
        StillNeeded: somebody changed the same fields since.
        NotAllowed, TooManyEdits, RowRemoved: as change_package.
    """
    check_may_edit(by)
    by = attrs.evolve(by, reverts=edit)
    if edit.is_addition:
        return hide_added_package(edit, by)
    before, after = edit.before or {}, edit.after or {}
    if not by.is_moderator and set(before) & set(MODERATED):
        raise NotAllowed("Only moderators can change the URL name of a package, hide it or show it again.")
    try:
        done = write_change(edit.row_id, before, was=after, by=by)
    except Conflict as conflict:
        raise StillNeeded(describe_newer_edit(edit, conflict)) from conflict
    return require_change(done)


def hide_added_package(edit: Edit, by: EditContext) -> Edit:
    """Hide a package that was added. Moderators may, and who added it, as long as nobody else has changed it."""
    others = edits_of(Edit.Kind.PACKAGE, edit.row_id).exclude(who=by.who).exists()
    if not by.is_moderator and (others or edit.who_id != by.who.pk):
        raise NotAllowed("Other people have edited this package, so only moderators can remove it. You can flag it.")
    return require_change(write_change(edit.row_id, {"is_hidden": True}, was={}, by=by))


def require_change(edit: Edit | None) -> Edit:
    """The edit that reverted another one.

    Raises:
        StillNeeded: nothing was changed.
    """
    if edit is None:
        raise StillNeeded("This edit was already reverted.")
    return edit


def describe_newer_edit(edit: Edit, conflict: Conflict) -> str:
    """A sentence that says who changed the same fields after an edit."""
    newer = edits_of(Edit.Kind(edit.kind), edit.row_id).filter(pk__gt=edit.pk).first()
    who = newer.who.get_username() if newer and newer.who else "Someone"
    fields = ", ".join(conflict.theirs)
    return f"{who} changed this later ({fields}). Revert the newer edit first, or change the value yourself."


def package_subject(package: Package) -> EditSubject:
    """The subject of an edit of a package."""
    return EditSubject(Edit.Kind.PACKAGE, package.pk, package.title, package_id=package.pk)
