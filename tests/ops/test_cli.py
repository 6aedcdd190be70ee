import os
import subprocess
import sys
from pathlib import Path

import pytest


def packgrid(*arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        [sys.executable, "-m", "packgrid", *arguments], env=kept, capture_output=True, text=True, check=False
    )


def test_help_names_every_command_without_loading_django():
    code = "import sys; from packgrid.ops.cli import packgrid; packgrid(['--help'], standalone_mode=False); "
    seen = subprocess.run(
        [sys.executable, "-c", code + "sys.exit('django' in sys.modules)"], capture_output=True, text=True, check=False
    )
    assert seen.returncode == 0
    for command in ("up", "web", "refresh", "load", "manage"):
        assert f"  {command} " in seen.stdout


def test_whoever_only_shows_pages_loads_no_http_client(tmp_path):
    code = (
        "import sys, django; django.setup(); from django.urls import get_resolver; assert get_resolver().url_patterns; "
    )
    seen = subprocess.run(
        [sys.executable, "-c", code + "sys.exit('aiohttp' in sys.modules)"],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "packgrid.config.settings", "PACKGRID_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (seen.returncode, seen.stderr) == (0, "")


def test_help_and_version_need_no_settings_and_make_no_data_folder(tmp_path, monkeypatch):
    for name, value in {"PORT": "many", "PACKGRID_DATA": str(tmp_path / "data"), "PACKGRID_FROB": "1"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PIP_INDEX_URL", "no address")
    monkeypatch.setenv("DATABASE_URL", "frob://")
    monkeypatch.chdir(tmp_path)
    for command, *options in (("load", "-h"), ("refresh", "--due", "--help"), ("worker", "--help"), ("up", "-h")):
        seen = packgrid(command, *options)
        assert (seen.returncode, seen.stderr) == (0, "")
        assert seen.stdout.startswith(f"Usage: python -m packgrid {command} ")
    assert packgrid("--version").stdout.startswith("packgrid, version ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [["--help"], ["migrate", "-h"], ["shell", "--help"]])
def test_help_of_djangos_commands_needs_no_settings_and_no_data_folder(tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORT", "many")
    seen = packgrid("manage", *arguments)
    assert (seen.returncode, "PORT" in seen.stderr, "packgrid manage" in seen.stdout) == (0, False, True)


def test_what_stands_behind_two_dashes_asks_for_no_help(monkeypatch):
    monkeypatch.setenv("PORT", "many")
    seen = packgrid("search", "--", "-h")
    assert (seen.returncode, "PORT is 'many'" in seen.stderr) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "sentence"), [(["frob"], "No such command 'frob'."), (["--frob"], "No such option '--frob'.")]
)
def test_a_wrong_word_is_a_usage_error(arguments, sentence):
    seen = packgrid(*arguments)
    assert (seen.returncode, sentence in seen.stderr, "Traceback" in seen.stderr) == (2, True, False)


def test_the_benchmarks_run_from_the_source_alone(tmp_path, monkeypatch):
    seen = packgrid("bench", "--help")
    assert (seen.returncode, "--quick" in seen.stdout) == (0, True)
    (tmp_path / "installed").symlink_to(Path(__file__).parents[2] / "src")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "installed"))
    seen = packgrid("bench", "1")
    assert (seen.returncode, seen.stderr.strip()) == (
        1,
        "packgrid: The benchmarks are not installed with Packgrid. Run `make bench` in a checkout of the project.",
    )


def test_a_wrong_setting_is_one_sentence_and_exit_code_1(monkeypatch):
    monkeypatch.setenv("PORT", "http")
    seen = packgrid("web")
    assert (seen.returncode, seen.stderr) == (1, "packgrid: PORT is 'http'; it must be a number from 1 to 65535.\n")


def test_a_variable_that_is_no_setting_is_warned_of_on_stderr(tmp_path, monkeypatch):
    monkeypatch.setenv("PACKGRID_DATA", str(tmp_path))
    monkeypatch.setenv("PACKGRID_REFESH", "off")
    seen = packgrid("manage", "version")
    assert seen.returncode == 0
    assert seen.stderr == (
        "packgrid: PACKGRID_REFESH is not a setting, so it is ignored. Did you mean PACKGRID_REFRESH?\n"
    )


@pytest.mark.parametrize(
    ("reason", "advice"),
    [
        ("database is locked", "Another program uses it. Stop that program or wait, then try again."),
        ("database or disk is full", "Free some space on its disk, then try again."),
        ("attempt to write a readonly database", "Let this user write to the file, then try again."),
        ("unable to open database file", "Let this user read and write the file and its folder, then try again."),
        ("disk I/O error", "Run `packgrid doctor` to find the cause."),
    ],
)
def test_a_database_that_fails_under_way_is_one_sentence(tmp_path, monkeypatch, reason, advice):
    monkeypatch.setenv("PACKGRID_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    failing = f"from django.db import OperationalError; raise ExceptionGroup('', [OperationalError('{reason}')])"
    seen = packgrid("manage", "shell", "-v0", "-c", failing)
    assert seen.returncode == 1
    assert seen.stderr == (
        f"packgrid: The database {tmp_path}/packgrid.sqlite3 failed: {reason}. {advice} "
        "Everything before that is saved.\n"
    )


def test_an_error_of_ours_keeps_its_traceback():
    seen = packgrid("manage", "shell", "-v0", "-c", "1 / 0")
    assert (seen.returncode, "ZeroDivisionError" in seen.stderr, "Traceback" in seen.stderr) == (1, True, True)


@pytest.mark.parametrize("command", [["worker"], ["doctor"]])
def test_the_distributed_engine_wants_postgresql(monkeypatch, command):
    monkeypatch.setenv("PACKGRID_ENGINE", "distributed")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    seen = packgrid(*command)
    said = "packgrid: PACKGRID_ENGINE is 'distributed', which needs PostgreSQL; set DATABASE_URL.\n"
    assert (seen.returncode, seen.stderr) == (1, said)


def test_a_worker_wants_the_distributed_engine(tmp_path, monkeypatch):
    monkeypatch.setenv("PACKGRID_DATA", str(tmp_path))
    seen = packgrid("worker")
    assert (seen.returncode, "Traceback" in seen.stderr) == (1, False)
    assert seen.stderr.startswith("packgrid: `packgrid worker` needs PACKGRID_ENGINE=distributed and PostgreSQL")


@pytest.mark.parametrize("command", [["doctor"], ["why", "a"]])
def test_a_damaged_database_is_named_by_every_command(tmp_path, monkeypatch, command):
    monkeypatch.setenv("PACKGRID_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    (tmp_path / "packgrid.sqlite3").write_bytes(b"this is not a database at all" * 200)
    seen = packgrid(*command)
    said = " ".join((seen.stdout + seen.stderr).split())
    assert (seen.returncode, "Traceback" in said) == (1, False)
    assert f"The database {tmp_path}/packgrid.sqlite3 cannot be read: it is not an SQLite file." in said
