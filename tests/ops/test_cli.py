import os
import subprocess
import sys

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


@pytest.mark.parametrize(
    ("arguments", "sentence"), [(["frob"], "No such command 'frob'."), (["--frob"], "No such option '--frob'.")]
)
def test_a_wrong_word_is_a_usage_error(arguments, sentence):
    seen = packgrid(*arguments)
    assert (seen.returncode, sentence in seen.stderr, "Traceback" in seen.stderr) == (2, True, False)


def test_a_wrong_setting_is_one_sentence_and_exit_code_1(monkeypatch):
    monkeypatch.setenv("PORT", "http")
    seen = packgrid("web")
    assert (seen.returncode, seen.stderr) == (1, "packgrid: PORT is 'http'; it must be a number from 1 to 65535.\n")
