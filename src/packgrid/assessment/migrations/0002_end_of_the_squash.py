"""Nothing: in a new database the catalogue replaces 0001, and an app needs one migration of its own for the next to follow."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("assessment", "0001_models_from_other_apps")]
