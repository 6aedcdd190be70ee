"""Columns that say where the task of a package is built in now: since when, under which name, by which page."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0026_distinct_packages")]

    operations = [
        migrations.AddField(
            model_name="package",
            name="builtin_in",
            field=models.CharField(
                blank=True,
                default="",
                help_text="The framework (its key in lib/frameworks.py) that what it does is built into now.",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="package",
            name="builtin_since",
            field=models.CharField(
                blank=True, default="", help_text="The first version that has it.", max_length=20
            ),
        ),
        migrations.AddField(
            model_name="package",
            name="builtin_name",
            field=models.CharField(blank=True, default="", help_text="What it is called there.", max_length=100),
        ),
        migrations.AddField(
            model_name="package",
            name="builtin_url",
            field=models.CharField(blank=True, default="", help_text="The page that says so.", max_length=300),
        ),
        migrations.AddConstraint(
            model_name="package",
            constraint=models.CheckConstraint(
                condition=models.Q(builtin_in="", builtin_name="", builtin_since="", builtin_url="")
                | ~(models.Q(builtin_in="") | models.Q(builtin_since="") | models.Q(builtin_url="")),
                name="builtin_with_source",
                violation_error_message=(
                    "Say what it is built into, since which version, and which page says so; or leave all of it empty."
                ),
            ),
        ),
    ]
