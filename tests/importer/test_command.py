import pytest
from click.testing import CliRunner

from packgrid.catalogue.models import Category
from packgrid.ops.commands.load import command


@pytest.fixture
def run(db, monkeypatch):
    Category.objects.create(slug="apps", title="App")
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *arguments: CliRunner().invoke(command, [str(argument) for argument in arguments])


def test_a_good_file_is_counted_and_the_exit_code_is_0(run, tmp_path):
    path = tmp_path / "c.csv"
    path.write_text("slug,category,repo_url\na,apps,https://git.example/a/a\n12,apps,\n")
    seen = run(path, "--dry-run")
    assert seen.exit_code == 0
    assert "Dry run: nothing was changed." in seen.output
    assert "1 package without a repository (kept)" in seen.output
    seen = run(path)
    rows = [line.replace("│", " ").split() for line in seen.output.splitlines()]
    assert ["package", "2", "0", "0", "0"] in rows


def test_problems_are_listed_up_to_a_limit_and_the_exit_code_is_1(run, tmp_path):
    path = tmp_path / "c.csv"
    path.write_text("slug,category\n" + "".join(f"p{number},nowhere\n" for number in range(60)))
    seen = run(path)
    assert seen.exit_code == 1
    assert f"{path}:2:1: p0: category: there is no category 'nowhere'" in seen.output
    assert "p50:" not in seen.output
    assert "and 10 more (--all-problems shows them)" in seen.output
    assert "p59: category" in run(path, "--all-problems").output


def test_a_missing_file_is_named_and_the_exit_code_is_1(run, tmp_path):
    seen = run(tmp_path / "no.csv")
    assert (seen.exit_code, "no.csv: it cannot be read (No such file or directory)" in seen.output) == (1, True)
