"""A metric is the history_id of a fact; the database is as it was."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("history", "0001_points_and_changes")]

    operations = [
        migrations.AlterField(
            model_name="point",
            name="metric",
            field=models.PositiveSmallIntegerField(help_text="The history_id of a fact; a new one needs no migration."),
        ),
    ]
