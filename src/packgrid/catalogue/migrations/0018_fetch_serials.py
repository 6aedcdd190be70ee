"""The serial of a project that was seen last, to compare with the index's full list."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0017_read_people_anew")]

    operations = [
        migrations.AddField(
            model_name="fetchstate",
            name="serial",
            field=models.BigIntegerField(
                blank=True, help_text="The index's number of the change seen last.", null=True
            ),
        ),
    ]
