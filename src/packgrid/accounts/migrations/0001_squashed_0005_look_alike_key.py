"""The tables of accounts as its migrations up to 0005 leave them, made at once in a new database."""

import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
import packgrid.accounts.user_names
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('accounts', '0001_initial'),
        ('accounts', '0002_shares_and_links'),
        ('accounts', '0003_shared_cache_entry'),
        ('accounts', '0004_name_key'),
        ('accounts', '0005_look_alike_key'),
    ]

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('username', models.CharField(error_messages={'unique': 'This name is taken. Choose another one.'}, help_text='Letters, digits and the characters . + - _ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator(), packgrid.accounts.user_names.check_user_name], verbose_name='user name')),
                ('name_key', models.CharField(editable=False, help_text='By which names are compared. Empty where two names were the same before they were compared so.', max_length=255, null=True, unique=True)),
                ('look_alike_key', models.CharField(db_index=True, default='', editable=False, help_text='By which new names are compared with those that look alike. Accounts that were there may share it.', max_length=255)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
            },
        ),
        migrations.CreateModel(
            name='Profile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='profile', to=settings.AUTH_USER_MODEL)),
                ('github_account', models.CharField(blank=True, max_length=40)),
                ('gitlab_account', models.CharField(blank=True, max_length=100)),
                ('bitbucket_account', models.CharField(blank=True, max_length=100)),
                ('shares_contributions', models.BooleanField(default=True)),
                ('shares_usages', models.BooleanField(default=False)),
                ('shares_favorites', models.BooleanField(default=False)),
                ('created', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('modified', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('github_account', ''), _negated=True), fields=['github_account'], name='profile_by_github')],
            },
        ),
        migrations.CreateModel(
            name='ProfileLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('profile', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='accounts.profile')),
                ('label', models.CharField(max_length=50)),
                ('url', models.URLField()),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('profile', 'url'), name='one_link_an_address')],
            },
        ),
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
