"""Entries that are made anew: `packgrid up` and `packgrid reindex` fill them."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0003_judgements"),
        ("comparison", "0001_initial"),
        ("search", "0001_initial"),
    ]

    operations = [
        migrations.DeleteModel(name="Entry"),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.CharField(max_length=100)),
                ("title", models.CharField(max_length=100)),
                ("description", models.TextField(blank=True)),
                ("created", models.DateTimeField(default=django.utils.timezone.now)),
                ("modified", models.DateTimeField(default=django.utils.timezone.now)),
                ("place", models.BigIntegerField(unique=True)),
                ("names", models.TextField(blank=True)),
                ("words", models.TextField(blank=True)),
                ("tags", models.TextField(blank=True)),
                ("stars", models.PositiveIntegerField(null=True)),
                ("score", models.PositiveSmallIntegerField(null=True)),
                ("updated_at", models.DateTimeField(null=True)),
                ("released_at", models.DateTimeField(null=True)),
                (
                    "grid",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_entry",
                        to="comparison.grid",
                    ),
                ),
                (
                    "package",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_entry",
                        to="catalogue.package",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "entries",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("grid__isnull", True), ("package__isnull", False)),
                            models.Q(("grid__isnull", False), ("package__isnull", True)),
                            _connector="OR",
                        ),
                        name="entry_of_a_package_or_a_grid",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("word", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("skeleton", models.CharField(db_index=True, max_length=80)),
                ("count", models.IntegerField(default=0)),
            ],
        ),
    ]
