from datetime import UTC, datetime

import pytest

from packgrid.catalogue.records import CategoryRecord, PackageRecord
from packgrid.comparison.records import FeatureRecord, GridRecord
from packgrid.importer.problems import Place, Row
from packgrid.importer.validation import validate_row

PLACE = Place("x.toml", 3, 1)


@pytest.mark.parametrize(
    ("kind", "values", "record"),
    [
        ("category", {"slug": "apps", "show_pypi": False}, CategoryRecord(slug="apps", show_pypi=False)),
        ("package", {"slug": "a", "hidden": True}, PackageRecord(slug="a", is_hidden=True)),
        ("package", {"slug": "a", "repo_host": "github", "archived_guess": "true"}, PackageRecord(slug="a")),
        (
            "package",
            {"slug": "a", "pypi_released_month": "2024-05"},
            PackageRecord(slug="a", released_at=datetime(2024, 5, 1, tzinfo=UTC), released_to_the_month=True),
        ),
        (
            "package",
            {"slug": "a", "pypi_released_month": "2024-05", "pypi_released_at": "2024-05-06"},
            PackageRecord(slug="a", released_at=datetime(2024, 5, 6, tzinfo=UTC), released_to_the_month=False),
        ),
        (
            "package",
            {"slug": "a", "builtin_in": "django", "builtin_since": " 6.0 ", "builtin_url": "https://a.example/"},
            PackageRecord(slug="a", builtin_in="django", builtin_since="6.0", builtin_url="https://a.example/"),
        ),
        (
            "grid",
            {
                "slug": "forms",
                "locked": True,
                "packages": ["a"],
                "feature": [{"title": "Ajax", "elements": {"a": "yes"}}],
            },
            GridRecord(
                slug="forms",
                is_locked=True,
                packages=("a",),
                features=(FeatureRecord(title="Ajax", cells={"a": "yes"}),),
            ),
        ),
    ],
)
def test_a_row_becomes_a_record(kind, values, record):
    assert validate_row(Row(kind, values, PLACE)) == record


@pytest.mark.parametrize(
    ("kind", "values", "problems"),
    [
        ("", {"slug": "a"}, ["x.toml:3:1: a: type: missing; write category or package or grid"]),
        ("pakage", {}, ["x.toml:3:1: type: 'pakage' is not a kind of record; write category or package or grid"]),
        ("package", {}, ["x.toml:3:1: package 2: slug: missing"]),
        ("package", {"slug": "a", "starz": 1}, ["x.toml:3:1: a: starz: unknown key; did you mean stars?"]),
        ("package", {"slug": "a", "???": 1}, ["x.toml:3:1: a: ???: unknown key"]),
        (
            "package",
            {"slug": "a b", "title": ""},
            [
                "x.toml:3:1: a b: slug: 'a b' is not a valid slug; use letters A to Z, digits, - and _",
                "x.toml:3:1: a b: title: it is empty",
            ],
        ),
        ("package", {"slug": "a", "title": "x" * 101}, ["x.toml:3:1: a: title: 101 characters; write at most 100"]),
        ("category", {"slug": "x" * 51}, [f"x.toml:3:1: {'x' * 51}: slug: 51 characters; write at most 50"]),
        ("grid", {"slug": "g", "feature": "x"}, ["x.toml:3:1: g: feature 1: title: missing"]),
        ("grid", {"slug": "g", "feature": [{"titel": "x"}]}, [
            "x.toml:3:1: g: feature 1: titel: unknown key; did you mean title?",
            "x.toml:3:1: g: feature 1: title: missing",
        ]),
        ("grid", {"slug": "g", "feature": [{"title": "x"}] * 2}, [
            "x.toml:3:1: g: feature: two features have the same title",
        ]),
    ],
)  # fmt: skip
def test_a_wrong_row_gives_all_its_problems(kind, values, problems):
    assert [
        str(problem) for problem in validate_row(Row(kind, values, PLACE, number=2 if kind == "package" else 0))
    ] == problems


def test_half_of_what_a_package_is_built_into_is_a_problem_for_each_missing_key():
    found = validate_row(Row("package", {"slug": "a", "builtin_in": "flask"}, PLACE))
    assert [problem.reason for problem in found] == [
        "builtin_in: “flask” is not one of django, python, wagtail, cms, drf.",
        "builtin_since: Enter the first version that has it, such as 6.0.",
        "builtin_url: Enter the address of a page that says so, such as the release notes.",
    ]


def test_the_source_of_a_successor_needs_a_successor():
    (found,) = validate_row(Row("package", {"slug": "a", "replaced_by_url": "https://a.example/"}, PLACE))
    assert found.reason == "replaced_by_url: also set replaced_by to the package that replaces it, or leave it out"
