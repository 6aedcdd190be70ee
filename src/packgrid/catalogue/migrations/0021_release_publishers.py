"""Who uploaded each release, as its index recorded it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0020_advisories")]

    operations = [
        migrations.AddField(
            model_name="release",
            name="publishers",
            field=models.JSONField(
                blank=True, help_text="Who uploaded it, as the index recorded; null if that was not checked.", null=True
            ),
        ),
        migrations.AddField(
            model_name="release",
            name="predicate_types",
            field=models.JSONField(blank=True, help_text="What its attestations state.", null=True),
        ),
    ]
