"""What is written is what is read: a catalogue that was exported and loaded elsewhere says the same."""

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from packgrid.catalogue.models import Category, DistinctPackages, Example, FormerPackage, Package
from packgrid.comparison.models import Grid
from packgrid.importer import export
from packgrid.importer.load import load
from packgrid.importer.output_formats import format_toml_value, write_ndjson, write_toml
from packgrid.ops.commands.export import command
from web.rows import AT, make_category, make_grid, make_package

SOURCED = {
    "replaced_by_url": "https://moved.example/",
    "builtin_in": "django",
    "builtin_since": "6.0",
    "builtin_name": "django.tasks",
    "builtin_url": "https://docs.example/releases/6.0/",
}
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def catalogue():
    facts = {
        "stars": 0,
        "weekly_commits": list(range(52)),
        "topics": ["a", "b"],
        "contributors": [],
        "version": "1.0",
        "released_at": datetime(2026, 2, 1, tzinfo=UTC),
        "released_to_the_month": True,
        "last_fetched_at": AT,
        "repo_description": 'Says "hello"\n\\ ☃ \x7f',
    }
    new = make_package("django-new", facts={"version": "2", "released_at": AT})
    old = make_package(
        "django-old", title="Old", facts=facts, replaced_by=new, deprecated_at=AT, pypi_name="old", **SOURCED
    )
    hidden = make_package("hidden", is_hidden=True, facts={})
    Example.objects.create(package=old, title="A site", url="https://site.example/", is_approved=True)
    Example.objects.create(package=old, title="Unseen", url="https://unseen.example/")
    make_grid("forms", packages=[old, new, hidden], features=[("Ajax", {"django-new": "yes"}), ("Docs", {})])
    make_grid("empty", title="Empty", is_locked=True)


def everything() -> list[str]:
    return [
        *write_ndjson(export.export_categories()),
        *write_ndjson(export.export_packages()),
        *write_ndjson(export.export_grids()),
    ]


def empty() -> None:
    for model in (Grid, Package, Category):
        model.objects.all().delete()


@pytest.mark.parametrize("suffix", ["toml", "ndjson"])
def test_a_catalogue_that_is_written_and_loaded_elsewhere_is_the_same(catalogue, tmp_path, suffix):
    path, before = tmp_path / f"all.{suffix}", everything()
    result = CliRunner().invoke(command, [str(path)])
    assert (result.exit_code, result.output) == (0, "")
    empty()
    report = load([path], now=datetime(2026, 12, 1, tzinfo=UTC))
    assert (report.problems, everything()) == ([], before)


def test_a_catalogue_can_be_read_by_another_program_from_stdout(catalogue):
    result = CliRunner().invoke(command, ["--grids", "-"])
    rows = [json.loads(line) for line in result.output.splitlines()]
    assert [(row["type"], row["slug"], row.get("packages")) for row in rows] == [
        ("grid", "forms", ["django-old", "django-new"]),
        ("grid", "empty", None),
    ]
    assert rows[0]["feature"] == [{"title": "Ajax", "elements": {"django-new": "yes"}}, {"title": "Docs"}]
    rows = [json.loads(line) for line in CliRunner().invoke(command, ["--packages", "-"]).output.splitlines()]
    assert [row["type"] for row in rows] == ["category", "package", "package", "package"]
    assert (rows[2]["stars"], rows[2]["pypi_released_month"], rows[3]["hidden"]) == (0, "2026-02", True)


def test_a_file_that_cannot_be_written_is_named_and_leaves_nothing(catalogue, tmp_path):
    result = CliRunner().invoke(command, [str(tmp_path / "all.xml")])
    assert (
        result.exit_code,
        "all.xml does not end in .toml, .ndjson, .jsonl. Choose one of these formats." in result.output,
    ) == (2, True)
    result = CliRunner().invoke(command, [str(tmp_path / "no" / "all.toml")])
    assert "cannot be written (No such file or directory)" in str(result.exception)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("count", [2, 40])
def test_an_export_costs_as_many_queries_however_large(count, django_assert_num_queries):
    packages = [make_package(f"p{number}", facts={}) for number in range(count)]
    for number in range(count):
        make_grid(f"g{number}", packages=packages[:3], features=[("Ajax", {"p0": "yes"})])
    with django_assert_num_queries(1 + 5 + 5):
        assert len(everything()) == 1 + 2 * count


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", '"a"'),
        ('"\\\n\t\x00\x1f\x7f☃', '"\\"\\\\\\n\\t\\u0000\\u001f\\u007f☃"'),
        (True, "true"),
        (0, "0"),
        ([1, "a"], '[1, "a"]'),
        ({"a b": 1, "c": "d"}, '{"a b" = 1, c = "d"}'),
        (AT, "2026-05-03T10:11:00Z"),
    ],
)
def test_values_are_written_as_toml_has_them(value, text):
    assert format_toml_value(value) == text


def test_an_empty_catalogue_is_an_empty_file():
    make_category()
    assert "".join(write_toml(export.export_grids())) == ""


def test_marks_that_packages_are_no_duplicates_are_written_and_loaded_once(tmp_path):
    one, other = make_package("django-cron", facts={}), make_package("django_cron", facts={})
    DistinctPackages.objects.create(first=one, second=other)
    path = tmp_path / "all.toml"
    assert CliRunner().invoke(command, [str(path)]).exit_code == 0
    empty()
    path.write_text(
        path.read_text() + '[[package]]\nslug = "third"\ncategory = "apps"\ndistinct_from = ["nobody", "third"]\n'
    )
    for _twice in range(2):
        report = load([path], now=AT)
        assert [str(problem).partition(": ")[2] for problem in report.problems] == [
            "third: distinct_from: the catalogue has no package 'nobody'; left out"
        ]
    assert list(DistinctPackages.objects.values_list("first__slug", "second__slug")) == [("django-cron", "django_cron")]


def test_former_slugs_are_written_and_merged_packages_are_not(tmp_path):
    rest, drf = make_package("rest", facts={}), make_package("drf", facts={}, is_hidden=True)
    FormerPackage.objects.create(slug="drf", former_id=drf.pk, package=rest)
    path = tmp_path / "all.toml"
    assert CliRunner().invoke(command, [str(path)]).exit_code == 0
    empty()
    load([path], now=AT)
    assert list(Package.objects.values_list("slug", flat=True)) == ["rest"]
    assert list(FormerPackage.objects.values_list("slug", "former_id", "package__slug")) == [("drf", None, "rest")]
