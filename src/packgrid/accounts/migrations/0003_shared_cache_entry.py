from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_shares_and_links'),
    ]

    operations = [
        migrations.CreateModel(
            name='SharedCacheEntry',
            fields=[
                ('key', models.CharField(max_length=255, primary_key=True, serialize=False)),
                ('value', models.TextField(help_text='JSON.')),
                ('expires_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'verbose_name_plural': 'shared cache entries',
            },
        ),
    ]
