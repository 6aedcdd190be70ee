"""Which user names can be chosen, and when two of them count as the same.

Two names are the same if their keys are: after NFKC and case folding, and with letters of other scripts that look like
Latin ones in place of these. A name has letters of one script, none that are invisible, and nothing that would make
another address of it in a URL.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError

LONGEST_KEY = 255
RESERVED = frozenset(
    (
        "admin",
        "administrator",
        "delete",
        "edit",
        "me",
        "moderation",
        "moderator",
        "packgrid",
        "root",
        "staff",
        "static",
        "system",
    )
)
CHARACTERS = re.compile(r"[\w.+-]+")
WRONG_EDGE = re.compile(r"^[.+-]|\.$|^_+$")
LATIN_LETTERS = frozenset("ßæœøđðþłħŋ")
"""Latin letters that are no ASCII letter with a mark, and do not look like one."""
TOGETHER = (
    frozenset({"CJK", "HIRAGANA", "KATAKANA"}),
    frozenset({"CJK", "HANGUL"}),
    frozenset({"CJK", "BOPOMOFO"}),
)
"""Scripts that one language writes together."""
SAME_SCRIPT = {"IDEOGRAPHIC": "CJK"}
LOOK_LATIN = str.maketrans(
    "авекмнорстухіјѕԁһԛԝӏѵ" + "αβεζηικμνορτυχ",
    "abekmhopctyxijsdhqwlv" + "abezhikmnoptyx",
)
"""Cyrillic and Greek letters to the Latin ones that their small or capital forms look like."""


LOOK_ALIKE = str.maketrans("1I0", "llo")


def user_name_key(name: str) -> str:
    """The form of a name by which names are compared."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return folded.translate(LOOK_LATIN)[:LONGEST_KEY]


def look_alike_key(name: str) -> str:
    """The form of a name in which ASCII characters that look alike are the same: l, 1 and I; o, O and 0; rn and m.

    These are the confusables of Unicode's UTS 39 among the characters of a name. Capital I is one, and small i is not,
    so the name is taken as it is written.
    """
    return user_name_key(unicodedata.normalize("NFKC", name).translate(LOOK_ALIKE)).replace("rn", "m")


def check_user_name(name: str) -> None:
    """Nothing, if somebody may be called so.

    Raises:
        ValidationError: with the sentence for the person.
    """
    if "@" in name:
        raise ValidationError("A user name cannot contain @. You can sign in with your e-mail address anyway.")
    if not CHARACTERS.fullmatch(name):
        raise ValidationError("Use letters, digits and the characters . + - _ in the name.")
    if ".." in name or WRONG_EDGE.search(name):
        raise ValidationError(
            "Begin the name with a letter or digit, and do not end it with a dot or write two in a row."
        )
    if unicodedata.normalize("NFKC", name) != name:
        raise ValidationError("Write the name with ordinary letters and digits.")
    scripts = {script_of(letter) for letter in name if not letter.isascii()}
    if any(letter.isascii() and letter.isalpha() for letter in name):
        scripts.add("LATIN")
    if "" in scripts or not (len(scripts) <= 1 or any(scripts <= together for together in TOGETHER)):
        raise ValidationError("Use letters of one alphabet, and digits from 0 to 9. Some letters look like others.")


def script_of(letter: str) -> str:
    """The first word of a letter's name in Unicode, which names its script; "" for one that no name may contain."""
    title = unicodedata.name(letter, "")
    script = re.split(r"[ -]", title)[0]
    if not letter.isalpha() or script == "MODIFIER" or title.endswith("FILLER"):
        return ""
    if script == "LATIN":
        base = unicodedata.normalize("NFD", letter.lower())[0]
        return script if base.isascii() or base in LATIN_LETTERS else ""
    return SAME_SCRIPT.get(script, script)
