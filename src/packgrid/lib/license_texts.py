"""Recognizes whole licence texts by the sentences that only one licence has."""

import re
from collections.abc import Sequence

import attrs


@attrs.frozen
class TextSign:
    """A licence, the phrases that its text has, and those that it has not (another licence has them)."""

    license: str
    has: tuple[str, ...]
    has_not: tuple[str, ...] = ()


LATER = "or (at your option) any later version"
TERMS = "terms and conditions"
PERMISSION = "permission is hereby granted, free of charge, to any person obtaining a copy"
REDISTRIBUTION = "redistribution and use in source and binary forms"
WITHOUT_FEE = "for any purpose with or without fee is hereby granted"
# In this order; the first that fits is it. Texts are compared in small letters, with single blanks.
SIGNS: Sequence[TextSign] = (
    TextSign("AGPL-3.0-or-later", ("gnu affero general public license", "version 3", LATER), (TERMS,)),
    TextSign("AGPL-3.0-only", ("gnu affero general public license", "version 3")),
    TextSign("LGPL-3.0-or-later", ("gnu lesser general public license", "version 3", LATER), (TERMS,)),
    TextSign("LGPL-2.1-or-later", ("gnu lesser general public license", "version 2.1", LATER), (TERMS,)),
    TextSign("LGPL-3.0-only", ("gnu lesser general public license version 3",)),
    TextSign("LGPL-2.1-only", ("gnu lesser general public license version 2.1",)),
    TextSign("GPL-3.0-or-later", ("gnu general public license", "version 3", LATER), (TERMS, "lesser")),
    TextSign("GPL-2.0-or-later", ("gnu general public license", "version 2", LATER), (TERMS, "lesser")),
    TextSign("GPL-3.0-only", ("gnu general public license version 3",)),
    TextSign("GPL-2.0-only", ("gnu general public license version 2",)),
    TextSign("Apache-2.0", ("apache license", "version 2.0")),
    TextSign("MPL-2.0", ("mozilla public license", "2.0")),
    TextSign("MPL-1.1", ("mozilla public license", "version 1.1")),
    TextSign("EUPL-1.2", ("european union public licence", "1.2")),
    TextSign("EPL-2.0", ("eclipse public license", "2.0")),
    TextSign("ZPL-2.1", ("zope public license", "version 2.1")),
    TextSign("PSF-2.0", ("python software foundation license version 2",)),
    TextSign("BSL-1.0", ("boost software license", "version 1.0")),
    TextSign("Artistic-2.0", ("artistic license 2.0",)),
    TextSign("CC0-1.0", ("cc0 1.0 universal",)),
    TextSign("Unlicense", ("this is free and unencumbered software released into the public domain",)),
    TextSign("WTFPL", ("do what the fuck you want to",)),
    TextSign("Zlib", ("without any express or implied warranty", "altered source versions must be plainly marked")),
    TextSign("X11", (PERMISSION, "except as contained in this notice", "x consortium")),
    TextSign("MIT", (PERMISSION, "shall be included in all copies")),
    TextSign("MIT-0", (PERMISSION, "the software is provided"), ("following conditions",)),
    TextSign("BSD-4-Clause", (REDISTRIBUTION, "all advertising materials")),
    TextSign("BSD-3-Clause", (REDISTRIBUTION, "endorse or promote products derived")),
    TextSign("BSD-2-Clause", (REDISTRIBUTION, "in binary form must reproduce")),
    TextSign("ISC", (WITHOUT_FEE, "provided that the above copyright notice")),
    TextSign("0BSD", (WITHOUT_FEE, "the software is provided")),
)
RESTRICTED = ("commons clause", "non-commercial", "noncommercial", "for evaluation purposes", "additional restriction")


def recognize_license_text(text: str) -> str | None:
    """The SPDX id of the licence whose text, or whose notice for files, this is; None if it is not known.

    A text that has the sentences of a licence and restricts it is no such licence.
    """
    if is_restricted(text):
        return None
    said = re.sub(r"\s+", " ", re.sub(r"[#*>=_`]|//", " ", text)).lower().replace("“", '"').replace("”", '"')
    said = (
        said.replace(", version", " version")
        .replace(" - ", " ")
        .replace("v. ", "version ")
        .replace(" v2", " version 2")
    )
    return next((sign.license for sign in SIGNS if matches_text_sign(sign, said)), None)


def is_restricted(text: str) -> bool:
    """True if a text takes back what a licence that it names allows."""
    return any(words in text.lower() for words in RESTRICTED)


def matches_text_sign(sign: TextSign, said: str) -> bool:
    """True if a text has all phrases of a licence and none of those that it has not."""
    return all(words in said for words in sign.has) and not any(words in said for words in sign.has_not)
