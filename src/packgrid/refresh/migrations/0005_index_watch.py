"""How far an index is followed by its feed and its list."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("refresh", "0004_fetch_states_leave")]

    operations = [
        migrations.CreateModel(
            name="IndexWatch",
            fields=[
                ("index_url", models.CharField(max_length=300, primary_key=True, serialize=False)),
                ("feed_due_at", models.DateTimeField()),
                ("feed_etag", models.CharField(blank=True, max_length=500)),
                ("newest_at", models.DateTimeField(blank=True, null=True)),
                ("awaited", models.JSONField(blank=True, default=list)),
                ("list_due_at", models.DateTimeField()),
                ("list_read_at", models.DateTimeField(blank=True, null=True)),
                ("list_etag", models.CharField(blank=True, max_length=500)),
                ("failures_in_a_row", models.PositiveIntegerField(default=0)),
                ("last_error", models.TextField(blank=True)),
            ],
            options={"verbose_name_plural": "index watches"},
        ),
    ]
