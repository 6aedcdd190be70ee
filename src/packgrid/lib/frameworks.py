"""The frameworks that packages say they support: one entry each decides its name, addresses, filters and series.

Series of Wagtail and django CMS are those that have a classifier (trove-classifiers 2026.9.21.13), since nothing else
can be declared; Wagtail's name major versions only. Django REST Framework has no classifier: its series are those of
its releases on PyPI (3.18.3 is the newest), and only requirements say which of them a package takes. Read in November
2026. The days on which their series came and end are not entered, so nothing is said about whether a series is
supported.
"""

from collections.abc import Iterable, Mapping, Sequence

import attrs

from packgrid.lib.version_series import DJANGO, PYTHON, VersionSeries


@attrs.frozen(kw_only=True)
class Framework:
    """A platform, a framework or a language that packages support.

    `key` names it in addresses, search filters and grid rows, `aliases` do too. `classifier` is the one that names it
    without a version, "" if it has none. `project` is its normalized name on PyPI, "" for Python. `is_general` ones
    matter to every package; others are shown only where a package mentions them.
    """

    key: str
    title: str
    series: tuple[VersionSeries, ...]
    classifier: str = ""
    project: str = ""
    aliases: tuple[str, ...] = ()
    is_general: bool = False

    @property
    def series_classifier(self) -> str:
        """The beginning of a classifier that names a series; "" if there are none."""
        return f"{self.classifier} :: " if self.classifier else ""

    @property
    def series_names(self) -> tuple[str, ...]:
        """The names of its series, oldest first."""
        return tuple(series.name for series in self.series)

    @property
    def has_dates(self) -> bool:
        """True if it is known until when its series get security fixes."""
        return any(series.ends for series in self.series)

    def find_series(self, version: str) -> VersionSeries | None:
        """The series with this name, else the one that a finer version such as 6.3 or 5.2.1 belongs to."""
        named = (series for series in self.series if f"{version}.".startswith(f"{series.name}."))
        return next(named, None)


def undated_series(names: Iterable[str]) -> tuple[VersionSeries, ...]:
    """Series of which no days are known."""
    return tuple(VersionSeries(name) for name in names)


def minor_series(major: int, first: int, last: int) -> list[str]:
    """The names of the series of a major version, from one minor version to another."""
    return [f"{major}.{minor}" for minor in range(first, last + 1)]


FRAMEWORKS: Sequence[Framework] = (
    Framework(
        key="django",
        title="Django",
        classifier="Framework :: Django",
        project="django",
        series=DJANGO,
        is_general=True,
    ),
    Framework(
        key="python", title="Python", classifier="Programming Language :: Python", series=PYTHON, is_general=True
    ),
    Framework(
        key="wagtail",
        title="Wagtail",
        classifier="Framework :: Wagtail",
        project="wagtail",
        series=undated_series(map(str, range(1, 9))),
    ),
    Framework(
        key="cms",
        title="django CMS",
        classifier="Framework :: Django CMS",
        project="django-cms",
        aliases=("django-cms", "djangocms"),
        series=undated_series([*minor_series(3, 4, 11), *minor_series(4, 0, 1), *minor_series(5, 0, 1)]),
    ),
    Framework(
        key="drf",
        title="Django REST Framework",
        project="djangorestframework",
        aliases=("djangorestframework", "rest-framework", "django-rest-framework"),
        series=undated_series(minor_series(3, 0, 18)),
    ),
)
BY_KEY: Mapping[str, Framework] = {framework.key: framework for framework in FRAMEWORKS}
BY_NAME: Mapping[str, Framework] = {name: each for each in FRAMEWORKS for name in (each.key, *each.aliases)}
OPTIONAL: Sequence[Framework] = tuple(framework for framework in FRAMEWORKS if not framework.is_general)
