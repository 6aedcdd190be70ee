"""Packages that were compared lately are a RecentComparison; the model was called Compared."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("comparison", "0004_grid_cells")]

    operations = [
        migrations.RenameModel(old_name="Compared", new_name="RecentComparison"),
        migrations.AlterModelOptions(name="recentcomparison", options={}),
    ]
