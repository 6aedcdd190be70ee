"""Fetch states belong to the catalogue from now on, quantiles to the app assessment; their tables take these names."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("refresh", "0003_steps")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.AlterModelTable("FetchState", "catalogue_fetchstate"),
                migrations.AlterModelTable("Steps", "assessment_quantiles"),
            ],
            state_operations=[migrations.DeleteModel("FetchState"), migrations.DeleteModel("Steps")],
        ),
    ]
