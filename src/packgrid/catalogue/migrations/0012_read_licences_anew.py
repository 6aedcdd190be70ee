from django.db import migrations


def forget_validators(apps, _schema_editor):
    """Let the documents of projects be fetched whole once, because their licences are read in another way."""
    apps.get_model("catalogue", "FetchState").objects.filter(source="pypi").exclude(validator="").update(validator="")


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0011_read_projects_anew")]
    operations = [migrations.RunPython(forget_validators, migrations.RunPython.noop, elidable=True)]
