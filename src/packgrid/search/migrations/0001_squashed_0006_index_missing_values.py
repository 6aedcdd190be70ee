"""The tables of search as its migrations up to 0006 leave them, made at once in a new database."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from packgrid.accounts.migrations._create_together import CreateTogether
from packgrid.search.backends import postgres, sqlite

ORDERS = {
    'stars': 'stars DESC',
    'downloads': 'downloads DESC',
    'updated': 'updated_at DESC',
    'released': 'released_at DESC',
    'score': 'score DESC',
    'title': 'LOWER(title)',
}


def create_indexes(_apps, editor):
    """Create the full-text index, an index for each order, and those of popular entries."""
    is_sqlite = editor.connection.vendor == 'sqlite'
    module = sqlite if is_sqlite else postgres
    orders = [
        f'CREATE INDEX search_entry_by_{name} ON search_entry '
        f'({by if is_sqlite or name == "title" else by + " NULLS LAST"}, place)'
        for name, by in ORDERS.items()
    ]
    for statement in (*module.CREATE, *orders, *module.BANDS):
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('search', '0001_initial'),
        ('search', '0002_words_and_places'),
        ('search', '0003_full_text'),
        ('search', '0004_downloads'),
        ('search', '0005_bands'),
        ('search', '0006_index_missing_values'),
    ]

    dependencies = [
        ('catalogue', '0003_judgements'),
        ('comparison', '0001_initial'),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='Entry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('package', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='search_entry', to='catalogue.package')),
                    ('grid', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='search_entry', to='comparison.grid')),
                    ('slug', models.CharField(max_length=100)),
                    ('title', models.CharField(max_length=100)),
                    ('description', models.TextField(blank=True)),
                    ('created', models.DateTimeField(default=django.utils.timezone.now)),
                    ('modified', models.DateTimeField(default=django.utils.timezone.now)),
                    ('place', models.BigIntegerField(unique=True)),
                    ('names', models.TextField(blank=True)),
                    ('words', models.TextField(blank=True)),
                    ('tags', models.TextField(blank=True)),
                    ('stars', models.PositiveIntegerField(null=True)),
                    ('downloads', models.PositiveBigIntegerField(null=True)),
                    ('score', models.PositiveSmallIntegerField(null=True)),
                    ('updated_at', models.DateTimeField(null=True)),
                    ('released_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name_plural': 'entries',
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('grid__isnull', True), ('package__isnull', False)), models.Q(('grid__isnull', False), ('package__isnull', True)), _connector='OR'), name='entry_of_a_package_or_a_grid')],
                },
            ),
            migrations.CreateModel(
                name='Word',
                fields=[
                    ('word', models.CharField(max_length=80, primary_key=True, serialize=False)),
                    ('skeleton', models.CharField(db_index=True, max_length=80)),
                    ('count', models.IntegerField(default=0)),
                ],
            ),
        ),
        migrations.RunPython(create_indexes, migrations.RunPython.noop),
    ]
