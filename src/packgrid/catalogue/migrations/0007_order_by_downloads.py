"""Lists can be ordered by downloads."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0006_hidden")]

    operations = [
        migrations.AddIndex(
            model_name="facts",
            index=models.Index(fields=["-downloads_30d", "package"], name="facts_by_downloads"),
        ),
    ]
