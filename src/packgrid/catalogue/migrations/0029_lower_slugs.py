"""Indexes of slugs in small letters: names are looked up in any case of letters."""

from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0028_required_projects")]

    operations = [
        migrations.AddIndex("package", models.Index(Lower("slug"), name="package_by_lower_slug")),
        migrations.AddIndex("formerpackage", models.Index(Lower("slug"), name="former_package_by_lower_slug")),
    ]
