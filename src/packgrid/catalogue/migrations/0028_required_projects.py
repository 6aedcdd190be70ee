"""The projects that the newest release of each package requires, made from its stored requirements."""

from itertools import batched

import attrs
import django.db.models.deletion
from django.db import migrations, models

from packgrid.catalogue.required_projects import list_needed_projects


def fill_required_projects(apps, _schema_editor):
    facts, row = apps.get_model("catalogue", "Facts"), apps.get_model("catalogue", "RequiredProject")
    having = facts.objects.filter(requires_dist__isnull=False).values_list("package", "requires_dist")
    made = (
        row(package_id=pk, **attrs.asdict(needed))
        for pk, requires_dist in having.iterator(1000)
        for needed in list_needed_projects(requires_dist)
    )
    for rows in batched(made, 1000):
        row.objects.bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0027_builtin_facts")]

    operations = [
        migrations.CreateModel(
            name="RequiredProject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("extra", models.CharField(blank=True, default="", max_length=100)),
                ("project", models.CharField(blank=True, help_text="Its normalized name (PEP 503).", max_length=100)),
                ("project_extra", models.CharField(blank=True, default="", max_length=100)),
                ("specifier", models.CharField(blank=True, max_length=300)),
                (
                    "package",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="required_projects",
                        to="catalogue.package",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="requiredproject",
            constraint=models.UniqueConstraint(
                fields=("package", "extra", "project", "project_extra", "specifier"), name="one_required_project"
            ),
        ),
        migrations.RunPython(fill_required_projects, migrations.RunPython.noop, elidable=True),
    ]
