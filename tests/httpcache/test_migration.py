import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState, ProjectState
from django.utils import timezone

from packgrid.accounts.models import User
from packgrid.httpcache.models import Invalidation
from packgrid.ops.database import make_checked_executor

FIELDS = [
    ("id", models.BigAutoField(auto_created=True, primary_key=True)),
    ("tags", models.TextField()),
    ("at", models.DateTimeField(default=timezone.now)),
]


@pytest.fixture
def older_database(transactional_db):
    """A database of the version in which the app was called `publishing`, with rows and somebody's permission."""
    call_command("migrate", "httpcache", "zero", verbosity=0)
    state = ProjectState()
    state.add_model(ModelState("publishing", "Write", FIELDS))
    write = state.apps.get_model("publishing", "Write")
    with connection.schema_editor() as editor:
        editor.create_model(write)
    write.objects.bulk_create([write(tags="grids"), write(tags="package-7 packages")])
    MigrationRecorder(connection).record_applied("publishing", "0001_writes")
    ContentType.objects.filter(app_label="httpcache").delete()
    kind = ContentType.objects.create(app_label="publishing", model="write")
    permission = Permission.objects.create(content_type=kind, codename="add_write", name="Can add write")
    User.objects.create_user("ada").user_permissions.add(permission)
    yield
    ContentType.objects.filter(app_label="publishing").delete()


def test_the_table_of_publishing_is_taken_over_with_all_that_refers_to_it(older_database):
    assert make_checked_executor()
    call_command("migrate", "httpcache", verbosity=0)
    assert list(Invalidation.objects.order_by("pk").values_list("pk", "tags")) == [
        (1, "grids"),
        (2, "package-7 packages"),
    ]
    assert Invalidation.objects.create(tags="x").pk == 3
    assert "publishing_write" not in connection.introspection.table_names()
    applied = MigrationRecorder(connection).applied_migrations()
    assert ("httpcache", "0001_initial") in applied
    assert ("publishing", "0001_writes") not in applied
    held = User.objects.get(username="ada").user_permissions.values_list("content_type__app_label", "codename", "name")
    assert list(held) == [("httpcache", "add_invalidation", "Can add invalidation")]
