"""The tables of history as its migrations up to 0005 leave them, made at once.

The catalogue may be older than the history, so its dates are cleaned here, too.
"""

import django.db.models.deletion
import packgrid.history.compact
from django.db import migrations, models

from packgrid.accounts.migrations._create_together import CreateTogether
from packgrid.history.migrations._possible_dates import clean_dates


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('history', '0001_points_and_changes'),
        ('history', '0002_metrics_of_the_table'),
        ('history', '0003_possible_dates'),
        ('history', '0004_vulnerabilities_of_older_releases'),
        ('history', '0005_trust_changes'),
    ]

    dependencies = [
        ('catalogue', '0010_fetch_states'),
        ('comparison', '0004_grid_cells'),
    ]

    operations = [
        CreateTogether(
            packgrid.history.compact.CreateClustered(
                name='Point',
                fields=[
                    ('pk', models.CompositePrimaryKey('package_id', 'metric', 'day', blank=True, editable=False, primary_key=True, serialize=False)),
                    # First, as in the key: SQLite before 3.41 takes a clustered table in another order for damaged.
                    ('package', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='points', to='catalogue.package')),
                    ('metric', models.PositiveSmallIntegerField(help_text='The history_id of a fact; a new one needs no migration.')),
                    ('day', packgrid.history.compact.DayField()),
                    ('value', models.PositiveBigIntegerField()),
                ],
            ),
            migrations.CreateModel(
                name='Change',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('package', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='catalogue.package')),
                    ('kind', models.PositiveSmallIntegerField(choices=[(1, 'added'), (2, 'released'), (3, 'yanked'), (4, 'no longer yanked'), (5, 'release gone'), (6, 'release back'), (7, 'archived'), (8, 'no longer archived'), (9, 'repository moved'), (10, 'licence changed'), (11, 'vulnerability appeared'), (12, 'vulnerability fixed'), (13, 'support gained'), (14, 'support lost'), (15, 'deprecated'), (16, 'no longer deprecated'), (17, 'replaced'), (18, 'gone from PyPI'), (19, 'back on PyPI'), (20, 'repository gone'), (21, 'repository back'), (22, 'vulnerability of older releases appeared'), (23, 'attestation lost'), (24, 'publisher changed')])),
                    ('subject', models.CharField(blank=True, max_length=100)),
                    ('at', models.DateTimeField(help_text='When it happened as far as is known, else when it was seen.')),
                    ('old', models.CharField(blank=True, max_length=300, null=True)),
                    ('new', models.CharField(blank=True, max_length=300)),
                    ('source', models.CharField(max_length=100)),
                ],
                options={
                    'ordering': ['id'],
                    'indexes': [models.Index(fields=['package', 'kind', 'subject'], name='change_by_subject')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('kind__in', [1, 2])), fields=('package', 'kind', 'subject'), name='what_happens_once_is_there_once')],
                },
            ),
        ),
        migrations.RunPython(clean_dates, migrations.RunPython.noop),
    ]
