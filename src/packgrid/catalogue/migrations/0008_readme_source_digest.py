"""READMEs know what their HTML was made from; those that are there are made anew when their project next changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0007_order_by_downloads")]

    operations = [
        migrations.AddField(
            model_name="readme",
            name="source_digest",
            field=models.CharField(
                blank=True,
                default="",
                help_text="What the HTML was made from (digest_readme); empty where it is to be made anew.",
                max_length=64,
            ),
        ),
    ]
