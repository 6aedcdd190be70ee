"""The tables of revisions as its migrations up to 0004 leave them, made at once in a new database."""

import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('revisions', '0001_edits'),
        ('revisions', '0002_reverts'),
        ('revisions', '0003_cells'),
        ('revisions', '0004_merges'),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Edit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('package', 'Package'), ('grid', 'Grid'), ('column', 'Column'), ('feature', 'Feature'), ('cell', 'Cell'), ('merge', 'Merge')], max_length=10)),
                ('row_id', models.PositiveBigIntegerField()),
                ('grid_id', models.PositiveBigIntegerField(blank=True, help_text='The grid that the row belongs to.', null=True)),
                ('package_id', models.PositiveBigIntegerField(blank=True, help_text='The package that the row is about.', null=True)),
                ('title', models.CharField(max_length=250)),
                ('who', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='edits', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('why', models.CharField(blank=True, max_length=300)),
                ('before', models.JSONField(blank=True, encoder=django.core.serializers.json.DjangoJSONEncoder, null=True)),
                ('after', models.JSONField(blank=True, encoder=django.core.serializers.json.DjangoJSONEncoder, null=True)),
                ('reverts', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reverted_by', to='revisions.edit')),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['kind', 'row_id', '-id'], name='edit_by_row'), models.Index(condition=models.Q(('grid_id__isnull', False)), fields=['grid_id', '-id'], name='edit_by_grid'), models.Index(condition=models.Q(('package_id__isnull', False)), fields=['package_id', '-id'], name='edit_by_package'), models.Index(fields=['who', '-at'], name='edit_by_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('grid_id__isnull', False), ('package_id__isnull', False), _connector='OR'), name='edit_belongs_somewhere'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'package'), _negated=True), ('package_id', models.F('row_id')), _connector='OR'), name='edit_of_package_is_its_own')],
            },
        ),
    ]
