"""Entries tell the words of grids from their own, and letters with strokes are folded; the next start indexes anew."""

from django.db import migrations


def delete_entries(apps, _editor):
    apps.get_model("search", "Entry").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("search", "0007_index_frameworks")]
    operations = [migrations.RunPython(delete_entries, migrations.RunPython.noop)]
