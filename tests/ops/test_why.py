import pytest
from click.testing import CliRunner

from packgrid.catalogue.models import Category, Facts, Package
from packgrid.lib.stop import Stop
from packgrid.ops.commands.why import command

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
    ("words", "message"), [(["b"], "There is no package 'b'."), (["a", "x"], "There is no value 'x'")]
)
def test_what_is_not_there_is_said(package, words, message):
    done = run(*words)
    assert isinstance(done.exception, Stop)
    assert str(done.exception).startswith(message)
