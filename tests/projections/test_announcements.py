"""Changes are handed to the projections at once, or collected until the end of their transaction."""

import pytest
from django.db import transaction

from announcements import heard_by
from packgrid.projections.announcements import announce, collect_changes
from packgrid.projections.change_set import ChangeSet
from packgrid.projections.projection import Projection, Turn, register, registered_projections, unregister

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    found = []
    with heard_by(found.append):
        yield found


class Broken(Exception):
    pass


def test_outside_of_a_collection_each_announcement_is_handed_on_at_once(heard):
    announce(packages={1}, grids={2})
    announce(categories=[3])
    assert heard == [ChangeSet(packages={1}, grids={2}), ChangeSet(categories={3})]


def test_what_is_collected_is_handed_on_once_at_the_end(heard):
    with collect_changes(is_large=True):
        announce(packages={1})
        announce(packages={2}, assessed_packages={1})
        with collect_changes():
            announce(grids={3})
        assert heard == []
    assert heard == [ChangeSet(packages={1, 2}, assessed_packages={1}, grids={3}, is_large=True)]


def test_no_ids_are_no_change(heard):
    announce(packages=())
    with collect_changes():
        announce(grids=set())
    assert heard == []


@collect_changes()
def announce_and_fail():
    announce(packages={2})
    raise Broken


def test_what_is_rolled_back_is_not_handed_on(heard):
    with collect_changes():
        announce(packages={1})
        transaction.set_rollback(True)
    with pytest.raises(Broken):
        announce_and_fail()
    announce(packages={3})
    assert heard == [ChangeSet(packages={3})]


def test_an_unknown_kind_of_change_is_an_error():
    with pytest.raises(TypeError):
        announce(packges={1})
    with pytest.raises(AttributeError), collect_changes():
        announce(packges={1})


def test_projections_have_their_turns():
    register(Projection("from the sources", Turn.SOURCES, lambda _changes, _progress: None))
    try:
        names = [projection.name for projection in registered_projections()]
    finally:
        unregister("from the sources")
    ours = [
        "fetch states",
        "contributions",
        "maintainers",
        "decisions",
        "assessments",
        "API documents",
        "search entries",
        "cache tags",
    ]
    assert sorted(names) == sorted([*ours, "from the sources"])
    assert names.index("from the sources") < names.index("contributions")
    assert [name for name in names if name in ours] == ours
