"""Entries know the downloads of 30 days, and there is an index for each order."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery

ORDERS = ("stars", "downloads", "updated", "released", "score", "title")
COLUMNS = {"updated": "updated_at", "released": "released_at"}


def index(_apps, editor):
    last = " NULLS LAST" if editor.connection.vendor == "postgresql" else ""
    for name in ORDERS:
        by = "LOWER(title)" if name == "title" else f"{COLUMNS.get(name, name)} DESC{last}"
        editor.execute(f"CREATE INDEX search_entry_by_{name} ON search_entry ({by}, place)", params=None)


def remove_indexes(_apps, editor):
    for name in ORDERS:
        editor.execute(f"DROP INDEX IF EXISTS search_entry_by_{name}", params=None)


def fill(apps, _editor):
    downloads = apps.get_model("catalogue", "Facts").objects.filter(package=OuterRef("package"))
    apps.get_model("search", "Entry").objects.exclude(package=None).update(
        downloads=Subquery(downloads.values("downloads_30d"))
    )


class Migration(migrations.Migration):
    dependencies = [("search", "0003_full_text")]
    operations = [
        migrations.AddField("entry", "downloads", models.PositiveBigIntegerField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(index, remove_indexes),
    ]
