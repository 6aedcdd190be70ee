from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from announcements import heard_ids
from packgrid.accounts.limits import LIMITS
from packgrid.catalogue.models import Package
from packgrid.comparison import grid_edits
from packgrid.comparison.grid_edits import CellPlace
from packgrid.comparison.models import Feature, Grid, GridCell, GridPackage
from packgrid.comparison.reverts import revert_all_edits, revert_edit
from packgrid.revisions.errors import Conflict, Duplicate, Locked, NotAllowed, RowRemoved, StillNeeded, TooManyEdits
from packgrid.revisions.models import Edit
from packgrid.revisions.three_way_merge import Clash
from revisions.rows import NOW, by, edit, make_user
from web.rows import make_grid, make_package

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def ada():
    return make_user("ada")


@pytest.fixture
def grace():
    return make_user("grace")


@pytest.fixture
def root():
    return make_user("root", is_staff=True)


@pytest.fixture
def packages():
    return [make_package(slug) for slug in ("django-a", "django-b")]


@pytest.fixture
def forms(packages):
    """A grid of two packages and two features, with one cell each."""
    features = [("Ajax", {"django-a": "yes"}), ("Docs", {"django-b": "no"})]
    return make_grid("forms", packages=packages, features=features)


def cells() -> set[tuple[object, ...]]:
    rows = GridCell.objects.exclude(text="")
    return set(rows.values_list("pk", "column", "column__package__slug", "feature__title", "text"))


def titles(grid: Grid) -> list[str]:
    return list(grid.features.values_list("title", flat=True))


def place(grid: Grid, package=0, feature=0) -> CellPlace:
    columns = grid.columns.values_list("package", flat=True)
    return CellPlace(grid.pk, columns[package], grid.features.values_list("pk", flat=True)[feature])


def kinds() -> list[tuple[object, ...]]:
    return list(Edit.objects.order_by("pk").values_list("kind", "title", "before", "after"))


def test_a_grid_is_made_with_its_packages_and_each_is_an_edit(ada, packages):
    made = grid_edits.add_grid({"slug": "forms", "title": "Forms"}, [one.pk for one in packages], by=by(ada))
    a, b = packages
    assert list(made.columns.values_list("package__slug", flat=True)) == ["django-a", "django-b"]
    assert kinds() == [
        ("grid", "Forms", None, {"slug": "forms", "title": "Forms"}),
        ("column", "django-a", None, {"package_id": a.pk}),
        ("column", "django-b", None, {"package_id": b.pk}),
    ]
    assert set(Edit.objects.values_list("grid_id", flat=True)) == {made.pk}
    with pytest.raises(Duplicate, match="The grid Forms already has this URL name"):
        grid_edits.add_grid({"slug": "FORMS", "title": "Other"}, by=by(ada))
    with pytest.raises(ValidationError, match="title"):
        grid_edits.add_grid({"slug": "more"}, by=by(ada))


def test_every_change_moves_the_grid_and_is_announced(ada, forms):
    with heard_ids("grids") as heard:
        grid_edits.fill_cell(place(forms), "no", was="yes", by=by(ada, now=LATER))
    forms.refresh_from_db()
    assert (forms.modified, heard) == (LATER, [{forms.pk}])


def third() -> Package:
    return Package.objects.filter(slug="django-c").first() or make_package("django-c")


CHANGES = {
    "grid": lambda grid, by: grid_edits.change_grid(grid.pk, {"title": "New"}, was={"title": "forms"}, by=by),
    "column added": lambda grid, by: grid_edits.add_column(grid.pk, third().pk, by=by),
    "column removed": lambda grid, by: grid_edits.remove_column(grid.pk, place(grid).package_id, by=by),
    "feature added": lambda grid, by: grid_edits.add_feature(grid.pk, {"title": "More"}, by=by),
    "feature changed": lambda grid, by: grid_edits.change_feature(
        place(grid).feature_id, {"title": "New"}, was={"title": "Ajax"}, by=by
    ),
    "feature moved": lambda grid, by: grid_edits.move_feature(place(grid).feature_id, 1, by=by),
    "feature removed": lambda grid, by: grid_edits.remove_feature(place(grid).feature_id, by=by),
    "cell": lambda grid, by: grid_edits.fill_cell(place(grid), "no", was="yes", by=by),
    "empty cell": lambda grid, by: grid_edits.fill_cell(place(grid, 1), "no", was="", by=by),
}


def all_of(grid: Grid) -> tuple[object, ...]:
    grid.refresh_from_db()
    features = grid.features.values_list("pk", "title", "description")
    return (grid.title, set(grid.columns.values_list("pk", "package")), list(features), cells())


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_change_can_be_reverted_and_the_revert_too(ada, grace, forms, change):
    before = all_of(forms)
    change(forms, by(ada))
    made, after = Edit.objects.get(), all_of(forms)
    assert before != after
    revert = revert_edit(made, by=by(grace))
    assert (all_of(forms), revert.reverts, revert.who) == (before, made, grace)
    revert_edit(revert, by=by(ada))
    assert all_of(forms) == after


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_locked_grids_are_changed_by_moderators_alone(ada, root, forms, change):
    Grid.objects.update(is_locked=True)
    with pytest.raises(Locked, match="Only moderators"):
        change(forms, by(ada))
    Grid.objects.update(is_locked=False)
    change(forms, by(ada))
    Grid.objects.update(is_locked=True)
    with pytest.raises(Locked):
        revert_edit(Edit.objects.get(), by=by(ada))
    assert revert_edit(Edit.objects.get(), by=by(root)).who == root


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_who_has_changed_too_much_has_to_wait(ada, forms, change):
    Edit.objects.bulk_create(edit(who=ada) for _ in range(LIMITS["edit"].an_hour))
    with pytest.raises(TooManyEdits):
        change(forms, by(ada))


@pytest.mark.parametrize("values", [{"is_locked": True}, {"is_header": True}, {"slug": "other"}])
def test_locks_the_home_page_and_addresses_are_for_moderators(ada, root, forms, values):
    was = {"is_locked": False, "is_header": False, "slug": "forms", "title": "forms"}
    with pytest.raises(NotAllowed):
        grid_edits.change_grid(forms.pk, values, was=was, by=by(ada))
    assert grid_edits.change_grid(forms.pk, was | {"title": "New"}, was=was, by=by(ada)).after == {"title": "New"}
    assert grid_edits.change_grid(forms.pk, values, was=was, by=by(root)).after == values


def test_of_two_people_in_one_cell_the_second_sees_what_the_first_wrote(ada, grace, forms):
    cell = place(forms)
    grid_edits.fill_cell(cell, "yes, since 2", was="yes", by=by(ada))
    with pytest.raises(Conflict) as refused:
        grid_edits.fill_cell(cell, "no", was="yes", by=by(grace))
    assert refused.value.theirs == {"text": Clash("yes", "yes, since 2", "no")}
    assert grid_edits.fill_cell(cell, "yes, since 2", was="yes", by=by(grace)) is None


def test_a_cell_belongs_to_a_package_and_a_feature_of_one_grid(ada, forms):
    other = make_grid("other", packages=[make_package("django-c")], features=[("Docs", {})])
    ours, theirs = place(forms), place(other)
    for wrong in (
        CellPlace(ours.grid_id, theirs.package_id, ours.feature_id),
        CellPlace(ours.grid_id, ours.package_id, theirs.feature_id),
        CellPlace(99, ours.package_id, ours.feature_id),
    ):
        with pytest.raises(RowRemoved):
            grid_edits.fill_cell(wrong, "yes", was="", by=by(ada))


def test_a_feature_moves_among_the_others_and_stays_within_them(ada, forms):
    grid_edits.add_feature(forms.pk, {"title": "More"}, by=by(ada))
    ajax = Feature.objects.get(title="Ajax")
    for to, order in ((2, ["Docs", "More", "Ajax"]), (1, ["Docs", "Ajax", "More"]), (-5, ["Ajax", "Docs", "More"])):
        grid_edits.move_feature(ajax.pk, to, by=by(ada))
        assert titles(forms) == order
    assert grid_edits.move_feature(ajax.pk, 0, by=by(ada)) is None


def test_two_features_of_a_grid_have_two_titles(ada, forms):
    with pytest.raises(Duplicate, match="already has a feature “Ajax”"):
        grid_edits.add_feature(forms.pk, {"title": "ajax"}, by=by(ada))
    with pytest.raises(Duplicate):
        grid_edits.change_feature(place(forms, 0, 1).feature_id, {"title": "Ajax"}, was={}, by=by(ada))


def test_a_package_is_once_in_a_grid_and_hidden_ones_never(ada, forms, packages):
    with pytest.raises(Duplicate, match="django-a is already in this grid"):
        grid_edits.add_column(forms.pk, packages[0].pk, by=by(ada))
    with pytest.raises(RowRemoved):
        grid_edits.add_column(forms.pk, make_package("hidden", is_hidden=True).pk, by=by(ada))


@pytest.mark.parametrize("added", ["column added", "feature added"])
def test_what_others_have_filled_since_is_not_reverted(ada, grace, forms, added):
    CHANGES[added](forms, by(ada))
    made = Edit.objects.get()
    cell = place(forms, 2) if added == "column added" else place(forms, 0, 2)
    grid_edits.fill_cell(cell, "yes", was="", by=by(grace))
    with pytest.raises(StillNeeded, match="1 of its cells were filled in later"):
        revert_edit(made, by=by(ada))


def test_a_grid_is_taken_away_by_who_made_it_once_it_is_empty_and_comes_back(ada, grace, packages):
    made = grid_edits.add_grid({"slug": "forms", "title": "Forms"}, [packages[0].pk], by=by(ada))
    column, added = Edit.objects.all()
    with pytest.raises(NotAllowed):
        revert_edit(added, by=by(grace))
    with pytest.raises(StillNeeded, match="Remove them first"):
        revert_edit(added, by=by(ada))
    revert_edit(column, by=by(ada))
    revert = revert_edit(added, by=by(ada))
    assert not Grid.objects.exists()
    revert_edit(revert, by=by(grace))
    assert list(Grid.objects.values_list("pk", "slug", "title")) == [(made.pk, "forms", "Forms")]


def test_cells_come_back_where_their_other_side_is_still_there(ada, forms):
    removed = grid_edits.remove_column(forms.pk, place(forms).package_id, by=by(ada))
    grid_edits.remove_feature(place(forms).feature_id, by=by(ada))
    revert_edit(removed, by=by(ada))
    assert GridPackage.objects.count() == 2
    assert {cell[2:] for cell in cells()} == {("django-b", "Docs", "no")}


def test_moderators_revert_all_that_an_account_did_and_hear_what_stays(ada, grace, root, forms):
    for change in ("grid", "feature removed", "column added"):
        CHANGES[change](forms, by(ada))
    before = place(forms, 2)
    grid_edits.fill_cell(before, "buy this", was="", by=by(ada))
    grid_edits.change_grid(forms.pk, {"title": "Better"}, was={"title": "New"}, by=by(grace))
    with pytest.raises(NotAllowed):
        revert_all_edits(ada.pk, by=by(grace))
    revert = revert_all_edits(ada.pk, by=by(root, "Advertising"))
    assert revert.count == 3
    assert [(one.kind, why) for one, why in revert.left] == [
        ("grid", "grace changed this later (title). Revert the newer edit first, or change the value yourself.")
    ]
    assert titles(forms) == ["Ajax", "Docs"]
    assert {cell[2:] for cell in cells()} == {("django-a", "Ajax", "yes"), ("django-b", "Docs", "no")}
    assert revert_all_edits(ada.pk, by=by(root)).count == 0


class TestKinds:
    @pytest.fixture
    def numbers(self, forms):
        feature = forms.features.get(title="Ajax")
        GridCell.objects.all().delete()
        Feature.objects.filter(pk=feature.pk).update(kind="number")
        return feature

    @pytest.mark.usefixtures("numbers")
    def test_a_cell_that_does_not_fit_the_kind_of_its_feature_is_refused(self, ada, forms):
        with pytest.raises(ValidationError) as refused:
            grid_edits.fill_cell(place(forms), "many", was="", by=by(ada))
        assert refused.value.message_dict == {"text": ["“many” is not a number. Write one such as 12 or 0.5."]}
        assert grid_edits.fill_cell(place(forms), "12", was="", by=by(ada))
        assert grid_edits.fill_cell(place(forms), "", was="12", by=by(ada))

    def test_a_kind_changes_only_if_all_cells_fit_it(self, ada, forms):
        ajax = forms.features.get(title="Ajax")
        with pytest.raises(ValidationError) as refused:
            grid_edits.change_feature(ajax.pk, {"kind": "number"}, was={"kind": "text"}, by=by(ada))
        assert refused.value.message_dict == {
            "kind": ["The cell of django-a does not fit: “yes” is not a number. Write one such as 12 or 0.5."]
        }
        changed = grid_edits.change_feature(ajax.pk, {"kind": "yes_no"}, was={"kind": "text"}, by=by(ada))
        assert (changed.before, changed.after) == ({"kind": "text"}, {"kind": "yes_no"})
        revert_edit(changed, by=by(ada))
        ajax.refresh_from_db()
        assert ajax.kind == "text"

    def test_an_unknown_kind_is_refused(self, ada, forms):
        with pytest.raises(ValidationError):
            grid_edits.add_feature(forms.pk, {"title": "Size", "kind": "colour"}, by=by(ada))

    def test_a_removed_feature_comes_back_with_its_kind(self, ada, numbers):
        removed = grid_edits.remove_feature(numbers.pk, by=by(ada))
        revert_edit(removed, by=by(ada))
        assert Feature.objects.get(pk=numbers.pk).kind == "number"
