import os

import pytest
from click.testing import CliRunner

from packgrid.catalogue.models import Category, Package
from packgrid.lib.stop import Stop
from packgrid.ops.commands.load import command


@pytest.fixture
def run(db, monkeypatch):
    Category.objects.create(slug="apps", title="App")
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *arguments, stdin=None: CliRunner().invoke(command, [str(argument) for argument in arguments], stdin)


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
    assert f"{path}:2:1: p0: category: the catalogue has no category 'nowhere'; load it first" in seen.output
    assert "p50:" not in seen.output
    assert "and 10 more; --all-problems lists them" in seen.output
    assert "p59: category" in run(path, "--all-problems").output


def test_a_file_without_records_is_named_and_counts_as_loaded(run, tmp_path):
    path = tmp_path / "c.csv"
    path.write_text("slug,category\n")
    seen = run(path)
    assert (seen.exit_code, seen.output) == (0, f"{path}: the file has no records\n")


def test_a_file_that_is_not_text_is_named_without_a_table(run, tmp_path):
    path = tmp_path / "c.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    seen = run(path)
    assert (seen.exit_code, seen.output) == (1, f"{path}:1:1: this byte is not UTF-8; save the file as UTF-8\n")


def test_standard_input_is_ndjson(run):
    lines = '{"type": "package", "slug": "a", "category": "apps"}\n{"type": "package", "slug": "b", "title": "\xff"}\n'
    seen = run("-", stdin=lines.encode("latin-1"))
    assert seen.exit_code == 1
    rows = [line.replace("│", " ").split() for line in seen.output.splitlines()]
    assert ["package", "1", "0", "0", "0"] in rows
    assert "standard input:2:44: this byte is not UTF-8; save the file as UTF-8\n" in seen.output


def test_the_starter_that_an_empty_catalogue_gets_is_mentioned(db, tmp_path):
    path = tmp_path / "c.csv"
    path.write_text("slug,category\na,apps\n")
    seen = CliRunner().invoke(command, [str(path)])
    assert seen.exit_code == 0
    assert "The catalogue was empty, so the starter catalogue was loaded too.\n" in seen.output


@pytest.mark.usefixtures("run")
def test_files_that_cannot_be_loaded_are_named_before_anything_is_loaded(tmp_path):
    good, empty, pipe = tmp_path / "good.csv", tmp_path / "empty.csv", tmp_path / "pipe.csv"
    good.write_text("slug,category\na,apps\n")
    empty.touch()
    os.mkfifo(pipe)
    (tmp_path / "folder").mkdir()
    paths = [good, tmp_path / "no.csv", empty, tmp_path / "folder", tmp_path / "a.txt", pipe, "/dev/null"]
    done = CliRunner().invoke(command, [str(path) for path in paths])
    assert (type(done.exception), done.output) == (Stop, "")
    assert str(done.exception).splitlines() == [
        f"{tmp_path}/no.csv does not exist. Check its name.",
        f"{tmp_path}/empty.csv is empty (0 bytes). Create it again, or leave it out.",
        f"{tmp_path}/folder has no .toml file. Name files in other formats one by one.",
        f"{tmp_path}/a.txt cannot be loaded: its name must end in .toml, .ndjson, .jsonl, .csv.",
        f"{tmp_path}/pipe.csv cannot be loaded: it is not a file.",
        "/dev/null cannot be loaded: its name must end in .toml, .ndjson, .jsonl, .csv.",
        "Nothing was loaded.",
    ]
    assert not Package.objects.exists()


def test_an_empty_name_is_no_folder(run):
    seen = run("")
    assert (seen.exit_code, "Invalid value for 'FILE...': The name is empty." in seen.output) == (2, True)
