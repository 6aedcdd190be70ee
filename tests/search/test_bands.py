"""Whatever way the database takes, the best known come."""

import pytest
from django.db import connection

from packgrid.catalogue.models import Category, Package
from packgrid.search.backends import current_backend
from packgrid.search.expressions import InNames, Term, join_all
from packgrid.search.models import Entry
from packgrid.search.popularity import first_place

pytestmark = pytest.mark.django_db
STEPS = (0, 14, 15, 34, 35, 54, 55, 74, 75, 100)
OF_EACH = 15
NUMBERS = range(OF_EACH * len(STEPS))


@pytest.fixture
def places():
    """The places of entries of all degrees of popularity by number; all of them are common, every 29th is rare."""
    category = Category.objects.create(slug="apps", title="Apps")
    packages = Package.objects.bulk_create(Package(slug=f"p{at}", title=f"p{at}", category=category) for at in NUMBERS)
    places = {at: first_place(STEPS[at % len(STEPS)]) + at for at in NUMBERS}
    Entry.objects.bulk_create(
        Entry(package=package, place=place, names=f" common {'rare' if is_rare(at) else 'other'} begun{at} ")
        for (at, place), package in zip(places.items(), packages, strict=True)
    )
    return places


def is_rare(at):
    return at % 29 == 0


@pytest.mark.parametrize("most", [1, OF_EACH, 2 * OF_EACH + 1, 5 * OF_EACH, 9 * OF_EACH, 1000])
@pytest.mark.parametrize(
    ("expression", "holds"),
    [
        (Term("common"), lambda _at: True),
        (Term("begun", is_prefix=True), lambda _at: True),
        (Term("begun1", is_prefix=True), lambda at: str(at).startswith("1")),
        (Term("rare"), is_rare),
        (join_all([Term("common"), Term("begun1", is_prefix=True)]), lambda at: str(at).startswith("1")),
        (
            InNames(join_all([Term("rare"), Term("begun1", is_prefix=True)])),
            lambda at: is_rare(at) and str(at).startswith("1"),
        ),
        (join_all([Term("rare"), Term("nothing", is_prefix=True)]), lambda _at: False),
    ],
)
def test_the_best_known_are_found_and_no_others(places, expression, holds, most):
    with connection.cursor() as cursor:
        cursor.execute(*current_backend().select_places(expression, most))
        found = [place for (place,) in cursor.fetchall()]
    assert found == sorted(place for at, place in places.items() if holds(at))[:most]
