"""Entries know the downloads of 30 days, and there is an index for each order."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery

from packgrid.search.backends import postgres, sqlite


def run(name):
    def forwards(_apps, editor):
        module = sqlite if editor.connection.vendor == "sqlite" else postgres
        for statement in getattr(module, name):
            editor.execute(statement, params=None)

    return forwards


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
        migrations.RunPython(run("SORTED"), run("UNSORTED")),
    ]
