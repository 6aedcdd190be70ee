"""Judgements and proposals belong to the app assessment from now on; their tables take its names."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0008_readme_source_digest")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.AlterModelTable("Judgement", "assessment_assessment"),
                migrations.AlterModelTable("Proposal", "assessment_proposal"),
            ],
            state_operations=[migrations.DeleteModel("Judgement"), migrations.DeleteModel("Proposal")],
        ),
    ]
