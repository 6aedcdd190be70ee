"""Entries get tags for the frameworks that packages mention; the next start indexes everything anew."""

from django.db import migrations


def delete_entries(apps, _editor):
    apps.get_model("search", "Entry").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("search", "0006_index_missing_values")]
    operations = [migrations.RunPython(delete_entries, migrations.RunPython.noop)]
