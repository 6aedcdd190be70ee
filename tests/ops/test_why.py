from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from click.testing import CliRunner

from packgrid.catalogue.models import Category, Facts, FetchState, Package, Release
from packgrid.lib.stop import Stop
from packgrid.ops.commands.why import ANSWERS, command

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def package():
    made = Package.objects.create(slug="a", title="A", category=Category.objects.create(slug="apps", title="App"))
    Facts.objects.create(package=made, license="MIT", provenance={"license": ["old.csv", 0]})
    return made


def run(*words: str):
    return CliRunner(env={"COLUMNS": "160"}).invoke(command, words)


def test_a_value_is_shown_with_who_said_it(package):
    done = run("a", "license")
    assert done.exit_code == 0
    row = next(line for line in done.stdout.splitlines() if "license" in line)
    assert [cell.strip() for cell in row.split("│")[1:4]] == ["license", "MIT", "old.csv"]
    assert "repo_url" not in run("a").stdout


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("downloads_30d", "not stated"),
        ("stars", "not checked"),
        ("bots", "not checked"),
        ("links", "not stated"),
        ("deprecated_reason", "not filled in"),
    ],
)
def test_a_missing_value_says_whether_somebody_was_asked(package, field, said):
    Package.objects.update(pypi_name="a", repo_url="https://github.com/a/a")
    for source in ("pypi", "pypistats"):
        FetchState.objects.create(package=package, source=source, last_success_at=LONG_AGO)
    row = next(line for line in run("a", field).stdout.splitlines() if field in line)
    assert row.split("│")[2].strip() == said


def test_without_a_repository_nobody_can_be_asked_for_its_stars(package):
    assert "no repository" in run("a", "stars").stdout


@pytest.mark.parametrize(
    ("words", "message"), [(["b"], "The catalogue has no package 'b'."), (["a", "x"], "No field is called 'x'")]
)
def test_what_is_not_there_is_said(package, words, message):
    done = run(*words)
    assert isinstance(done.exception, Stop)
    assert str(done.exception).startswith(message)


@time_machine.travel(datetime(2026, 11, 1, tzinfo=UTC))  # the columns are the series that are supported that day
def test_support_is_shown_of_earlier_releases_too_where_it_is_known(package):
    Facts.objects.update(version="2.0", classifiers=["Framework :: Django :: 6.0"])
    for version, classifiers in {"2.0": None, "1.1": ["Framework :: Django :: 5.2"], "1.0": None}.items():
        Release.objects.create(
            package=package, version=version, sort_key=version, uploaded_at=LONG_AGO, classifiers=classifiers
        )
    said = run("a", "support").stdout
    assert "Release 2.0" in said
    earlier = said.partition("Earlier releases")[2].splitlines()
    rows = [[cell.strip() for cell in line.split("│")[1:4]] for line in earlier if line.startswith("│")]
    assert rows == [["1.1", "declared", "undeclared"]]


def test_who_uploaded_the_newest_releases_is_shown(package):
    publisher = {"kind": "GitHub", "repository": "o/r", "workflow": "release.yml"}
    url = "https://pypi.example/integrity/p"
    for version, columns in {
        "3.0": {"provenance_url": ""},
        "2.0": {
            "provenance_url": url,
            "publishers": [publisher],
            "predicate_types": ["https://slsa.dev/provenance/v1"],
        },
        "1.0": {},
    }.items():
        Release.objects.create(package=package, version=version, sort_key=version, uploaded_at=LONG_AGO, **columns)
    lines = [line.strip() for line in run("a").stdout.splitlines()]
    assert "release 3.0: no attestation on the index" in lines
    assert "2.0 had GitHub o/r (release.yml), this one no publisher" in lines
    uploaded = "release 2.0: attested, uploaded by GitHub o/r (release.yml), says the index"
    assert f"{uploaded}; attests https://slsa.dev/provenance/v1" in lines


def test_the_same_name_on_another_index_is_a_warning(package):
    Package.objects.update(pypi_name="a", index_name="acme")
    assert "Warning:" not in run("a").stdout
    Facts.objects.update(is_name_public=True)
    assert "Warning: Another project called a is on PyPI." in run("a").stdout


@pytest.mark.parametrize(
    ("state", "line"),
    [
        ({}, "OSV: not checked yet. Next: now."),
        ({"last_answer": "changed"}, "OSV: something new, 2 hours ago. Next: now."),
        ({"last_answer": "unchanged"}, "OSV: nothing new, 2 hours ago. Next: now."),
        ({"last_answer": "gone", "last_error": "404"}, "OSV: not found, 2 hours ago: 404. Next: now."),
        ({"last_answer": "rate limited"}, "OSV: rate limited, 2 hours ago. Next: now."),
        ({"last_answer": "unavailable", "last_error": "a: 500"}, "OSV: no answer, 2 hours ago: a: 500. Next: now."),
        ({"last_answer": "malformed"}, "OSV: an answer that cannot be read, 2 hours ago. Next: now."),
    ],
)
def test_the_last_answer_of_a_source_is_said_in_words(package, state, line):
    now = datetime(2026, 11, 24, tzinfo=UTC)
    at = {"last_answer_at": now - timedelta(hours=2)} if state else {}
    FetchState.objects.create(package=package, source="osv", subject="a", due_at=now, note="one\ntwo", **state, **at)
    with time_machine.travel(now, tick=False):
        assert f"{line}\n  one\n  two\n" in run("a").stdout


def test_every_answer_has_words():
    assert set(ANSWERS) == set(FetchState.Answer.values)
