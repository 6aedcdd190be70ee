from datetime import UTC, datetime

import pytest

from packgrid.catalogue.models import Facts, FetchState, Package
from packgrid.catalogue.sourced_values import SourcedValue, known_values, read_values
from refresh.rows import LONG_AGO, NOW, package

pytestmark = pytest.mark.django_db
FILED = datetime(2022, 1, 1, tzinfo=UTC)


def test_each_value_says_who_said_it_when_it_was_confirmed_and_when_it_changed():
    made = package()
    FetchState.objects.update(last_success_at=NOW)
    stamp, filed = int(LONG_AGO.timestamp()), int(FILED.timestamp())
    entries = {"version": ["pypi", stamp], "stars": ["old.csv", stamp, filed], "forks": ["old.csv", stamp]}
    Facts.objects.update(version="1.0", stars=5, forks=1, open_issues=2, provenance=entries)
    found = {value.name: value for value in read_values(Package.objects.select_related("facts").get(pk=made.pk))}
    assert [found[name] for name in ("title", "version", "stars", "forks", "open_issues", "license")] == [
        SourcedValue("title", "A", "people", None, LONG_AGO),
        SourcedValue("version", "1.0", "pypi", NOW, LONG_AGO, "version"),
        SourcedValue("stars", 5, "old.csv", FILED, LONG_AGO, "stars"),
        SourcedValue("forks", 1, "old.csv", None, LONG_AGO, "forks"),
        SourcedValue("open_issues", 2, "", key="issues"),
        SourcedValue("license", None, "", key="licence"),
    ]
    assert [value.name for value in known_values([found["title"], found["license"], found["is_hidden"]])] == ["title"]
