from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from packgrid.accounts.limits import LIMITS
from packgrid.revisions.edit_log import EditContext, check_may_edit
from packgrid.revisions.errors import NotAllowed, TooManyEdits
from packgrid.revisions.models import Edit
from packgrid.revisions.queries import edits_of, last_edit_by_field, last_edits_of_cells, unreverted_edits_by
from revisions.rows import NOW, by, edit, make_user

pytestmark = pytest.mark.django_db


def many(who, count, **columns: object):
    Edit.objects.bulk_create(edit(who=who, row_id=number, **columns) for number in range(count))


def test_an_account_makes_so_many_changes_an_hour():
    who, most = make_user(), LIMITS["edit"].an_hour
    many(who, most - 1)
    check_may_edit(by(who))
    many(who, 1)
    with pytest.raises(TooManyEdits, match=f"You can do this {most} times an hour"):
        check_may_edit(by(who))
    check_may_edit(by(who, now=NOW + timedelta(hours=1)))


def test_a_new_account_makes_fewer_a_day():
    who, most = make_user(age_days=0), LIMITS["edit"].a_day_if_new
    many(who, most, at=NOW - timedelta(hours=2))
    with pytest.raises(TooManyEdits, match="An account in its first week"):
        check_may_edit(by(who))


def test_packages_and_grids_are_added_more_seldom_than_cells_are_filled():
    who, most = make_user(), LIMITS["add"].an_hour
    many(who, most)
    check_may_edit(by(who), "add")
    many(who, most, kind=Edit.Kind.GRID, before=None)
    check_may_edit(by(who))
    with pytest.raises(TooManyEdits):
        check_may_edit(by(who), "add")


def test_moderators_are_not_limited():
    who = make_user(is_staff=True, age_days=0)
    many(who, LIMITS["edit"].an_hour)
    check_may_edit(by(who))


def test_who_may_not_edit_changes_nothing():
    for who in (AnonymousUser(), make_user(is_active=False)):
        with pytest.raises(NotAllowed):
            check_may_edit(EditContext(who, NOW))


@pytest.mark.parametrize("columns", [{"grid_id": None}, {"kind": Edit.Kind.PACKAGE, "package_id": 2}])
def test_an_edit_belongs_to_a_grid_or_package_and_that_of_a_package_to_itself(columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        edit(**columns).save()


def test_edits_stay_when_an_account_goes():
    who = make_user()
    many(who, 1)
    who.delete()
    assert list(Edit.objects.values_list("title", "who")) == [("A cell", None)]


def test_blame_names_who_wrote_each_field_and_each_cell_last():
    ada, grace = make_user("ada"), make_user("grace")
    for who, row, after in ((ada, 1, {"a": 1, "b": 1}), (grace, 1, {"b": 2}), (ada, 2, {"a": 1})):
        edit(who=who, row_id=row, after=after).save()
    edit(who=grace, row_id=3, grid_id=2).save()
    cells = {found.row_id: found for found in last_edits_of_cells([1])}
    assert {row: found.who for row, found in cells.items()} == {1: grace, 2: ada}
    fields = last_edit_by_field(edits_of(Edit.Kind.CELL, 1))
    assert {name: found.who for name, found in fields.items()} == {"a": ada, "b": grace}


def test_blame_of_a_grid_is_one_query(django_assert_num_queries):
    many(make_user(), 30)
    with django_assert_num_queries(1):
        assert {found.who.username for found in last_edits_of_cells([1])} == {"ada"}


def test_an_edit_that_was_reverted_is_left_out():
    who = make_user()
    many(who, 2)
    first, second = Edit.objects.order_by("pk")
    taken = edit(who=make_user("grace"), reverts=first)
    taken.save()
    assert list(unreverted_edits_by(who.pk)) == [second]
