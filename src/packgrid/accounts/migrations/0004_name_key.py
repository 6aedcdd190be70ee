import django.contrib.auth.validators
from django.db import migrations, models

import packgrid.accounts.user_names

BATCH = 500


def set_keys(apps, schema_editor):
    """Give each account the key of its name; of two names that are the same now, the older account gets it."""
    User = apps.get_model("accounts", "User")
    given, rows = set(), []
    for user in User.objects.order_by("pk").only("pk", "username").iterator():
        key = packgrid.accounts.user_names.user_name_key(user.username)
        if key not in given:
            given.add(key)
            user.name_key = key
            rows.append(user)
        if len(rows) == BATCH:
            User.objects.bulk_update(rows, ["name_key"])
            rows = []
    User.objects.bulk_update(rows, ["name_key"])


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_shared_cache_entry'),
    ]

    operations = [
        migrations.AlterModelManagers(name='user', managers=[]),
        migrations.AddField(
            model_name='user',
            name='name_key',
            field=models.CharField(editable=False, help_text='By which names are compared. Empty where two names were the same before they were compared so.', max_length=255, null=True, unique=True),
        ),
        migrations.AlterField(
            model_name='user',
            name='username',
            field=models.CharField(error_messages={'unique': 'This name is taken. Choose another one.'}, help_text='Letters, digits and the characters . + - _ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator(), packgrid.accounts.user_names.check_user_name], verbose_name='user name'),
        ),
        migrations.RunPython(set_keys, migrations.RunPython.noop),
    ]
