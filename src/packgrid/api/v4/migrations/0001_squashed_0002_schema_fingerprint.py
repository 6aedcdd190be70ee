"""The tables of api_v4 as its migrations up to 0002 leave them, made at once in a new database."""

import django.db.models.deletion
from django.db import migrations, models

from packgrid.accounts.migrations._create_together import CreateTogether


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('api_v4', '0001_documents'),
        ('api_v4', '0002_schema_fingerprint'),
    ]

    dependencies = [
        ('catalogue', '0003_judgements'),
        ('comparison', '0001_initial'),
    ]

    operations = [
        CreateTogether(
            migrations.CreateModel(
                name='PackageDocument',
                fields=[
                    ('body', models.BinaryField()),
                    ('schema_fingerprint', models.CharField(max_length=24)),
                    ('changed_s', models.BigIntegerField(help_text='Seconds since 1970.')),
                    ('row', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='document', serialize=False, to='catalogue.package')),
                ],
            ),
            migrations.CreateModel(
                name='GridDocument',
                fields=[
                    ('body', models.BinaryField()),
                    ('schema_fingerprint', models.CharField(max_length=24)),
                    ('changed_s', models.BigIntegerField(help_text='Seconds since 1970.')),
                    ('row', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='document', serialize=False, to='comparison.grid')),
                ],
            ),
            migrations.CreateModel(
                name='CategoryDocument',
                fields=[
                    ('body', models.BinaryField()),
                    ('schema_fingerprint', models.CharField(max_length=24)),
                    ('changed_s', models.BigIntegerField(help_text='Seconds since 1970.')),
                    ('row', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='document', serialize=False, to='catalogue.category')),
                ],
            ),
        ),
    ]
