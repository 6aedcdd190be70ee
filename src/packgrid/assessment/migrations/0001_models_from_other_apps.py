"""Assessments and proposals come from the catalogue, quantiles from refresh, with their rows."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from packgrid.catalogue.migrations._moved_models import move_content_type

MOVED = [
    (("catalogue", "judgement"), ("assessment", "assessment")),
    (("catalogue", "proposal"), ("assessment", "proposal")),
    (("refresh", "steps"), ("assessment", "quantiles")),
]


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0009_assessments_leave"),
        ("refresh", "0004_fetch_states_leave"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Quantiles",
                    fields=[
                        ("column", models.CharField(max_length=30, primary_key=True, serialize=False)),
                        ("values", models.JSONField(default=list)),
                    ],
                ),
                migrations.CreateModel(
                    name="Assessment",
                    fields=[
                        (
                            "package",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="assessment",
                                serialize=False,
                                to="catalogue.package",
                            ),
                        ),
                        ("judged_at", models.DateTimeField()),
                        ("status", models.CharField(max_length=20)),
                        ("sentence", models.TextField()),
                        ("score", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("identity", models.CharField(max_length=20)),
                        ("labels", models.JSONField(default=list)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["judged_at"], name="judgement_by_age"),
                            models.Index(fields=["-score", "package"], name="judgement_by_score"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Proposal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                        ),
                        ("field", models.CharField(max_length=30)),
                        ("value", models.CharField(max_length=300)),
                        ("reason", models.TextField()),
                        ("made_at", models.DateTimeField()),
                        (
                            "is_accepted",
                            models.BooleanField(
                                blank=True, help_text="Unknown until somebody has decided.", null=True
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "package",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="proposals",
                                to="catalogue.package",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-made_at", "id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("package", "field", "value"), name="one_proposal_a_value")
                        ],
                    },
                ),
            ],
        ),
        # Django renames no field within an index.
        migrations.RemoveIndex("Assessment", "judgement_by_age"),
        migrations.RenameField("Assessment", "judged_at", "assessed_at"),
        migrations.AddIndex("Assessment", models.Index(fields=["assessed_at"], name="assessment_by_age")),
        migrations.RenameIndex("Assessment", "assessment_by_score", "judgement_by_score"),
        *(migrations.RunPython(move_content_type(old, new), move_content_type(new, old)) for old, new in MOVED),
    ]
