"""Entries get tags for what is not known of a package; the next start indexes everything anew."""

from django.db import migrations


def delete_entries(apps, _editor):
    apps.get_model("search", "Entry").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("search", "0005_bands")]
    operations = [migrations.RunPython(delete_entries, migrations.RunPython.noop)]
