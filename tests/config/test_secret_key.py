from pathlib import Path

import pytest

from packgrid.config.environment import Environment
from packgrid.config.secret_key import kept_secret_key
from packgrid.config.setting_parsers import BadSetting
from packgrid.config.variables import read_environment

GOOD = "0123456789abcdef0123456789abcdef"


def in_folder(folder: Path, **variables: str) -> Environment:
    return read_environment({"PACKGRID_DATA": str(folder)} | variables)


def test_a_key_is_made_once_in_a_folder_and_file_for_their_owner_alone(tmp_path):
    folder = tmp_path / "new"
    chosen = in_folder(folder)
    key = chosen.signing_key
    assert len(key) > 50
    assert chosen.signing_key == key
    assert [path.name for path in folder.iterdir()] == ["secret_key"]
    assert (folder / "secret_key").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_exists_keeps_its_permissions(tmp_path):
    tmp_path.chmod(0o755)
    assert in_folder(tmp_path).signing_key
    assert tmp_path.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize(
    ("key", "weakness"),
    [
        ("", "is empty"),
        (" \n", "is empty"),
        ("x", "has 1 character, and 32 are needed"),
        ("x\n", "has 1 character, and 32 are needed"),
        (GOOD[:-1], "has 31 characters, and 32 are needed"),
        ("abcd" * 20, "has too few different characters: 4, and at least 5 are needed"),
    ],
)
def test_a_file_with_a_weak_key_is_refused_with_what_to_do_and_left_alone(tmp_path, key, weakness):
    path = tmp_path / "secret_key"
    path.write_text(key)
    with pytest.raises(BadSetting) as raised:
        kept_secret_key(path)
    assert str(raised.value) == (
        f"The secret key in {path} cannot be used: it {weakness}. A full disk or a broken copy can leave such a file. "
        "Put the old key back from a backup, or delete the file: then a new key is made, and everybody has to sign in "
        "again."
    )
    assert path.read_text() == key


@pytest.mark.parametrize(("key", "weakness"), [("x", "has 1 character, and 32 are needed"), (" ", "is empty")])
def test_a_weak_key_in_the_environment_is_refused_without_showing_it(key, weakness):
    with pytest.raises(BadSetting) as raised:
        read_environment({"PACKGRID_SECRET_KEY": key})
    assert str(raised.value) == (
        f'PACKGRID_SECRET_KEY {weakness}. `python3 -c "import secrets; print(secrets.token_urlsafe(50))"` makes one; '
        "or unset it, and Packgrid makes one and keeps it in the data folder."
    )


def test_a_key_in_the_environment_is_taken_as_it_is_and_none_is_made(tmp_path):
    assert in_folder(tmp_path / "none", PACKGRID_SECRET_KEY=GOOD).signing_key == GOOD
    assert not (tmp_path / "none").exists()


def test_a_key_that_ends_its_line_is_kept_as_it_is(tmp_path):
    (tmp_path / "secret_key").write_text(GOOD + "\n")
    assert kept_secret_key(tmp_path / "secret_key") == GOOD + "\n"


def test_a_file_that_is_not_text_is_refused(tmp_path):
    (tmp_path / "secret_key").write_bytes(b"\xff" * 60)
    with pytest.raises(BadSetting, match=r"The secret key in .*/secret_key is not text\. Put the old key back"):
        kept_secret_key(tmp_path / "secret_key")


def test_a_folder_in_its_place_is_named(tmp_path):
    (tmp_path / "secret_key").mkdir()
    with pytest.raises(BadSetting, match=r"The secret key .*/secret_key cannot be read \(Is a directory\)\. It is a"):
        kept_secret_key(tmp_path / "secret_key")


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(BadSetting) as raised:
        kept_secret_key(tmp_path / "file" / "data" / "secret_key")
    assert str(raised.value) == (
        f"The data folder {tmp_path}/file/data cannot be used (Not a directory). A part of its path is a file. Choose "
        "another place. PACKGRID_DATA names the data folder."
    )
