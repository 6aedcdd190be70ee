"""The key that signs sessions and links: set by the operator, or made once and kept in a file."""

import secrets
from pathlib import Path

from packgrid.config.setting_parsers import BadSetting
from packgrid.lib.files import PRIVATE_FILE, create_atomically, find_advice, make_private_folder

LEAST_CHARACTERS = 32
LEAST_DIFFERENT = 5
NEW_KEY_BYTES = 50
HOW_TO_MAKE_ONE = '`python3 -c "import secrets; print(secrets.token_urlsafe(50))"` makes one'


def secret_key(text: str) -> str:
    """The key of PACKGRID_SECRET_KEY, "" for none.

    Raises:
        ValueError: it is too short, or too few characters over and over.
    """
    if text and (weakness := weakness_of(text)):
        raise ValueError(
            f"{weakness}. {HOW_TO_MAKE_ONE}; or unset it, and Packgrid makes one and keeps it in the data folder."
        )
    return text


def kept_secret_key(path: Path) -> str:
    """The key in this file; the first time one is made, which only the owner of the file can read.

    Raises:
        BadSetting: the file cannot be made or read, or has no usable key; the message says what to do.
    """
    try:
        if not path.exists():
            make_private_folder(path.parent)
            create_atomically(path, secrets.token_urlsafe(NEW_KEY_BYTES), mode=PRIVATE_FILE)
    except OSError as error:
        raise BadSetting(
            f"The data folder {path.parent} cannot be used ({error.strerror}). {find_advice(error)} "
            "PACKGRID_DATA names the data folder."
        ) from error
    key = read_key(path)
    if weakness := weakness_of(key):
        raise BadSetting(
            f"The secret key in {path} cannot be used: it {weakness}. A full disk or a broken copy can leave such a "
            "file. Put the old key back from a backup, or delete the file: then a new key is made, and everybody has "
            "to sign in again."
        )
    return key


def read_key(path: Path) -> str:
    """The text of the file.

    Raises:
        BadSetting: it cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadSetting(f"The secret key {path} cannot be read ({error.strerror}). {find_advice(error)}") from error
    except UnicodeDecodeError as error:
        raise BadSetting(
            f"The secret key in {path} is not text. Put the old key back from a backup, or delete the file: then a "
            "new key is made, and everybody has to sign in again."
        ) from error


def weakness_of(key: str) -> str:
    """Why a key is not safe, to follow its name; "" if it is."""
    length, different = len(key.strip()), len(set(key.strip()))
    if length == 0:
        return "is empty"
    if length < LEAST_CHARACTERS:
        return f"has {length} character{'' if length == 1 else 's'}, and {LEAST_CHARACTERS} are needed"
    if different < LEAST_DIFFERENT:
        return f"has too few different characters: {different}, and at least {LEAST_DIFFERENT} are needed"
    return ""
