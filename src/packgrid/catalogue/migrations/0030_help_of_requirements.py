"""Write the help text of a release's requirements out; the database does not change."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0029_lower_slugs")]

    operations = [
        migrations.AlterField(
            "release",
            "requires_dist",
            models.JSONField(
                null=True, blank=True, help_text="As PyPI had them while it was the newest."
            ),
        ),
    ]
