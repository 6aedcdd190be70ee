from django.db import migrations

SOURCES = ("pypi", "github", "gitlab", "git")


def forget_validators(apps, _schema_editor):
    """Let everything that names people be fetched whole once, because names and programs are read in another way."""
    rows = apps.get_model("catalogue", "FetchState").objects.filter(source__in=SOURCES).exclude(validator="")
    rows.update(validator="")


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0016_fetch_notes")]
    operations = [migrations.RunPython(forget_validators, migrations.RunPython.noop, elidable=True)]
