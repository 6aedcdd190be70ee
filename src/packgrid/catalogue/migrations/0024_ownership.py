"""Who may publish the releases of a project, as its index tells; projects are read whole once."""

from django.db import migrations, models


def forget_validators(apps, _schema_editor):
    apps.get_model("catalogue", "FetchState").objects.filter(source="pypi").exclude(validator="").update(validator="")


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0023_private_indexes")]

    operations = [
        migrations.AddField(
            model_name="facts",
            name="ownership",
            field=models.JSONField(
                blank=True,
                help_text="Who may publish: an organization, and pairs of an account and its role.",
                null=True,
            ),
        ),
        migrations.RunPython(forget_validators, migrations.RunPython.noop, elidable=True),
    ]
