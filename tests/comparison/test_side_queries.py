from datetime import UTC, datetime, timedelta

import pytest

from packgrid.assessment.models import Assessment
from packgrid.catalogue.install_sizes import InstallSize, Uncounted
from packgrid.catalogue.missing_values import MissingValue
from packgrid.catalogue.models import Facts, FetchState, Package, Release
from packgrid.comparison.fact_rows import ROWS
from packgrid.comparison.side_queries import part_of, shared_parts, sides_by_slug, sides_of
from packgrid.comparison.table import Links, Moment, Support, Verdict, Weeks
from packgrid.refresh.documents import put_required_projects
from web.rows import make_grid, make_package

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 3, tzinfo=UTC)
NOW = datetime(2026, 11, 20, tzinfo=UTC)


def test_every_fact_is_read_by_the_key_of_its_row(django_assert_num_queries):
    facts = {
        "summary": "Things :rocket:",
        "version": "2.0",
        "released_at": AT,
        "released_to_the_month": True,
        "license": "MIT",
        "classifiers": [
            "Framework :: Django :: 5.2",
            "Programming Language :: Python :: 3.13",
            "Development Status :: 4 - Beta",
        ],
        "requires_dist": ["Django>=5.2,<6"],
        "stars": 0,
        "forks": 2,
        "open_issues": 3,
        "downloads_30d": 4,
        "usage_count": 5,
        "weekly_commits": [1] * 52,
        "last_commit_at": AT,
        "links": {"documentation": "https://docs.example/"},
    }
    package = make_package("a", facts=facts, pypi_name="a", repo_url="https://git.example/a")
    Release.objects.create(package=package, version="2.0", has_wheel=True, install_bytes=65_000)
    put_required_projects(package.pk, facts["requires_dist"])
    judged = {"assessed_at": AT, "identity": "verified", "score": 70, "labels": ["vulnerable"]}
    Assessment.objects.create(package=package, status="maintained", sentence="Maintained.", **judged)
    with django_assert_num_queries(3):
        (side,) = sides_by_slug(["a", "nobody", "a"], NOW)
    assert (side.status, side.is_vulnerable, side.is_over) == ("maintained", True, False)
    assert side.values == {
        "verdict": Verdict("maintained", "Maintained."),
        "about": "Things 🚀",
        "category": "App",
        "version": "2.0",
        "released": Moment(AT, is_month=True),
        "age": MissingValue.NOT_CHECKED,
        "updated": Moment(AT),
        "commits": Weeks((1,) * 52),
        "support": Support(("5.2",), (), ("6.0", "6.1")),
        "django": ("5.2",),
        "python": ("3.13",),
        **dict.fromkeys(("wagtail", "cms", "drf"), MissingValue.NOT_CHECKED),
        "builtin": MissingValue.NOT_STATED,
        "stage": "Beta",
        "licence": "MIT",
        "score": 70,
        "stars": 0,
        "forks": 2,
        "issues": 3,
        "downloads": 4,
        "usage": 5,
        "install_size": InstallSize(65_000, 65_000, 0, (("django", Uncounted.NOT_LISTED),)),
        "links": Links("https://git.example/a", "https://docs.example/", "a"),
    }


def test_a_package_of_which_nothing_is_known_has_every_row():
    make_package("bare", deprecated_at=AT)
    (side,) = sides_by_slug(["bare"], NOW)
    assert side.values.keys() == {row.key for row in ROWS}
    known = {key for key, value in side.values.items() if not isinstance(value, MissingValue)}
    assert known == {"verdict", "category"}
    assert side.is_over


def test_what_is_missing_says_whether_anybody_was_asked():
    package = make_package("a", facts={"stars": 1}, pypi_name="a", repo_url="https://github.com/a/a")
    for source, answer in {"pypi": "changed", "git": "unavailable", "pypistats": "gone"}.items():
        at = NOW if answer == "changed" else None
        FetchState.objects.create(package=package, source=source, host=source, last_answer=answer, last_success_at=at)
    (side,) = sides_by_slug(["a"], NOW)
    missing = {key: value.value for key, value in side.values.items() if isinstance(value, MissingValue)}
    assert missing == {
        "about": "not stated",
        "version": "not stated",
        "released": "not stated",
        "age": "not stated",
        "updated": "not checked",
        "commits": "not checked",
        "support": "not stated",
        "django": "not stated",
        "python": "not stated",
        "wagtail": "not stated",
        "cms": "not stated",
        "drf": "not stated",
        "builtin": "not stated",
        "stage": "not stated",
        "licence": "not stated",
        "score": "not enough known",
        "forks": "not checked",
        "issues": "not checked",
        "downloads": "not stated",
        "usage": "not stated",
        "install_size": "not stated",
    }


def test_a_grid_is_read_in_five_queries_without_hidden_packages(django_assert_num_queries):
    packages = [make_package(slug, facts={}) for slug in "cab"]
    hidden = make_package("hidden", is_hidden=True)
    grid = make_grid(packages=[*packages, hidden], features=[("Paging", {"a": " yes "}), ("Auth", {})])
    with django_assert_num_queries(5):
        sides, part = sides_of(grid, NOW), part_of(grid)
    assert [side.slug for side in sides] == ["a", "b", "c"]
    paging, auth = part.features
    assert (paging.title, paging.texts) == ("Paging", {packages[1].pk: "yes"})
    assert (auth.title, auth.texts) == ("Auth", {})


def test_compared_packages_show_the_features_of_the_grids_that_two_of_them_share(django_assert_num_queries):
    a, b, c = (make_package(slug) for slug in "abc")
    make_grid("one-of-them", packages=[a], features=[("Unshared", {"a": "yes"})])
    make_grid("two-of-them", packages=[a, b], features=[("Said", {"a": "yes"}), ("Unsaid", {})])
    make_grid("all-of-them", packages=[a, b, c], features=[("First", {"c": "no"})])
    make_grid("silent", packages=[a, b, c], features=[("Unsaid", {"a": ""})])
    sides = sides_by_slug(["a", "b", "c"], NOW)
    with django_assert_num_queries(4):
        parts = shared_parts(sides)
    assert [(part.grid.slug, [row.title for row in part.features]) for part in parts] == [
        ("all-of-them", ["First"]),
        ("two-of-them", ["Said"]),
    ]


def read_values(*keys: str, now=NOW):
    (side,) = sides_by_slug(["a"], now)
    return tuple(side.values[key] for key in keys)


def test_a_side_that_is_kept_follows_each_change_of_its_package_and_of_the_day():
    package = make_package("a", pypi_name="a", facts={"stars": 1, "released_at": NOW - timedelta(hours=30)})
    assert read_values("stars", "age", "forks") == (1, 1, MissingValue.NO_REPOSITORY)
    Facts.objects.filter(package=package).update(stars=2)
    assert read_values("stars") == (2,)
    Package.objects.filter(pk=package.pk).update(repo_url="https://git.example/a")
    assert read_values("forks") == (MissingValue.NOT_CHECKED,)
    FetchState.objects.create(package=package, source="github", subject="a", last_success_at=NOW)
    assert read_values("forks") == (MissingValue.NOT_STATED,)
    assert read_values("age", now=NOW + timedelta(hours=18)) == (2,)
    Release.objects.create(package=package, version="1.0", has_wheel=True, install_bytes=9)
    Facts.objects.filter(package=package).update(version="1.0", requires_dist=[])
    assert read_values("version", "install_size") == ("1.0", InstallSize(own_bytes=9, total_bytes=9))
    Assessment.objects.create(package=package, status="gone", sentence="Gone.", assessed_at=NOW, identity="verified")
    assert read_values("verdict") == (Verdict("gone", "Gone."),)
