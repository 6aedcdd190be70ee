import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from packgrid.catalogue.models import Category, Facts, Package
from packgrid.comparison.models import Grid
from packgrid.ops.commands.search import command
from packgrid.search.index import index_grids, index_packages

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 3, tzinfo=UTC)


@pytest.fixture
def packages():
    apps = Category.objects.create(slug="apps", title="App")
    known = Package.objects.create(slug="django-forms", title="django-forms", category=apps)
    Facts.objects.create(package=known, stars=1234, version="2.0", released_at=AT, summary="Makes forms " + "x" * 300)
    ended = Package.objects.create(slug="old-forms", title="old-forms", category=apps, deprecated_at=AT)
    Facts.objects.create(package=ended)
    grid = Grid.objects.create(slug="forms", title="Forms", description="Side by side")
    index_packages({known.pk, ended.pk})
    index_grids({grid.pk})


def run(*words: str):
    return CliRunner(env={"COLUMNS": "100"}).invoke(command, words)


def cells(done):
    return {tuple(cell.strip() for cell in line.split("│")[1:-1]) for line in done.stdout.splitlines() if "│" in line}


def test_a_row_for_each_answer(packages):
    done = run("forms")
    assert done.exit_code == 0
    rows = {row[0]: row[2:] for row in cells(done)}
    assert rows == {
        "Forms": ("", "", "", "grid"),
        "django-forms": ("1,234", "2.0", "03 May 2026", ""),
        "old-forms": ("unknown", "unknown", "unknown", "deprecated"),
    }
    assert done.stderr == ""


def test_the_limit_holds_and_says_how_many_there_are(packages):
    done = run("forms", "--limit", "1")
    assert (len(cells(done)), done.stderr) == (1, "The best 1 of 3; --limit shows more.\n")


def test_nothing_found_is_exit_code_1(packages):
    done = run("zzzqqq")
    assert (done.exit_code, done.stdout, done.stderr) == (1, "", "No match. Try fewer or other words.\n")


def test_what_was_not_understood_is_said_on_stderr(packages):
    done = run("old-forms", "-")
    assert (done.exit_code, done.stderr) == (
        0,
        "Character 11: found a minus alone, expected a word right behind it.\n",
    )


def test_a_minus_belongs_to_the_question_and_two_to_us(packages):
    assert run("forms", "-html").exit_code == 0
    done = run("forms", "--limt", "3")
    assert (done.exit_code, "No such option '--limt'. Did you mean '--limit'?" in done.stderr) == (2, True)


@pytest.mark.parametrize("words", [["-h"], ["--help"], ["forms", "-h"]])
def test_help_is_an_option_and_no_word(packages, words):
    done = run(*words)
    assert (done.exit_code, done.stdout.startswith("Usage: ")) == (0, True)


@pytest.mark.parametrize("words", [["--", "-h"], ["--", "--help"], ["--json", "--", "--limit=x"]])
def test_behind_two_dashes_everything_is_the_query(packages, words):
    done = run(*words)
    assert (done.exit_code == 2, "Usage" in done.output) == (False, False)


@pytest.mark.parametrize("words", [[""], [" ", ""]])
def test_an_empty_query_is_a_usage_error(packages, words):
    done = run(*words)
    assert (done.exit_code, "The query is empty. Write what you search for." in done.stderr) == (2, True)


def test_json_has_everything(packages):
    done = run("django-forms", "is:x", "--json")
    said = json.loads(done.stdout)
    assert [problem["position"] for problem in said.pop("problems")] == [13]
    assert run("zzzqqq", "--json").exit_code == 1
    assert json.loads(run("django-forms", "--json").stdout)["results"][0] == {
        "kind": "package",
        "slug": "django-forms",
        "title": "django-forms",
        "description": "Makes forms " + "x" * 300,
        "path": "/packages/p/django-forms/",
        "labels": [],
        "category": "apps",
        "stars": 1234,
        "version": "2.0",
        "released_at": "2026-05-03T00:00:00+00:00",
        "last_commit_at": None,
        "released_to_the_month": False,
    }


def test_json_of_a_grid_is_short(packages):
    found = json.loads(run("forms", "--json").stdout)
    assert (found["count"], found["is_capped"], found["suggestion"], found["near"]) == (3, False, "", [])
    assert {
        "kind": "grid",
        "slug": "forms",
        "title": "Forms",
        "description": "Side by side",
        "path": "/grids/g/forms/",
        "labels": [],
    } in found["results"]
