"""The series of Django and Python, when they came, and until when they get security fixes.

Django: endoflife.date/django, which takes it from djangoproject.com/download and docs.djangoproject.com. Django 6.1:
its project on PyPI; it ends in the month that DEP 20 (django/deps) gives to the release after the next. Python:
devguide.python.org/versions. All read in November 2026. Where a source names a month only, its last day stands.
By DEP 20 Django counts in years from 2028 on: the series after 6.2 will be named "2028".
"""

from collections.abc import Sequence
from datetime import date, datetime

import attrs


@attrs.frozen
class VersionSeries:
    """Such as Django 5.2. `ends` is the last day with security fixes; `pythons` are those that a Django runs on.

    Where no days are known, they are None: nobody can say then whether the series is supported today.
    """

    name: str
    released: date | None = None
    ends: date | None = None
    pythons: tuple[str, ...] = ()
    is_lts: bool = False


def python_series(first: int, last: int) -> tuple[str, ...]:
    """The series of Python 3 from one minor version to another."""
    return tuple(f"3.{minor}" for minor in range(first, last + 1))


# fmt: off
DJANGO = (
    VersionSeries("1.11", date(2017, 4, 4), date(2020, 4, 1), ("2.7", *python_series(4, 7)), is_lts=True),
    VersionSeries("2.0", date(2017, 12, 2), date(2019, 4, 1), python_series(4, 7)),
    VersionSeries("2.1", date(2018, 8, 1), date(2019, 12, 2), python_series(5, 7)),
    VersionSeries("2.2", date(2019, 4, 1), date(2022, 4, 11), python_series(5, 9), is_lts=True),
    VersionSeries("3.0", date(2019, 12, 2), date(2021, 4, 6), python_series(6, 9)),
    VersionSeries("3.1", date(2020, 8, 4), date(2021, 12, 7), python_series(6, 9)),
    VersionSeries("3.2", date(2021, 4, 6), date(2024, 4, 1), python_series(6, 10), is_lts=True),
    VersionSeries("4.0", date(2021, 12, 7), date(2023, 4, 1), python_series(8, 10)),
    VersionSeries("4.1", date(2022, 8, 3), date(2023, 12, 1), python_series(8, 11)),
    VersionSeries("4.2", date(2023, 4, 3), date(2026, 4, 30), python_series(8, 12), is_lts=True),
    VersionSeries("5.0", date(2023, 12, 4), date(2025, 4, 2), python_series(10, 12)),
    VersionSeries("5.1", date(2024, 8, 7), date(2025, 12, 3), python_series(10, 13)),
    VersionSeries("5.2", date(2025, 4, 2), date(2028, 4, 30), python_series(10, 14), is_lts=True),
    VersionSeries("6.0", date(2025, 12, 3), date(2027, 4, 30), python_series(12, 14)),
    VersionSeries("6.1", date(2026, 8, 5), date(2027, 12, 31), python_series(12, 15)),
)
PYTHON = (
    VersionSeries("2.7", date(2010, 7, 3), date(2020, 1, 1)),
    VersionSeries("3.4", date(2014, 3, 16), date(2019, 3, 18)),
    VersionSeries("3.5", date(2015, 9, 13), date(2020, 9, 30)),
    VersionSeries("3.6", date(2016, 12, 23), date(2021, 12, 23)),
    VersionSeries("3.7", date(2018, 6, 27), date(2023, 6, 27)),
    VersionSeries("3.8", date(2019, 10, 14), date(2024, 10, 7)),
    VersionSeries("3.9", date(2020, 10, 5), date(2025, 10, 31)),
    VersionSeries("3.10", date(2021, 10, 4), date(2026, 10, 31)),
    VersionSeries("3.11", date(2022, 10, 24), date(2027, 10, 31)),
    VersionSeries("3.12", date(2023, 10, 2), date(2028, 10, 31)),
    VersionSeries("3.13", date(2024, 10, 7), date(2029, 10, 31)),
    VersionSeries("3.14", date(2025, 10, 7), date(2030, 10, 31)),
    VersionSeries("3.15", date(2026, 10, 1), date(2031, 10, 31)),
)
# fmt: on


def supported_series(table: Sequence[VersionSeries], now: datetime) -> tuple[VersionSeries, ...]:
    """The series that are known to get at least security fixes on this day, oldest first."""
    return tuple(
        series for series in table if series.released and series.ends and series.released <= now.date() <= series.ends
    )


def series_names(table: Sequence[VersionSeries]) -> tuple[str, ...]:
    return tuple(series.name for series in table)


def django_runs_on(django: str, python: str) -> bool | None:
    """True if this Django runs on this Python; None if the table does not know one of them."""
    known = next((series for series in DJANGO if series.name == django), None)
    return python in known.pythons if known and python in series_names(PYTHON) else None
