from datetime import UTC, datetime

import pytest

from announcements import heard_ids
from packgrid.catalogue.models import Category, Package
from packgrid.catalogue.records import RecordOutcome, RecordStatus
from packgrid.comparison.editing import put_grids, title_from_slug
from packgrid.comparison.models import Feature, Grid, GridCell
from packgrid.comparison.records import FeatureRecord, GridRecord

NOW = datetime(2026, 11, 24, tzinfo=UTC)
LATER = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture
def packages(db):
    apps = Category.objects.create(slug="apps", title="App")
    return [Package.objects.create(slug=slug, title=slug, category=apps) for slug in ("a", "b")]


def grid(**values: object):
    features = (FeatureRecord(title="Ajax", cells={"a": "yes"}), FeatureRecord(title="Docs", description="Any"))
    return GridRecord(**{"slug": "forms", "packages": ("a", "a"), "features": features} | values)


@pytest.mark.django_db
def test_a_grid_is_added_with_its_packages_features_and_elements_and_again_nothing_changes(packages):
    assert put_grids([grid(id=48)], now=NOW) == [RecordOutcome(RecordStatus.ADDED)]
    assert put_grids([grid(id=48)], now=LATER) == [RecordOutcome(RecordStatus.UNCHANGED)]
    assert list(Grid.objects.values_list("id", "title", "modified")) == [(48, "Forms", NOW)]
    assert list(Feature.objects.values_list("title", "description", "position")) == [
        ("Ajax", "", 0),
        ("Docs", "Any", 1),
    ]
    assert list(GridCell.objects.values_list("column__package__slug", "feature__title", "text")) == [
        ("a", "Ajax", "yes")
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changed",
    [
        {"title": "New"},
        {"packages": ("a", "b")},
        {"features": (FeatureRecord(title="Ajax", description="New"),)},
        {"features": (FeatureRecord(title="Docs"), FeatureRecord(title="Ajax"))},
        {"features": (FeatureRecord(title="More"),)},
        {"features": (FeatureRecord(title="Ajax", cells={"a": "no"}),)},
    ],
)
def test_any_change_moves_the_grid_and_is_announced_once(packages, changed):
    put_grids([grid()], now=NOW)
    with heard_ids("grids") as heard:
        assert put_grids([grid(**changed)], now=LATER, overwrites=True) == [RecordOutcome(RecordStatus.CHANGED)]
        assert put_grids([grid(**changed)], now=LATER, overwrites=True) == [RecordOutcome(RecordStatus.UNCHANGED)]
    assert heard == [{Grid.objects.get().pk}]
    assert Grid.objects.get().modified == LATER


@pytest.mark.django_db
def test_what_people_wrote_stays_unless_the_load_overwrites(packages):
    put_grids([grid()], now=NOW)
    said = grid(title="New", features=(FeatureRecord(title="Ajax", cells={"a": "no"}),))
    assert put_grids([said], now=LATER) == [RecordOutcome(RecordStatus.UNCHANGED, unchanged=("title",))]
    assert list(GridCell.objects.values_list("text", flat=True)) == ["yes"]


@pytest.mark.django_db
def test_nothing_leaves_a_grid(packages):
    put_grids([grid(packages=("a", "b"))], now=NOW)
    assert put_grids([GridRecord(slug="forms")], now=LATER) == [RecordOutcome(RecordStatus.UNCHANGED)]
    found = Grid.objects.get()
    assert (found.packages.count(), found.features.count()) == (2, 2)


@pytest.mark.django_db
def test_what_does_not_exist_is_left_out_and_said(packages):
    record = grid(packages=("a", "ghost"), features=(FeatureRecord(title="Ajax", cells={"b": "yes"}),))
    assert put_grids([record], now=NOW) == [
        RecordOutcome(
            RecordStatus.ADDED,
            "packages: the catalogue has no package 'ghost'; left out; elements: 'b' is not in this "
            "grid; 'Ajax' left out",
        )
    ]


@pytest.mark.django_db
def test_an_id_of_another_grid_is_refused():
    put_grids([GridRecord(slug="g", id=1)], now=NOW)
    assert put_grids([GridRecord(slug="h", id=1), GridRecord(slug="i", id=2)], now=NOW) == [
        RecordOutcome(RecordStatus.REFUSED, "id: 1 belongs to 'g'"),
        RecordOutcome(RecordStatus.ADDED),
    ]


@pytest.mark.parametrize(
    ("slug", "title"),
    [
        ("django-rest-framework", "Django rest framework"),
        ("finite_state_machine", "Finite state machine"),
        ("-", "-"),
        ("CMS", "CMS"),
    ],
)
def test_a_title_is_made_from_a_slug(slug, title):
    assert title_from_slug(slug) == title
