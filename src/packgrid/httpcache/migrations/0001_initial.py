import django.utils.timezone
from django.db import migrations, models


class CreateOrTakeOver(migrations.CreateModel):
    """Creates the table, or takes over that of the app `publishing`, which this app was called before."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        tables = schema_editor.connection.introspection.table_names()
        if "publishing_write" not in tables:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        vendor = schema_editor.connection.vendor
        renames = RENAMES + (POSTGRESQL_RENAMES if vendor == "postgresql" else ())
        for statement in renames + (CONTENT_TYPES if "django_content_type" in tables else ()) + FORGET:
            schema_editor.execute(statement)


RENAMES = ("ALTER TABLE publishing_write RENAME TO httpcache_invalidation",)
POSTGRESQL_RENAMES = (
    "ALTER SEQUENCE publishing_write_id_seq RENAME TO httpcache_invalidation_id_seq",
    "ALTER INDEX publishing_write_pkey RENAME TO httpcache_invalidation_pkey",
)
CONTENT_TYPES = (
    "UPDATE auth_permission SET codename = replace(codename, 'write', 'invalidation'), "
    "name = replace(name, 'write', 'invalidation') WHERE content_type_id IN "
    "(SELECT id FROM django_content_type WHERE app_label = 'publishing' AND model = 'write')",
    "UPDATE django_content_type SET app_label = 'httpcache', model = 'invalidation' "
    "WHERE app_label = 'publishing' AND model = 'write'",
)
FORGET = ("DELETE FROM django_migrations WHERE app = 'publishing'",)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        CreateOrTakeOver(
            name='Invalidation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tags', models.TextField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
    ]
