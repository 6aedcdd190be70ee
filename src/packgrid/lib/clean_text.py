"""The characters that a text may hold: those of XML 1.0 (section 2.2) without control characters and noncharacters.

Paths, forms, catalogue files and answers of sources are checked with it, and feeds, badges and exports are cleaned with
it, because a database may hold rows that are older than the check.
"""

import re
from collections.abc import Mapping
from typing import Any

LINE_BREAKS = "\x0b\x0c\x1c\x1d\x1e\x1f\x85"
"""Control characters that separate words: word processors and terminals break lines with them."""
LAST_OF_PLANES = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
UNCLEAN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{LAST_OF_PLANES}]")
TO_SPACES = str.maketrans(dict.fromkeys(LINE_BREAKS, " "))


def is_clean(text: str) -> bool:
    """True if a text holds only characters that can be stored, and written into XML."""
    return UNCLEAN.search(text) is None


def find_unclean(text: str) -> re.Match[str] | None:
    """The first character that may not be in a text; None if there is none."""
    return UNCLEAN.search(text)


def clean_text(text: str, replacement: str = "") -> str:
    """The text with a space for each control character that breaks a line, and `replacement` for the other bad ones.

    Tabs and line feeds stay.
    """
    return text if is_clean(text) else UNCLEAN.sub(replacement, text.translate(TO_SPACES))


def clean_values(value: Any) -> Any:  # noqa: ANN401 JSON is made of anything
    """A JSON value whose texts are clean, keys among them."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, Mapping):
        return {clean_text(key): clean_values(item) for key, item in value.items()}
    return [clean_values(item) for item in value] if isinstance(value, list) else value


def name_character(character: str) -> str:
    """The name of a character in a message: U+000B."""
    return f"U+{ord(character):04X}"
