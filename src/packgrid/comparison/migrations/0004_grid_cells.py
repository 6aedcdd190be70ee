"""A cell of a grid is a GridCell; the model was called Element."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comparison", "0003_orders")]

    operations = [
        migrations.RenameModel(old_name="Element", new_name="GridCell"),
        migrations.AlterField(
            model_name="gridcell",
            name="column",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="cells", to="comparison.gridpackage"
            ),
        ),
        migrations.AlterField(
            model_name="gridcell",
            name="feature",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="cells", to="comparison.feature"
            ),
        ),
    ]
