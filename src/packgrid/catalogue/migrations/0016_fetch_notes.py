"""Add a note to each fetch: the parts of the source that answered, and the items that could not be read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0015_release_files")]

    operations = [
        migrations.AddField(
            model_name="fetchstate",
            name="note",
            field=models.TextField(blank=True, default=""),
        ),
    ]
