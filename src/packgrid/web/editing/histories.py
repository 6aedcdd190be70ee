"""Histories of edits: of a package, a grid, a person and the whole site; and pages that revert edits."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby
from typing import Any

import attrs
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from packgrid.accounts.models import User
from packgrid.accounts.permissions import may_moderate
from packgrid.accounts.queries import get_user_by_name, only_confirmed
from packgrid.catalogue import queries as catalogue
from packgrid.catalogue.former_packages import merged_ids
from packgrid.catalogue.visibility import edits_visible_to, packages_visible_to, visible_packages
from packgrid.comparison import queries as comparison
from packgrid.comparison.former_grids import merged_grid_ids, present_grid_id
from packgrid.comparison.reverts import revert_all_edits, revert_edit
from packgrid.httpcache import tags
from packgrid.httpcache.policy import cacheable
from packgrid.revisions import queries
from packgrid.revisions.diff import FieldDiff, diff_states
from packgrid.revisions.errors import EditRefused
from packgrid.revisions.models import Edit
from packgrid.revisions.suspicion import Suspicion, measure_suspicion
from packgrid.web.editing.access import editors_only, make_edit_context, moderating_editors_only
from packgrid.web.editing.field_titles import StateWords, field_title
from packgrid.web.lookups import find_or_404
from packgrid.web.paging import page_of

SUSPICIOUS_WITHIN = timedelta(days=7)
MAX_JUDGED = 3000
FRESH_FOR_S = 60


@attrs.frozen
class HistoryEntry:
    """An edit in a history: its changes in words, field by field, and the address of the changed row."""

    edit: Edit
    action: str
    url: str
    place: str
    lines: tuple[tuple[str, FieldDiff], ...]


def describe_action(edit: Edit) -> str:
    """The action of an edit in a word or two, for the sentence "ada changed Forms"."""
    if edit.reverts_id:
        return "reverted an edit of"
    if edit.kind in {Edit.Kind.MERGE, Edit.Kind.DISTINCT}:
        return "merged" if edit.kind == Edit.Kind.MERGE else "marked"
    if edit.is_addition:
        return "added"
    return "removed" if edit.is_removal else "changed"


def make_history_entries(request: HttpRequest, edits: Sequence[Edit]) -> list[HistoryEntry]:
    """The entries of these edits in a history: four queries at most, however many they are."""
    named = packages_visible_to(is_moderator=may_moderate(request.user))
    words = StateWords.read((state for edit in edits for state in (edit.before, edit.after)), named)
    grids = comparison.find_grids({edit.grid_id for edit in edits if edit.grid_id})
    packages = visible_packages().in_bulk({edit.package_id for edit in edits if not edit.grid_id})
    found = []
    for edit in edits:
        row = grids.get(edit.grid_id) if edit.grid_id else packages.get(edit.package_id)
        diffs = diff_states(words.describe_state(edit.before), words.describe_state(edit.after))
        lines = tuple((field_title(diff.field), diff) for diff in diffs)
        place = row.title if row and edit.grid_id and edit.kind != Edit.Kind.GRID else ""
        found.append(HistoryEntry(edit, describe_action(edit), row.get_absolute_url() if row else "", place, lines))
    return found


def render_history(request: HttpRequest, edits: QuerySet[Edit], template: str, more: dict[str, Any]) -> HttpResponse:
    """A page of a list of edits; those of hidden packages are for moderators alone."""
    page = page_of(request, edits_visible_to(edits, is_moderator=may_moderate(request.user)))
    shown = {"page": page, "versions": make_history_entries(request, list(page.object_list)), **more}
    return render(request, template, shown)


def package_history(request: HttpRequest, slug: str) -> HttpResponse:
    """Every edit of a package and of those that were merged into it, their columns and their cells."""
    package = find_or_404(catalogue.get_package, slug)
    more = {"package": package, "title": package.title, "back": package.get_absolute_url()}
    edits = queries.edits_about([package.pk, *merged_ids(package.pk)])
    page = render_history(request, edits, "web/editing/history.html", more)
    return cacheable(page, tags.packages([package.pk]) | {tags.CATEGORIES, tags.GRIDS}, fresh_for_s=FRESH_FOR_S)


def grid_history(request: HttpRequest, slug: str) -> HttpResponse:
    """Every edit of a grid and of those that were merged into it, their packages, features and cells."""
    grid = find_or_404(comparison.grid_by_slug, slug)
    ids = [grid.pk, *merged_grid_ids(grid.pk)]
    cells = edits_visible_to(queries.last_edits_of_cells(ids), is_moderator=may_moderate(request.user))
    said = sorted(cells, key=lambda edit: edit.title.casefold())
    more = {"grid": grid, "title": grid.title, "back": grid.get_absolute_url(), "said": said}
    page = render_history(request, queries.edits_in_grids(ids), "web/editing/history.html", more)
    return cacheable(page, tags.grids([grid.pk]) | {tags.PACKAGES}, fresh_for_s=FRESH_FOR_S)


def latest_edits(request: HttpRequest) -> HttpResponse:
    """The latest edits; for moderators with the people whose edits are suspicious above them."""
    more = {"suspects": find_suspected_editors() if may_moderate(request.user) else ()}
    page = render_history(request, queries.newest_edits(), "web/editing/edits.html", more)
    return cacheable(page, {tags.PACKAGES, tags.GRIDS, tags.CATEGORIES}, fresh_for_s=FRESH_FOR_S)


@attrs.frozen
class SuspectedEditor:
    """A person whose edits a moderator should look at."""

    who: User
    count: int
    suspicion: Suspicion


def find_suspected_editors() -> list[SuspectedEditor]:
    """The people whose edits of the last week are suspicious, the most suspicious first; one query."""
    now = timezone.now()
    rows = queries.unreverted_edits_since(now - SUSPICIOUS_WITHIN, limit=MAX_JUDGED)
    found = []
    for _pk, group in groupby(sorted(rows, key=lambda edit: edit.who_id or 0), key=lambda edit: edit.who_id):
        edits = list(group)
        suspicion = measure_suspicion(edits, now)
        if suspicion.is_raised and edits[0].who and not may_moderate(edits[0].who):
            found.append(SuspectedEditor(edits[0].who, len(edits), suspicion))
    return sorted(found, key=lambda one: -one.suspicion.weight)


def edits_by_person(request: HttpRequest, name: str) -> HttpResponse:
    """The edits of a person."""
    who = find_or_404(find_editor, name)
    page = render_history(request, queries.edits_by(who.pk), "web/editing/edits.html", {"who": who})
    return cacheable(page, {tags.PACKAGES, tags.GRIDS, tags.CATEGORIES}, fresh_for_s=FRESH_FOR_S)


def find_editor(name: str) -> User:
    """Who has this name, if they have edited something, or at least confirmed their sign-up.

    Raises:
        User.DoesNotExist: nobody has.
    """
    who = get_user_by_name(name)
    if not (queries.edits_by(who.pk).exists() or only_confirmed([who])):
        raise User.DoesNotExist
    return who


@editors_only
def revert_edit_page(request: HttpRequest, edit_id: int) -> HttpResponse:
    """Revert an edit, after a page that asks first."""
    edits = edits_visible_to(queries.newest_edits(), is_moderator=may_moderate(request.user))
    edit = find_or_404(lambda pk: edits.get(pk=pk), edit_id)
    back = history_address(edit)
    if request.method != "POST":
        shown = {"version": make_history_entries(request, [edit])[0], "back": back}
        return render(request, "web/editing/revert.html", shown)
    try:
        revert_edit(edit, by=make_edit_context(request, request.POST.get("why", "")))
        messages.success(request, "Reverted. To undo this, revert the new edit.")
    except EditRefused as refused:
        messages.error(request, str(refused))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(back)


def history_address(edit: Edit) -> str:
    """The address of the history that lists an edit; of all edits where its row is gone."""
    if edit.grid_id:
        grid_id = present_grid_id(edit.grid_id)
        grid = comparison.find_grids([grid_id]).get(grid_id)
        return f"{grid.get_absolute_url()}history/" if grid else "/edits/"
    package = visible_packages().filter(pk=edit.package_id or 0).first()
    return f"{package.get_absolute_url()}history/" if package else "/edits/"


@moderating_editors_only
def revert_all_page(request: HttpRequest, name: str) -> HttpResponse:
    """Revert every edit of a person, after a page that asks first. The response lists the edits that stay, and why."""
    who = find_or_404(get_user_by_name, name)
    if request.method != "POST":
        count = queries.unreverted_edits_by(who.pk).count()
        return render(request, "web/editing/revert_all.html", {"who": who, "count": count})
    report = revert_all_edits(who.pk, by=make_edit_context(request, request.POST.get("why", "")))
    return render(request, "web/editing/revert_all.html", {"who": who, "report": report})
