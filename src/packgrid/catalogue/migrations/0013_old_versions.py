"""Versions that PEP 440 does not know are put in order by their numbers: 0.10-final after 0.9-final."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from packgrid.lib.versions import UNPARSEABLE, version_sort_key

BATCH = 500


def sort_old_versions(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Give the releases with such versions their new keys."""
    release = apps.get_model("catalogue", "Release")
    rows = list(release.objects.filter(sort_key__startswith=UNPARSEABLE).only("version"))
    for row in rows:
        row.sort_key = version_sort_key(row.version)
    release.objects.bulk_update(rows, ["sort_key"], BATCH)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0012_read_licences_anew")]

    operations = [migrations.RunPython(sort_old_versions, migrations.RunPython.noop)]
