"""Add the status of a project at its index (archived, quarantined, deprecated) and the reason that is given."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0013_old_versions")]

    operations = [
        migrations.AddField(
            model_name="facts",
            name="index_status",
            field=models.CharField(
                blank=True,
                help_text="What the index says (PEP 792): active, archived, quarantined or deprecated.",
                max_length=20,
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="facts",
            name="index_status_reason",
            field=models.CharField(blank=True, max_length=500, null=True),
        ),
    ]
