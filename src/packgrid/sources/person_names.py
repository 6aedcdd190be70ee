"""The names of people, decoded: as mail headers, HTML or a wrong character set have encoded them."""

import html
import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header

MOJIBAKE = re.compile(r"[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0178\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")
ENCODED_WORD = re.compile(r"=\?[\w-]+\?[bq]\?[^?]*\?=", re.IGNORECASE)
AROUND = " \t\"'`"


def decode_name(text: str) -> str:
    """A name as its owner writes it: without encoded words (RFC 2047), HTML entities, mojibake and quotes around it."""
    decoded = ENCODED_WORD.sub(lambda word: decode_word(word[0]), re.sub(r"(\?=)\s+(=\?)", r"\1\2", text))
    unescaped = html.unescape(decoded)
    repaired = repair_mojibake(unescaped)
    return " ".join(repaired.split()).strip(AROUND)


def decode_word(word: str) -> str:
    """An encoded word of a mail header; itself where it cannot be decoded."""
    try:
        return str(make_header(decode_header(word)))
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
