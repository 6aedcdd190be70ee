"""The tables of the catalogue as its migrations up to 0024 leave them, made at once in a new database.

Fetch states, assessments and proposals moved between apps, so that the migrations of the catalogue, of refresh and of
assessment depend on each other. Those up to the move are replaced here together, with the tables of the other two.
"""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from packgrid.accounts.migrations._create_together import CreateTogether


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('catalogue', '0001_initial'),
        ('catalogue', '0002_provenance_and_host_facts'),
        ('catalogue', '0003_judgements'),
        ('catalogue', '0004_usages_here'),
        ('catalogue', '0005_orders'),
        ('catalogue', '0006_hidden'),
        ('catalogue', '0007_order_by_downloads'),
        ('catalogue', '0008_readme_source_digest'),
        ('catalogue', '0009_assessments_leave'),
        ('catalogue', '0010_fetch_states'),
        ('catalogue', '0011_read_projects_anew'),
        ('catalogue', '0012_read_licences_anew'),
        ('catalogue', '0013_old_versions'),
        ('catalogue', '0014_index_status'),
        ('catalogue', '0015_release_files'),
        ('catalogue', '0016_fetch_notes'),
        ('catalogue', '0017_read_people_anew'),
        ('catalogue', '0018_fetch_serials'),
        ('catalogue', '0019_former_packages'),
        ('catalogue', '0020_advisories'),
        ('catalogue', '0021_release_publishers'),
        ('catalogue', '0022_lower_repo_url'),
        ('catalogue', '0023_private_indexes'),
        ('catalogue', '0024_ownership'),
        ('refresh', '0001_initial'),
        ('refresh', '0002_claims_and_hosts'),
        ('refresh', '0003_steps'),
        ('refresh', '0004_fetch_states_leave'),
        ('assessment', '0001_models_from_other_apps'),
    ]

    dependencies = [
        ('revisions', '0003_cells'),
        # Not needed, but quicker before there are many models that Django renders for each of theirs.
        ('mfa', '0003_authenticator_type_uniq'),
        ('socialaccount', '0006_alter_socialaccount_extra_data'),
        ('usersessions', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            CreateTogether(
                migrations.CreateModel(
                    name='HostState',
                    fields=[
                        ('host', models.CharField(max_length=300, primary_key=True, serialize=False)),
                        ('limit', models.PositiveIntegerField(blank=True, null=True)),
                        ('remaining', models.PositiveIntegerField(blank=True, null=True)),
                        ('resets_at', models.DateTimeField(blank=True, null=True)),
                        ('rests_until', models.DateTimeField(blank=True, null=True)),
                        ('failures_in_a_row', models.PositiveIntegerField(default=0)),
                        ('last_error', models.TextField(blank=True)),
                        ('last_answer_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['host'],
                    },
                ),
                app='refresh',
            ),
            migrations.CreateModel(
                name='Category',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('modified', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('slug', models.SlugField(unique=True)),
                    ('title', models.CharField(max_length=50)),
                    ('title_plural', models.CharField(blank=True, max_length=50)),
                    ('description', models.TextField(blank=True)),
                    ('show_pypi', models.BooleanField(default=True)),
                ],
                options={
                    'verbose_name_plural': 'categories',
                    'ordering': ['id'],
                },
            ),
            migrations.CreateModel(
                name='Package',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('modified', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('slug', models.SlugField(max_length=100, unique=True)),
                    ('title', models.CharField(max_length=100)),
                    ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='packages', to='catalogue.category')),
                    ('repo_url', models.CharField(blank=True, help_text='Where its code lives, as an address.', max_length=300)),
                    ('repo_subdirectory', models.CharField(blank=True, help_text='Its folder, where the repository holds several packages.', max_length=200)),
                    ('pypi_name', models.CharField(blank=True, help_text='Its normalized name on PyPI (PEP 503).', max_length=100)),
                    ('index_name', models.CharField(blank=True, default='', help_text='The private index that it comes from (PACKGRID_PRIVATE_INDEXES); empty for the public one.', max_length=50)),
                    ('pypi_url', models.CharField(blank=True, help_text='Its address on PyPI as it was entered.', max_length=255)),
                    ('documentation_url', models.CharField(blank=True, max_length=300, null=True)),
                    ('deprecated_at', models.DateTimeField(blank=True, null=True)),
                    ('deprecated_reason', models.CharField(blank=True, max_length=300)),
                    ('replaced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replaces', to='catalogue.package')),
                    ('is_hidden', models.BooleanField(default=False, help_text='Not listed anywhere; its address answers 404.')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('last_modified_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['title', 'id'],
                    'indexes': [models.Index(fields=['title', 'id'], name='package_by_title'), models.Index(django.db.models.functions.text.Lower('title'), models.F('id'), condition=models.Q(('is_hidden', False)), name='package_by_lower_title'), models.Index(models.F('category'), django.db.models.functions.text.Lower('title'), models.F('id'), condition=models.Q(('is_hidden', False)), name='package_in_category'), models.Index(condition=models.Q(('pypi_name', ''), _negated=True), fields=['pypi_name'], name='package_by_pypi_name'), models.Index(condition=models.Q(('repo_url', ''), _negated=True), fields=['repo_url'], name='package_by_repo_url'), models.Index(django.db.models.functions.text.Lower('repo_url'), condition=models.Q(('repo_url', ''), _negated=True), name='package_by_lower_repo_url'), models.Index(fields=['-created', '-id'], name='package_by_created'), models.Index(condition=models.Q(('is_hidden', True)), fields=['id'], name='package_hidden')],
                },
            ),
            migrations.CreateModel(
                name='FormerPackage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slug', models.SlugField(max_length=100, unique=True)),
                    ('former_id', models.PositiveBigIntegerField(blank=True, null=True, unique=True)),
                    ('package', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_names', to='catalogue.package')),
                    ('merge', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='revisions.edit')),
                ],
                options={
                    'ordering': ['slug'],
                },
            ),
            migrations.CreateModel(
                name='Facts',
                fields=[
                    ('package', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='facts', serialize=False, to='catalogue.package')),
                    ('last_fetched_at', models.DateTimeField(blank=True, help_text='When a refresh last changed something.', null=True)),
                    ('stars', models.PositiveIntegerField(blank=True, null=True)),
                    ('forks', models.PositiveIntegerField(blank=True, null=True)),
                    ('open_issues', models.PositiveIntegerField(blank=True, null=True)),
                    ('commit_count', models.PositiveIntegerField(blank=True, null=True)),
                    ('last_commit_at', models.DateTimeField(blank=True, null=True)),
                    ('pushed_at', models.DateTimeField(blank=True, null=True)),
                    ('is_archived', models.BooleanField(blank=True, null=True)),
                    ('archived_at', models.DateTimeField(blank=True, null=True)),
                    ('is_fork', models.BooleanField(blank=True, null=True)),
                    ('repo_created_at', models.DateTimeField(blank=True, null=True)),
                    ('repo_gone_since', models.DateTimeField(blank=True, help_text='The host has answered 404 since then.', null=True)),
                    ('repo_gone_times', models.PositiveIntegerField(default=0)),
                    ('repo_moved_to', models.CharField(blank=True, help_text='Where its host says it is now.', max_length=300, null=True)),
                    ('default_branch', models.CharField(blank=True, max_length=250, null=True)),
                    ('repo_license', models.CharField(blank=True, max_length=200, null=True)),
                    ('repo_homepage', models.CharField(blank=True, max_length=500, null=True)),
                    ('host_release', models.CharField(blank=True, help_text='The tag of its newest release.', max_length=250, null=True)),
                    ('host_release_at', models.DateTimeField(blank=True, null=True)),
                    ('host_release_count', models.PositiveIntegerField(blank=True, null=True)),
                    ('version', models.CharField(blank=True, help_text='The newest stable release.', max_length=100, null=True)),
                    ('released_at', models.DateTimeField(blank=True, null=True)),
                    ('released_to_the_month', models.BooleanField(default=False, help_text='Only the month of released_at is known.')),
                    ('license', models.CharField(blank=True, max_length=200, null=True)),
                    ('requires_python', models.CharField(blank=True, max_length=200, null=True)),
                    ('author', models.CharField(blank=True, max_length=500, null=True)),
                    ('maintainer', models.CharField(blank=True, max_length=500, null=True)),
                    ('pypi_gone_since', models.DateTimeField(blank=True, help_text='PyPI has answered 404 since then.', null=True)),
                    ('pypi_gone_times', models.PositiveIntegerField(default=0)),
                    ('index_status', models.CharField(blank=True, help_text='What the index says (PEP 792): active, archived, quarantined or deprecated.', max_length=20, null=True)),
                    ('is_name_public', models.BooleanField(blank=True, help_text='The public index has a project of the same name as this private one.', null=True)),
                    ('index_status_reason', models.CharField(blank=True, max_length=500, null=True)),
                    ('downloads_30d', models.PositiveBigIntegerField(blank=True, null=True)),
                    ('downloads_rank', models.PositiveIntegerField(blank=True, null=True)),
                    ('usage_count', models.PositiveIntegerField(blank=True, help_text='People who said that they use it.', null=True)),
                    ('usages_here', models.PositiveIntegerField(default=0, help_text='Those of usage_count who said so here.')),
                    ('repo_description', models.TextField(blank=True, null=True)),
                    ('summary', models.TextField(blank=True, null=True)),
                    ('weekly_commits', models.JSONField(blank=True, help_text='52 counts, oldest first.', null=True)),
                    ('contributors', models.JSONField(blank=True, help_text='Names, most active first, bots among them.', null=True)),
                    ('bots', models.JSONField(blank=True, help_text='Those of the contributors that are programs.', null=True)),
                    ('year_authors', models.JSONField(blank=True, help_text='Pairs of a name and its commits in 52 weeks.', null=True)),
                    ('tags', models.JSONField(blank=True, help_text='The names of its tags.', null=True)),
                    ('topics', models.JSONField(blank=True, null=True)),
                    ('classifiers', models.JSONField(blank=True, null=True)),
                    ('requires_dist', models.JSONField(blank=True, null=True)),
                    ('links', models.JSONField(blank=True, help_text='Kind of link to address, as the project gives them.', null=True)),
                    ('vulnerabilities', models.JSONField(blank=True, null=True)),
                    ('ownership', models.JSONField(blank=True, help_text='Who may publish: an organization, and pairs of an account and its role.', null=True)),
                    ('provenance', models.JSONField(blank=True, default=dict, help_text='See provenance.py.')),
                ],
                options={
                    'verbose_name_plural': 'facts',
                    'indexes': [models.Index(fields=['-stars', 'package'], name='facts_by_stars'), models.Index(fields=['-forks', 'package'], name='facts_by_forks'), models.Index(fields=['-downloads_30d', 'package'], name='facts_by_downloads'), models.Index(fields=['-released_at', 'package'], name='facts_by_release'), models.Index(fields=['-last_commit_at', 'package'], name='facts_by_commit'), models.Index(fields=['-last_fetched_at', 'package'], name='facts_by_fetch'), models.Index(fields=['-usage_count', 'package'], name='facts_by_usage')],
                },
            ),
            migrations.CreateModel(
                name='Readme',
                fields=[
                    ('package', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='readme', serialize=False, to='catalogue.package')),
                    ('html', models.TextField()),
                    ('source_digest', models.CharField(blank=True, default='', help_text='What the HTML was made from (digest_readme); empty where it is to be made anew.', max_length=64)),
                ],
            ),
            migrations.CreateModel(
                name='Release',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('package', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='releases', to='catalogue.package')),
                    ('version', models.CharField(max_length=100)),
                    ('sort_key', models.CharField(help_text='Orders as PEP 440 does.', max_length=300)),
                    ('uploaded_at', models.DateTimeField(blank=True, null=True)),
                    ('is_prerelease', models.BooleanField(default=False)),
                    ('is_yanked', models.BooleanField(default=False)),
                    ('yanked_reason', models.TextField(blank=True, null=True)),
                    ('has_wheel', models.BooleanField(default=False)),
                    ('has_sdist', models.BooleanField(default=False)),
                    ('size_bytes', models.PositiveBigIntegerField(blank=True, null=True)),
                    ('requires_python', models.CharField(blank=True, max_length=200, null=True)),
                    ('classifiers', models.JSONField(blank=True, help_text='As PyPI had them while it was the newest.', null=True)),
                    ('requires_dist', models.JSONField(blank=True, help_text='Likewise.', null=True)),
                    ('metadata_url', models.CharField(blank=True, default='', help_text='Its metadata file, with its digest as fragment; empty if there is none.', max_length=500)),
                    ('provenance_url', models.CharField(blank=True, help_text='The provenance of its first attested file; empty if it has none.', max_length=500, null=True)),
                    ('publishers', models.JSONField(blank=True, help_text='Who uploaded it, as the index recorded; null if that was not checked.', null=True)),
                    ('predicate_types', models.JSONField(blank=True, help_text='What its attestations state.', null=True)),
                    ('gone_since', models.DateTimeField(blank=True, help_text='PyPI has not listed it since then.', null=True)),
                ],
                options={
                    'ordering': ['package', '-sort_key'],
                    'indexes': [models.Index(fields=['package', '-sort_key'], name='release_by_version')],
                    'constraints': [models.UniqueConstraint(fields=('package', 'version'), name='one_release_a_version')],
                },
            ),
            migrations.CreateModel(
                name='Advisory',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('osv_id', models.CharField(max_length=100, unique=True)),
                    ('modified', models.CharField(max_length=40)),
                    ('record', models.JSONField()),
                    ('packages', models.ManyToManyField(related_name='advisories', to='catalogue.package')),
                ],
                options={
                    'verbose_name_plural': 'advisories',
                },
            ),
            migrations.CreateModel(
                name='Example',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('modified', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('package', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='examples', to='catalogue.package')),
                    ('title', models.CharField(max_length=100)),
                    ('url', models.URLField()),
                    ('is_approved', models.BooleanField(blank=True, null=True)),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['title', 'id'],
                    'constraints': [models.UniqueConstraint(fields=('package', 'url'), name='one_example_an_address')],
                },
            ),
            migrations.CreateModel(
                name='FetchState',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('package', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='fetch_states', to='catalogue.package')),
                    ('source', models.CharField(max_length=30)),
                    ('subject', models.CharField(max_length=300)),
                    ('host', models.CharField(max_length=255)),
                    ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('claim', models.CharField(blank=True, max_length=32)),
                    ('claimed_until', models.DateTimeField(blank=True, null=True)),
                    ('validator', models.CharField(blank=True, max_length=500)),
                    ('last_answer', models.CharField(blank=True, choices=[('', 'Never Asked'), ('changed', 'Changed'), ('unchanged', 'Unchanged'), ('gone', 'Gone'), ('rate limited', 'Rate Limited'), ('unavailable', 'Unavailable'), ('malformed', 'Malformed')], default='', max_length=20)),
                    ('last_answer_at', models.DateTimeField(blank=True, null=True)),
                    ('last_success_at', models.DateTimeField(blank=True, null=True)),
                    ('last_change_at', models.DateTimeField(blank=True, null=True)),
                    ('failures_in_a_row', models.PositiveIntegerField(default=0)),
                    ('last_error', models.TextField(blank=True)),
                    ('note', models.TextField(blank=True, default='')),
                    ('serial', models.BigIntegerField(blank=True, help_text="The index's number of the change seen last.", null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['source', 'host', 'due_at', 'id'], name='fetch_state_by_due')],
                    'constraints': [models.UniqueConstraint(fields=('package', 'source'), name='one_fetch_state_a_source')],
                },
            ),
            CreateTogether(
                migrations.CreateModel(
                    name='Assessment',
                    fields=[
                        ('package', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='assessment', serialize=False, to='catalogue.package')),
                        ('assessed_at', models.DateTimeField()),
                        ('status', models.CharField(max_length=20)),
                        ('sentence', models.TextField()),
                        ('score', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('identity', models.CharField(max_length=20)),
                        ('labels', models.JSONField(default=list)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['assessed_at'], name='assessment_by_age'), models.Index(fields=['-score', 'package'], name='assessment_by_score')],
                    },
                ),
                migrations.CreateModel(
                    name='Proposal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('package', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='catalogue.package')),
                        ('field', models.CharField(max_length=30)),
                        ('value', models.CharField(max_length=300)),
                        ('reason', models.TextField()),
                        ('made_at', models.DateTimeField()),
                        ('is_accepted', models.BooleanField(blank=True, help_text='Unknown until somebody has decided.', null=True)),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('decided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-made_at', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('package', 'field', 'value'), name='one_proposal_a_value')],
                    },
                ),
                migrations.CreateModel(
                    name='Quantiles',
                    fields=[
                        ('column', models.CharField(max_length=30, primary_key=True, serialize=False)),
                        ('values', models.JSONField(default=list)),
                    ],
                ),
                app='assessment',
            ),
        ),
    ]
