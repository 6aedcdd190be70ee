"""What is remembered of answers: points and changes, in the transaction that writes the facts."""

from datetime import timedelta

import attrs
import pytest

from packgrid.catalogue.models import FetchState
from packgrid.history.metrics import HISTORY_IDS
from packgrid.history.models import Change, Point
from packgrid.refresh.apply import apply_answer
from packgrid.refresh.fetch import Kind
from packgrid.sources.pypistats import DownloadsSnapshot
from packgrid.sources.repos import ActivitySnapshot, RepoSnapshot
from refresh.rows import NOW, answer, package
from sources.documents import project_snapshot, release_file

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
URL = "https://github.com/a/a"
REPO = RepoSnapshot(url=URL, stars=5, forks=1, is_archived=False)


def project(*versions: str, **info: object):
    """A project with these releases; a version with "!" is yanked."""
    releases = {version.strip("!"): [release_file(yanked=version.endswith("!"))] for version in versions}
    return project_snapshot(releases=releases, **info)


def changes() -> list[tuple]:
    found = Change.objects.exclude(old=None).order_by("id")
    return [(change.get_kind_display(), change.subject, change.old, change.new, change.source) for change in found]


def points(key: str) -> list[tuple]:
    return list(Point.objects.filter(metric=HISTORY_IDS[key]).order_by("day").values_list("day", "value"))


def test_what_happens_to_a_project_is_remembered_once():
    made = package()
    days = [
        project("1.0"),
        project("1.0", "1.1", classifiers=["Framework :: Django :: 6.0", "Framework :: Django :: 6.1"]),
        project("1.0", "1.1!", license_expression="BSD-3-Clause"),
        project("1.0"),
    ]
    for number, snapshot in enumerate(days):
        for _twice in range(2):
            apply_answer(answer(made, snapshot, now=NOW + number * DAY), now=NOW + number * DAY)
    assert changes() == [
        ("support gained", "Django 6.1", "", "", "pypi"),
        ("support lost", "Python 3.13", "", "", "pypi"),
        ("released", "1.1", "", "", "pypi"),
        ("licence changed", "", "MIT", "BSD-3-Clause", "pypi"),
        ("support lost", "Django 6.1", "", "", "pypi"),
        ("support gained", "Python 3.13", "", "", "pypi"),
        ("yanked", "1.1", "", "", "pypi"),
        ("licence changed", "", "BSD-3-Clause", "MIT", "pypi"),
        ("release gone", "1.1", "", "", "pypi"),
    ]
    assert points("releases") == [
        (NOW.date(), 1),
        ((NOW + DAY).date(), 2),
        ((NOW + 3 * DAY).date(), 1),
    ]


def test_what_happens_to_a_repository_is_remembered_once():
    made = package(pypi_name="", repo_url=URL)
    days = [
        (REPO, ""),
        (attrs.evolve(REPO, stars=7, is_archived=True, archived_at=NOW), ""),
        (REPO, "https://github.com/b/b"),
    ]
    for number, (snapshot, moved_to) in enumerate(days):
        at = NOW + number * DAY
        apply_answer(answer(made, snapshot, source="github", now=at, moved_to=moved_to), now=at)
    assert changes() == [
        ("archived", "", "", "", "github"),
        ("no longer archived", "", "", "", "github"),
        ("repository moved", "", URL, "https://github.com/b/b", "github"),
    ]
    assert points("stars") == [(NOW.date(), 5), ((NOW + DAY).date(), 7), ((NOW + 2 * DAY).date(), 5)]
    assert points("forks") == [(NOW.date(), 1)]


def test_a_project_is_gone_after_three_times_and_back_after_one():
    made = package()
    apply_answer(answer(made, project("1.0")), now=NOW)
    for number in range(1, 5):
        at = NOW + number * DAY
        apply_answer(answer(made, now=at, kind=Kind.GONE, reason="404"), now=at)
        assert len(changes()) == (number >= 3)
    apply_answer(answer(made, project("1.0"), now=NOW + 9 * DAY), now=NOW + 9 * DAY)
    assert [change[0] for change in changes()] == ["gone from PyPI", "back on PyPI"]
    assert points("releases") == [(NOW.date(), 1)]


def test_downloads_are_remembered_and_say_nothing_of_releases():
    made = package()
    FetchState.objects.create(package=made, source="pypistats", subject="django-a", due_at=NOW)
    apply_answer(answer(made, project("1.0")), now=NOW)
    apply_answer(answer(made, DownloadsSnapshot(last_month=70), source="pypistats", now=NOW + DAY), now=NOW + DAY)
    assert points("downloads") == [((NOW + DAY).date(), 70)]
    assert points("releases") == [(NOW.date(), 1)]
    assert changes() == []


def test_weeks_that_are_over_are_remembered_without_end():
    made = package(pypi_name="", repo_url="https://git.example/a/a")
    year = ActivitySnapshot(
        head="abc",
        default_branch="main",
        last_commit_at=NOW,
        weekly_commits=(0,) * 51 + (3,),
        daily_commits=(0,) * 350 + (2,) * 14,
        authors=(),
        tags=(),
    )
    apply_answer(answer(made, year, source="git"), now=NOW)
    monday = (NOW - DAY).date()
    assert points("commits")[-2:] == [(monday - timedelta(days=14), 10), (monday - timedelta(days=7), 14)]
