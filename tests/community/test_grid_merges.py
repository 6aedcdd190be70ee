"""A merge of two grids with rows of every kind, and its undo."""

from datetime import timedelta

import pytest

from announcements import heard_ids
from api.rows import get
from community.all_rows import read_all_rows
from packgrid.community.models import Reply, Visit, Watch
from packgrid.comparison.grid_edits import CellPlace, change_grid, fill_cell, remove_column, remove_feature
from packgrid.comparison.grid_merges import merge_grids, plan_grid_merge, preview_grid_merge
from packgrid.comparison.merged_grid_cells import find_grid_cell_conflicts
from packgrid.comparison.models import FormerGrid, Grid, GridCell
from packgrid.comparison.reverts import revert_edit
from packgrid.revisions.errors import Duplicate, NotAllowed, RowRemoved, StillNeeded
from packgrid.revisions.models import Edit
from revisions.rows import NOW, by, make_user
from web.rows import make_grid, make_package

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def root():
    return make_user("root", is_staff=True)


@pytest.fixture
def people():
    return [make_user(name) for name in ("ada", "grace", "joan")]


@pytest.fixture
def packages():
    """One package of the first grid, one of both, one of the second."""
    return [make_package(slug, title=slug.title(), facts={}) for slug in ("crispy", "floppy", "bulma")]


@pytest.fixture
def forms(packages):
    """The grid that stays."""
    _crispy, floppy, bulma = packages
    texts = [
        ("Ajax", {"floppy": "yes"}),
        ("Docs", {"floppy": "good", "bulma": "none"}),
        ("Size", {"floppy": ""}),
        ("Speed", {"bulma": "fast"}),
    ]
    return make_grid("forms", title="Forms", packages=[floppy, bulma], features=texts)


@pytest.fixture
def form(packages, people, forms):
    """The grid that is merged, with rows of every kind; some are in the other one, too."""
    ada, grace, joan = people
    crispy, floppy, _bulma = packages
    texts = [
        ("ajax", {"crispy": "no", "floppy": "no"}),
        ("Docs", {"crispy": "", "floppy": "good"}),
        ("Size", {"crispy": "1 MB", "floppy": "2 MB"}),
        ("Colours", {"crispy": "red", "floppy": "blue"}),
    ]
    grid = make_grid(
        "form", title="Form", packages=[crispy, floppy], features=texts, description="Forms", is_header=True
    )
    for user, one in ((ada, grid), (grace, grid), (grace, forms), (joan, forms)):
        Watch.objects.create(user=user, grid=one)
        Visit.objects.create(user=user, grid=one, at=NOW)
    FormerGrid.objects.create(slug="froms", grid=grid)
    shared = grid.columns.get(package=floppy)
    for user, column, title in ((ada, shared, "ajax"), (None, grid.columns.get(package=crispy), "Colours")):
        Reply.objects.create(user=user, column=column, feature=grid.features.get(title=title), text="since 2.0")
    present = {"column": forms.columns.get(package=floppy), "feature": forms.features.get(title="Docs")}
    Reply.objects.create(user=ada, **present, text="here")
    Reply.objects.create(user=ada, column=shared, feature=grid.features.get(title="Docs"), text="there")
    return grid


def texts(grid: Grid) -> dict[tuple[str, str], str]:
    cells = GridCell.objects.filter(column__grid=grid, feature__grid=grid).exclude(text="")
    return {
        (package, title): text
        for package, title, text in cells.values_list("column__package__slug", "feature__title", "text")
    }


def place(grid: Grid, package: str, feature: str) -> CellPlace:
    column = grid.columns.get(package__slug=package)
    return CellPlace(grid.pk, column.package_id, grid.features.get(title=feature).pk)


def test_a_merge_moves_everything_and_its_undo_restores_every_row(form, forms, root, people):
    before = read_all_rows()
    form_id = form.pk
    edit = merge_grids(form.pk, forms.pk, by=by(root))
    assert not Grid.objects.filter(slug="form").exists()
    assert list(forms.columns.values_list("package__slug", flat=True)) == ["floppy", "bulma", "crispy"]
    assert list(forms.features.values_list("title", "position")) == [
        ("Ajax", 0),
        ("Docs", 1),
        ("Size", 2),
        ("Speed", 3),
        ("Colours", 4),
    ]
    assert texts(forms) == {
        ("floppy", "Ajax"): "yes",
        ("crispy", "Ajax"): "no",
        ("floppy", "Docs"): "good",
        ("bulma", "Docs"): "none",
        ("crispy", "Size"): "1 MB",
        ("floppy", "Size"): "2 MB",
        ("bulma", "Speed"): "fast",
        ("crispy", "Colours"): "red",
        ("floppy", "Colours"): "blue",
    }
    for model in (Watch, Visit):
        assert set(model.objects.filter(grid=forms).values_list("user", flat=True)) == {one.pk for one in people}
    assert set(Reply.objects.values_list("feature__title", "column__package__slug", "text")) == {
        ("Ajax", "floppy", "since 2.0"),
        ("Colours", "crispy", "since 2.0"),
        ("Docs", "floppy", "here"),
    }
    assert set(FormerGrid.objects.values_list("slug", "former_id", "grid", "merge")) == {
        ("form", form_id, forms.pk, edit.pk),
        ("froms", None, forms.pk, None),
    }
    assert (edit.who, edit.title, edit.grid_id) == (root, "Form", forms.pk)

    undone = revert_edit(edit, by=by(root, now=LATER))
    after = read_all_rows()
    for name, found in before.items():
        assert after[name] == found, name
    assert revert_edit(undone, by=by(root, now=LATER)).after["merged_grid"] == "form"
    assert not Grid.objects.filter(slug="form").exists()


def test_the_preview_counts_what_moves_and_shows_conflicts(form, forms):
    merge = plan_grid_merge(form, forms, now=NOW)
    assert {part.title: (part.moved, part.kept) for part in preview_grid_merge(merge)} == {
        "Packages": (1, 1),
        "Features": (1, 3),
        "Former addresses": (1, 0),
        "Cells": (5, 2),
        "Replies to cells": (2, 1),
        "Followers": (1, 1),
        "Visits of followers": (1, 1),
    }
    found = find_grid_cell_conflicts(merge)
    assert [(one.place, one.feature, one.source_text, one.target_text) for one in found] == [
        ("Floppy", "ajax", "no", "yes")
    ]


def test_a_moderator_chooses_which_text_stays_in_a_grid(form, forms, root):
    key = find_grid_cell_conflicts(plan_grid_merge(form, forms, now=NOW))[0].key
    before = read_all_rows()
    edit = merge_grids(form.pk, forms.pk, by=by(root), overwritten=frozenset({key}))
    assert texts(forms)["floppy", "Ajax"] == "no"
    revert_edit(edit, by=by(root))
    assert read_all_rows() == before


def test_texts_that_were_changed_since_stay_when_a_merge_of_grids_is_undone(form, forms, root):
    edit = merge_grids(form.pk, forms.pk, by=by(root))
    for package, feature, was in (("floppy", "Size", "2 MB"), ("crispy", "Size", "1 MB"), ("crispy", "Docs", "")):
        fill_cell(place(forms, package, feature), "new", was=was, by=by(root))
    revert_edit(edit, by=by(root))
    form = Grid.objects.get(slug="form")
    assert (texts(forms)["floppy", "Size"], texts(form)["floppy", "Size"]) == ("new", "2 MB")
    assert (texts(form)["crispy", "Size"], texts(form)["crispy", "Docs"]) == ("new", "new")
    assert {package for package, _feature in texts(forms)} == {"floppy", "bulma"}


def test_cells_that_belong_to_both_grids_must_be_emptied_before_an_undo(form, forms, root):
    edit = merge_grids(form.pk, forms.pk, by=by(root))
    fill_cell(place(forms, "crispy", "Speed"), "slow", was="", by=by(root))
    fill_cell(place(forms, "bulma", "Colours"), "green", was="", by=by(root))
    stored = read_all_rows()
    with pytest.raises(StillNeeded, match=r"were filled in later \(2\)"):
        revert_edit(edit, by=by(root))
    assert read_all_rows() == stored
    fill_cell(place(forms, "crispy", "Speed"), "", was="slow", by=by(root))
    fill_cell(place(forms, "bulma", "Colours"), "", was="green", by=by(root))
    revert_edit(edit, by=by(root))
    assert ("crispy", "Colours") in texts(Grid.objects.get(slug="form"))


def test_what_was_removed_since_does_not_hinder_the_undo_of_a_merge_of_grids(form, forms, root, packages, people):
    edit = merge_grids(form.pk, forms.pk, by=by(root))
    remove_column(forms.pk, packages[0].pk, by=by(root))
    remove_feature(forms.features.get(title="Ajax").pk, by=by(root))
    people[1].delete()
    revert_edit(edit, by=by(root))
    form = Grid.objects.get(slug="form")
    assert texts(form) == {
        ("floppy", "ajax"): "no",
        ("floppy", "Docs"): "good",
        ("floppy", "Size"): "2 MB",
        ("floppy", "Colours"): "blue",
    }
    assert set(form.watches.values_list("user__username", flat=True)) == {"ada"}


def test_edits_of_a_merged_grid_are_reverted_in_the_remaining_one(form, forms, root, packages):
    removal = remove_column(form.pk, packages[0].pk, by=by(root))
    cell = fill_cell(place(form, "floppy", "Colours"), "pink", was="blue", by=by(root))
    merge_grids(form.pk, forms.pk, by=by(root))
    revert_edit(removal, by=by(root))
    revert_edit(cell, by=by(root))
    assert forms.columns.filter(package=packages[0]).exists()
    assert texts(forms)["floppy", "Colours"] == "blue"


def test_grids_that_cannot_be_merged_are_refused(form, forms, root, people):
    for source, target, who, error in (
        (form.pk, forms.pk, people[0], NotAllowed),
        (form.pk, form.pk, root, StillNeeded),
        (form.pk, 999, root, RowRemoved),
        (999, form.pk, root, RowRemoved),
    ):
        with pytest.raises(error):
            merge_grids(source, target, by=by(who))
    assert not Edit.objects.exists()
    edit = merge_grids(form.pk, forms.pk, by=by(root))
    assert merge_grids(edit.row_id, forms.pk, by=by(root)) is None
    with pytest.raises(NotAllowed):
        revert_edit(edit, by=by(people[0]))


def test_merges_of_grids_are_undone_the_newest_first(form, forms, root):
    last = make_grid("last")
    first = merge_grids(form.pk, forms.pk, by=by(root))
    second = merge_grids(forms.pk, last.pk, by=by(root))
    assert set(FormerGrid.objects.values_list("slug", "grid")) == {(one, last.pk) for one in ("form", "froms", "forms")}
    with pytest.raises(StillNeeded, match="into another one later"):
        revert_edit(first, by=by(root))
    revert_edit(second, by=by(root))
    revert_edit(first, by=by(root))
    assert set(Grid.objects.values_list("slug", flat=True)) == {"form", "forms", "last"}
    assert list(FormerGrid.objects.values_list("slug", "grid__slug")) == [("froms", "form")]
    with pytest.raises(StillNeeded, match="already reverted"):
        revert_edit(first, by=by(root))


def test_a_grid_whose_address_was_taken_comes_back_once_that_is_free(form, forms, root):
    edit = merge_grids(form.pk, forms.pk, by=by(root))
    change_grid(forms.pk, {"slug": "form"}, was={"slug": "forms"}, by=by(root))
    with pytest.raises(Duplicate, match="has this URL name now"):
        revert_edit(edit, by=by(root))
    change_grid(forms.pk, {"slug": "forms"}, was={"slug": "form"}, by=by(root))
    revert_edit(edit, by=by(root))
    assert Grid.objects.filter(slug="form").exists()


def test_pages_and_the_api_lead_to_the_remaining_grid(form, forms, root, client):
    form_id = form.pk
    merge_grids(form.pk, forms.pk, by=by(root))
    for slug in ("form", "froms"):
        answer = client.get(f"/grids/g/{slug}/?sort=stars")
        assert (answer.status_code, answer["Location"]) == (301, "/grids/g/forms/?sort=stars")
    for name in ("form", "froms", str(form_id)):
        assert get(f"grids/{name}/").json()["slug"] == "forms"
    assert [grid["slug"] for grid in get("grids/").json()["results"]] == ["forms"]
    answer = client.get("/grids/g/forms/history/")
    assert "merged" in answer.content.decode()


@pytest.mark.parametrize("kind", ["grids", "packages"])
def test_both_grids_and_their_packages_are_announced(form, forms, root, packages, kind):
    ids = {form.pk, forms.pk} if kind == "grids" else {package.pk for package in packages}
    with heard_ids(kind) as heard:
        merge_grids(form.pk, forms.pk, by=by(root))
    assert heard[-1] >= ids
