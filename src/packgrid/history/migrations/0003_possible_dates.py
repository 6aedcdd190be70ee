"""Dates before 1970 and after 2199 become unknown, or the nearest that can be true where a row needs one.

Files and sources wrote the years 1 and 9999 for "never" before lib/dates.py refused them. A page or a document that
shows such a date in another time zone fails.
"""

from django.db import migrations, models

from packgrid.lib.dates import EARLIEST, LATEST

DATED = (
    ("catalogue", ("Category", "Package", "Facts", "Release", "Example")),
    ("comparison", ("Grid", "GridPackage", "Feature", "GridCell")),
    ("history", ("Change",)),
)


def clean_dates(apps, _schema_editor):
    for app, names in DATED:
        for name in names:
            model = apps.get_model(app, name)
            for field in model._meta.concrete_fields:
                if isinstance(field, models.DateTimeField):
                    clean_column(model, field)


def clean_column(model, field):
    rows = model._default_manager.all()
    rows.filter(**{f"{field.name}__lt": EARLIEST}).update(**{field.name: None if field.null else EARLIEST})
    rows.filter(**{f"{field.name}__gt": LATEST}).update(**{field.name: None if field.null else LATEST})


class Migration(migrations.Migration):
    dependencies = [
        ("history", "0002_metrics_of_the_table"),
        ("catalogue", "0010_fetch_states"),
        ("comparison", "0004_grid_cells"),
    ]

    operations = [migrations.RunPython(clean_dates, migrations.RunPython.noop)]
