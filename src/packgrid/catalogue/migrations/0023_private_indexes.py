"""Packages know the private index that they come from, and whether the public one has their name, too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0022_lower_repo_url")]

    operations = [
        migrations.AddField(
            model_name="package",
            name="index_name",
            field=models.CharField(
                blank=True,
                default="",
                help_text="The private index that it comes from (PACKGRID_PRIVATE_INDEXES); empty for the public one.",
                max_length=50,
            ),
        ),
        migrations.AddField(
            model_name="facts",
            name="is_name_public",
            field=models.BooleanField(
                blank=True,
                help_text="The public index has a project of the same name as this private one.",
                null=True,
            ),
        ),
    ]
