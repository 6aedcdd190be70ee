from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0005_orders")]

    operations = [
        migrations.AddIndex(
            model_name="package",
            index=models.Index(fields=["id"], name="package_hidden", condition=Q(is_hidden=True)),
        ),
    ]
