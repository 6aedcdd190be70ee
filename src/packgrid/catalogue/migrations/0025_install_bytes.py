"""The size of the file of each release that would be installed; projects are read whole once."""

from django.db import migrations, models


def forget_validators(apps, _schema_editor):
    apps.get_model("catalogue", "FetchState").objects.filter(source="pypi").exclude(validator="").update(validator="")


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0024_ownership")]

    operations = [
        migrations.AddField(
            model_name="release",
            name="install_bytes",
            field=models.PositiveBigIntegerField(
                blank=True,
                help_text="Of the file that pip installs on CPython 3.13 on Linux x86-64; 0 if it has none for that.",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="release",
            name="size_bytes",
            field=models.PositiveBigIntegerField(blank=True, help_text="Of all its files.", null=True),
        ),
        migrations.RunPython(forget_validators, migrations.RunPython.noop, elidable=True),
    ]
