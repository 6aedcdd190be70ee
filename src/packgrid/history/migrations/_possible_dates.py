"""Dates of the catalogue and its grids that cannot be true."""

from django.db import models

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
