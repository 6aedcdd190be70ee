"""What was left out of the last answer of a source, and which parts of it answered."""

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
