"""The full-text index, which the database keeps by itself in the transaction that changes an entry."""

from django.db import migrations

from packgrid.search.backends import postgres, sqlite


def run(name):
    def forwards(_apps, editor):
        module = sqlite if editor.connection.vendor == "sqlite" else postgres
        for statement in getattr(module, name):
            editor.execute(statement, params=None)

    return forwards


class Migration(migrations.Migration):
    dependencies = [("search", "0002_words_and_places")]
    operations = [migrations.RunPython(run("CREATE"), run("REMOVE"))]
