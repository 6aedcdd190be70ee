"""Dates before 1970 and after 2199 become unknown, or the nearest that can be true where a row needs one.

Files and sources wrote the years 1 and 9999 for "never" before lib/dates.py refused them. A page or a document that
shows such a date in another time zone fails.
"""

from django.db import migrations

from packgrid.history.migrations._possible_dates import clean_dates


class Migration(migrations.Migration):
    dependencies = [
        ("history", "0002_metrics_of_the_table"),
        ("catalogue", "0010_fetch_states"),
        ("comparison", "0004_grid_cells"),
    ]

    operations = [migrations.RunPython(clean_dates, migrations.RunPython.noop)]
