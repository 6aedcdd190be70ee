"""PostgreSQL keeps indexes of bands of well known entries, and the function that asks them."""

from django.db import migrations

from packgrid.search.backends import postgres, sqlite


def run(name):
    def forwards(_apps, editor):
        module = sqlite if editor.connection.vendor == "sqlite" else postgres
        for statement in getattr(module, name):
            editor.execute(statement, params=None)

    return forwards


class Migration(migrations.Migration):
    dependencies = [("search", "0004_downloads")]
    operations = [migrations.RunPython(run("BANDS"), run("NO_BANDS"))]
