"""A database from when edits were taken back and cells were elements keeps its edits, cells and permissions."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.apps.registry import Apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

from older_database import migrate_step_by_step
from packgrid.comparison.models import Feature, GridCell, RecentComparison
from packgrid.revisions.queries import newest_edits
from web.rows import make_grid, make_package

AT = datetime(2026, 11, 1, tzinfo=UTC)
BEFORE = [("comparison", "0003_orders"), ("revisions", "0001_edits")]


@pytest.fixture
def older_apps(transactional_db: None) -> Iterator[Apps]:
    """The models of a database that was brought back to the state before."""
    grid = make_grid("forms", packages=[make_package("a")], features=[("Ajax", {"a": "yes"})])
    group = Group.objects.create(name="staff")
    kind = ContentType.objects.get_for_model(GridCell)
    group.permissions.add(Permission.objects.get(content_type=kind, codename="change_gridcell"))
    apps = migrate_step_by_step(BEFORE)
    assert grid.pk
    yield apps
    call_command("migrate", verbosity=0)
    ContentType.objects.clear_cache()


def test_a_database_from_before_keeps_its_edits_cells_and_permissions(older_apps):
    assert {"comparison_element", "revisions_edit"} <= set(connection.introspection.table_names())
    element = older_apps.get_model("comparison", "Element").objects.get()
    older_apps.get_model("comparison", "Compared").objects.create(key="1,2", compared_at=AT)
    edits = older_apps.get_model("revisions", "Edit").objects
    values = {"kind": "element", "row_id": element.pk, "grid_id": 1, "title": "A: Ajax", "at": AT}
    first = edits.create(**values, after={"text": "yes"})
    edits.create(**values, after={"text": ""}, takes_back=first)
    edits.create(**values | {"kind": "feature"})

    call_command("migrate", verbosity=0)

    assert list(GridCell.objects.values_list("pk", "text")) == [(element.pk, "yes")]
    assert Feature.objects.get().cells.get().pk == element.pk
    assert list(RecentComparison.objects.values_list("key", "compared_at")) == [("1,2", AT)]
    assert [(edit.kind, edit.reverts_id, edit.is_reverted) for edit in newest_edits()] == [
        ("feature", None, False),
        ("cell", first.pk, False),
        ("cell", None, True),
    ]
    assert "comparison_element" not in connection.introspection.table_names()
    assert (
        GridCell.objects.create(
            column=GridCell.objects.get().column,
            feature=Feature.objects.create(grid=Feature.objects.get().grid, title="Docs"),
            text="no",
        ).pk
        > element.pk
    )
    held = Group.objects.get().permissions.values_list("codename", "content_type__model")
    assert list(held) == [("change_gridcell", "gridcell")]
