"""An edit reverts another one; the column was called takes_back."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("revisions", "0001_edits")]

    operations = [
        migrations.RenameField(model_name="edit", old_name="takes_back", new_name="reverts"),
        migrations.AlterField(
            model_name="edit",
            name="reverts",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="reverted_by",
                to="revisions.edit",
            ),
        ),
    ]
