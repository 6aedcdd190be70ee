from django.db import migrations, models

from packgrid.accounts.user_names import look_alike_key

BATCH = 1000


def set_keys(apps, schema_editor):
    User = apps.get_model("accounts", "User")
    rows = []
    for user in User.objects.only("pk", "username").iterator(BATCH):
        user.look_alike_key = look_alike_key(user.username)
        rows.append(user)
        if len(rows) == BATCH:
            User.objects.bulk_update(rows, ["look_alike_key"])
            rows = []
    User.objects.bulk_update(rows, ["look_alike_key"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_name_key"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="look_alike_key",
            field=models.CharField(
                db_index=True,
                default="",
                editable=False,
                help_text="By which new names are compared with those that look alike. Accounts that were there may share it.",
                max_length=255,
            ),
        ),
        migrations.RunPython(set_keys, migrations.RunPython.noop),
    ]
