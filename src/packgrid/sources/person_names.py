"""The names of people, decoded: as mail headers, HTML or a wrong character set have encoded them."""

import html
import re
import unicodedata
from email.errors import HeaderParseError
from email.header import decode_header, make_header

from packgrid.lib.clean_text import clean_text

MOJIBAKE = re.compile(r"[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0178\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")
ENCODED_WORD = re.compile(r"=\?[\w-]+(?:\*[\w-]+)?\?[bq]\?[^?]*\?=", re.IGNORECASE)
UNSEEN = re.compile(r"[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
AROUND = " \t\"'`"


def decode_name(text: str) -> str:
    """A name as its owner writes it: without encoded words (RFC 2047), HTML entities, mojibake and quotes around it."""
    decoded = ENCODED_WORD.sub(lambda word: decode_word(word[0]), re.sub(r"(\?=)\s+(=\?)", r"\1\2", text))
    unescaped = html.unescape(decoded)
    repaired = UNSEEN.sub("", clean_text(repair_mojibake(unescaped)))
    return unicodedata.normalize("NFC", " ".join(repaired.split()).strip(AROUND))


def strip_addresses(text: str) -> str:
    """The names in a text, without addresses, also disguised ones, and empty brackets; "" for what templates write."""
    parts = (decode_name(BESIDE_NAMES.sub(" ", part)) for part in SEPARATOR.split(text[:LONGEST]))
    name = ", ".join(part for part in parts if part.strip("-?. "))
    return "" if name.casefold() in PLACEHOLDERS else name


LONGEST = 2000
# Of an address in brackets, the brackets too. A comma within quotes or an encoded word separates no names.
BESIDE_NAMES = re.compile(
    r"<[^<>]*>|\(\s*(?:https?:|mailto:)?[^()\s]*(?:@|://)[^()]*\)|\[\s*[^\[\]\s]+@[^\[\]]*\]|(?:mailto:)?[^\s@<>()]+@[^\s@<>()]+\.\w+"
)
SEPARATOR = re.compile(r"\s*[,;]\s*(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")
PLACEHOLDERS = {
    "unknown", "none", "null", "n/a", "na", "your name", "author", "author name", "you", "todo", "tbd", "name", "nan",
    "first last", "firstname lastname", "author's name",
}  # fmt: skip


def decode_word(word: str) -> str:
    """An encoded word of a mail header; itself where it cannot be decoded."""
    try:
        return str(make_header(decode_header(re.sub(r"^(=\?[\w-]+)\*[\w-]+", r"\1", word)))) or word
    except (HeaderParseError, LookupError, ValueError):
        return word


def repair_mojibake(text: str) -> str:
    """A text whose UTF-8 was read as Latin-1 or Windows-1252, once or twice, read as UTF-8."""
    for _ in range(2):
        repaired = decode_as_utf8(text)
        if repaired == text:
            break
        text = repaired
    return text


def decode_as_utf8(text: str) -> str:
    """The text read as UTF-8 where it looks as if it had been read otherwise."""
    if not MOJIBAKE.search(text):
        return text
    for charset in ("latin-1", "cp1252"):
        try:
            return text.encode(charset).decode()
        except UnicodeError:
            continue
    return text
