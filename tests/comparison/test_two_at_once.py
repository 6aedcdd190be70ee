"""People who save at the same moment, each on a connection of their own."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from packgrid.catalogue.package_edits import add_package
from packgrid.comparison.grid_edits import CellPlace, add_column, add_feature, add_grid, fill_cell
from packgrid.comparison.models import GridCell
from packgrid.revisions.errors import EditRefused
from packgrid.revisions.models import Edit
from revisions.rows import by, make_user
from web.rows import make_category, make_grid, make_package

PEOPLE = 4
pytestmark = [
    pytest.mark.django_db(transaction=True),
]


def at_once(act) -> Counter[str]:
    """How often each thing happened when several people did the same at the same moment."""
    people, start = [make_user(f"user{number}") for number in range(PEOPLE)], Barrier(PEOPLE)

    def one(who) -> str:
        start.wait()
        try:
            return type(act(by(who))).__name__
        except EditRefused as refused:
            return type(refused).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        return Counter(pool.map(one, people))


@pytest.fixture
def forms():
    return make_grid("forms", packages=[make_package()], features=[("Ajax", {})])


def test_one_writes_into_a_cell_and_the_others_see_what_it_says(forms):
    place = CellPlace(forms.pk, forms.columns.get().package_id, forms.features.get().pk)
    happened = at_once(lambda who: fill_cell(place, f"said by {who.who}", was="", by=who))
    assert happened == {"Edit": 1, "Conflict": PEOPLE - 1}
    assert GridCell.objects.get().text == Edit.objects.get().after["text"]


def test_one_puts_a_package_into_a_grid(forms):
    package = make_package("django-b")
    assert at_once(lambda who: add_column(forms.pk, package.pk, by=who)) == {"GridPackage": 1, "Duplicate": PEOPLE - 1}


def test_one_adds_a_feature_of_a_title(forms):
    assert at_once(lambda who: add_feature(forms.pk, {"title": "Docs"}, by=who)) == {
        "Feature": 1,
        "Duplicate": PEOPLE - 1,
    }


def test_one_adds_a_package():
    values = {"slug": "kite", "title": "Kite", "category_id": make_category().pk}
    assert at_once(lambda who: add_package(values, by=who)) == {"Package": 1, "Duplicate": PEOPLE - 1}
    assert Edit.objects.count() == 1


def test_one_makes_a_grid():
    values = {"slug": "kites", "title": "Kites"}
    assert at_once(lambda who: add_grid(values, by=who)) == {"Grid": 1, "Duplicate": PEOPLE - 1}
