from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0005_orders")]

    operations = [
        migrations.AddIndex(
            model_name="package",
            index=models.Index(fields=["is_hidden"], name="package_by_hidden"),
        ),
    ]
