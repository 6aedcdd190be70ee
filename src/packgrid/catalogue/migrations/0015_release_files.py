"""Where the metadata and the provenance of each release are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0014_index_status")]

    operations = [
        migrations.AddField(
            model_name="release",
            name="metadata_url",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Its metadata file, with its digest as fragment; empty if there is none.",
                max_length=500,
            ),
        ),
        migrations.AddField(
            model_name="release",
            name="provenance_url",
            field=models.CharField(
                blank=True,
                help_text="The provenance of its first attested file; empty if it has none.",
                max_length=500,
                null=True,
            ),
        ),
    ]
