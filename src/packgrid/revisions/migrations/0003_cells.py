"""Edits of cells are of the kind "cell"; it was called "element"."""

from collections.abc import Callable

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

KINDS = ("package", "grid", "column", "feature", "cell")


def rename_kind(old: str, new: str) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    """A function that gives edits of one kind the name of another; it does nothing twice."""

    def run(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        edits = apps.get_model("revisions", "Edit").objects.using(schema_editor.connection.alias)
        edits.filter(kind=old).update(kind=new)

    return run


class Migration(migrations.Migration):
    dependencies = [("revisions", "0002_reverts")]

    operations = [
        migrations.RunPython(rename_kind("element", "cell"), rename_kind("cell", "element")),
        migrations.AlterField(
            model_name="edit",
            name="kind",
            field=models.CharField(choices=[(kind, kind.title()) for kind in KINDS], max_length=10),
        ),
    ]
