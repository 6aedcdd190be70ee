"""The page that names the successor of a package."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0030_help_of_requirements")]

    operations = [
        migrations.AddField(
            model_name="package",
            name="replaced_by_url",
            field=models.CharField(
                blank=True, default="", help_text="The page that names its successor.", max_length=300
            ),
        ),
    ]
