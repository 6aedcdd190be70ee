import sys
from xml.etree import ElementTree as ET

import pytest

from packgrid.lib.clean_text import clean_text, clean_values, find_unclean, is_clean, name_character

EVERY_CHARACTER = [chr(number) for number in range(sys.maxunicode + 1)]


def is_xml(character: str) -> bool:
    try:
        ET.fromstring(f"<a>{character}</a>".encode())  # noqa: S314 we made it
    except (UnicodeEncodeError, ET.ParseError):
        return False
    return True


def test_every_clean_character_can_stand_in_xml():
    clean = [character for character in EVERY_CHARACTER if is_clean(character) and character not in "<&"]
    assert len(clean) > 1_100_000
    ET.fromstring(f"<a>{''.join(clean)}</a>".encode())  # noqa: S314 we made it


def test_only_control_characters_and_what_unicode_gives_no_meaning_are_unclean():
    unclean = [character for character in EVERY_CHARACTER if not is_clean(character)]
    controls = [character for character in unclean if character <= "\x9f"]
    assert len(controls) == 29 + 1 + 32
    assert len(unclean) == len(controls) + 2048 + 32 + 34


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("", ""),
        ("a\tb\nc\r\nd", "a\tb\nc\r\nd"),
        ("Grüße 🚀 \u200d\u2028", "Grüße 🚀 \u200d\u2028"),
        ("A\x0bB\x0cC\x85D", "A B C D"),
        ("a\x00b\x08c\x7fd\x80e\ud800f\udfffg\ufdd0h\ufffei\uffffj\U0001fffek", "abcdefghijk"),
        ("\x1b[31mred", "[31mred"),
    ],
)
def test_a_text_loses_what_no_text_may_hold(said, kept):
    assert clean_text(said) == kept
    assert is_clean(kept)
    assert is_clean(said) == (said == kept)


def test_the_replacement_keeps_the_places_of_the_other_characters():
    assert clean_text("a\x00b\x0bc\ufffed", " ") == "a b c d"


def test_keys_and_values_of_documents_are_cleaned():
    document = {"a\x00": ["b\x01", {"c": "d\ufffe"}], "e": 1, "f": None}
    assert clean_values(document) == {"a": ["b", {"c": "d"}], "e": 1, "f": None}


def test_the_first_character_that_is_wrong_can_be_named():
    found = find_unclean("ab\x0bc\x00")
    assert found is not None
    assert (found.start(), name_character(found[0])) == (2, "U+000B")
    assert find_unclean("abc") is None
    assert name_character("\U0001ffff") == "U+1FFFF"
