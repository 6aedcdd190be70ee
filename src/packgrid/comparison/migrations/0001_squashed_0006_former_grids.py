"""The tables of comparison as its migrations up to 0006 leave them, made at once in a new database."""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.db import migrations, models

from packgrid.accounts.migrations._create_together import CreateTogether


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('comparison', '0001_initial'),
        ('comparison', '0002_compared'),
        ('comparison', '0003_orders'),
        ('comparison', '0004_grid_cells'),
        ('comparison', '0005_recent_comparisons'),
        ('comparison', '0006_former_grids'),
    ]

    dependencies = [
        ('catalogue', '0003_judgements'),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='Grid',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('modified', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('slug', models.SlugField(max_length=100, unique=True)),
                    ('title', models.CharField(max_length=100)),
                    ('description', models.TextField(blank=True, max_length=1000)),
                    ('is_locked', models.BooleanField(default=False, help_text='Only moderators may edit it.')),
                    ('is_header', models.BooleanField(default=False, help_text='Shown at the top of the home page.')),
                    ('packages', models.ManyToManyField(related_name='grids', through='comparison.GridPackage', to='catalogue.package')),
                ],
                options={
                    'ordering': ['title', 'id'],
                    'indexes': [models.Index(fields=['title', 'id'], name='grid_by_title'), models.Index(django.db.models.functions.text.Lower('title'), models.F('id'), name='grid_by_lower_title'), models.Index(fields=['-modified', '-id'], name='grid_by_modified')],
                },
            ),
            migrations.CreateModel(
                name='FormerGrid',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slug', models.SlugField(max_length=100, unique=True)),
                    ('grid', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_names', to='comparison.grid')),
                ],
                options={
                    'ordering': ['slug'],
                },
            ),
            migrations.CreateModel(
                name='GridPackage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('modified', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('grid', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='columns', to='comparison.grid')),
                    ('package', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='columns', to='catalogue.package')),
                ],
                options={
                    'ordering': ['id'],
                    'constraints': [models.UniqueConstraint(fields=('grid', 'package'), name='one_column_a_package')],
                },
            ),
            migrations.CreateModel(
                name='Feature',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('modified', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('grid', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='features', to='comparison.grid')),
                    ('title', models.CharField(max_length=100)),
                    ('description', models.TextField(blank=True, max_length=1000)),
                    ('position', models.PositiveIntegerField(default=0)),
                ],
                options={
                    'ordering': ['position', 'id'],
                    'indexes': [models.Index(fields=['grid', 'position', 'id'], name='feature_by_position')],
                },
            ),
            migrations.CreateModel(
                name='GridCell',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('modified', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('column', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cells', to='comparison.gridpackage')),
                    ('feature', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cells', to='comparison.feature')),
                    ('text', models.TextField(blank=True, max_length=1000)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('column', 'feature'), name='one_element_a_cell')],
                },
            ),
            migrations.CreateModel(
                name='RecentComparison',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(help_text='Their ids in order: "3,17,204".', max_length=200, unique=True)),
                    ('compared_at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['-compared_at', '-id'], name='compared_by_time')],
                },
            ),
        ),
    ]
