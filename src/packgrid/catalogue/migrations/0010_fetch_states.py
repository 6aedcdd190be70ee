"""Fetch states come from the app refresh, with their rows."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from packgrid.catalogue.migrations._moved_models import move_content_type

OLD, NEW = ("refresh", "fetchstate"), ("catalogue", "fetchstate")


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0009_assessments_leave"),
        ("refresh", "0004_fetch_states_leave"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="FetchState",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                        ),
                        ("source", models.CharField(max_length=30)),
                        ("subject", models.CharField(max_length=300)),
                        ("host", models.CharField(max_length=255)),
                        ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("claim", models.CharField(blank=True, max_length=32)),
                        ("claimed_until", models.DateTimeField(blank=True, null=True)),
                        ("validator", models.CharField(blank=True, max_length=500)),
                        (
                            "last_answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Never Asked"),
                                    ("changed", "Changed"),
                                    ("unchanged", "Unchanged"),
                                    ("gone", "Gone"),
                                    ("rate limited", "Rate Limited"),
                                    ("unavailable", "Unavailable"),
                                    ("malformed", "Malformed"),
                                ],
                                default="",
                                max_length=20,
                            ),
                        ),
                        ("last_answer_at", models.DateTimeField(blank=True, null=True)),
                        ("last_success_at", models.DateTimeField(blank=True, null=True)),
                        ("last_change_at", models.DateTimeField(blank=True, null=True)),
                        ("failures_in_a_row", models.PositiveIntegerField(default=0)),
                        ("last_error", models.TextField(blank=True)),
                        (
                            "package",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="fetch_states",
                                to="catalogue.package",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["source", "host", "due_at", "id"], name="fetch_state_by_due")
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("package", "source"), name="one_fetch_state_a_source")
                        ],
                    },
                ),
            ],
        ),
        migrations.RunPython(move_content_type(OLD, NEW), move_content_type(NEW, OLD)),
    ]
