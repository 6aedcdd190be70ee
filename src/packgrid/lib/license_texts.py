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
# The names that whole texts begin with, whatever other licences they speak of further down: GPL 3 and MPL 2.0 name the
# AGPL, the Business Source License names the one that follows it.
TITLES: Sequence[tuple[str, str]] = (
    ("gnu affero general public license version 3", "AGPL-3.0-only"),
    ("gnu lesser general public license version 3", "LGPL-3.0-only"),
    ("gnu lesser general public license version 2.1", "LGPL-2.1-only"),
    ("gnu library general public license version 2", "LGPL-2.0-only"),
    ("gnu general public license version 3", "GPL-3.0-only"),
    ("gnu general public license version 2", "GPL-2.0-only"),
    ("mozilla public license version 2.0", "MPL-2.0"),
    ("mozilla public license version 1.1", "MPL-1.1"),
    ("european union public licence version 1.2", "EUPL-1.2"),
    ("european union public licence version 1.1", "EUPL-1.1"),
    ("eclipse public license version 2.0", "EPL-2.0"),
    ("eclipse public license version 1.0", "EPL-1.0"),
    ("sil open font license version 1.1", "OFL-1.1"),
    ("business source license 1.1", "BUSL-1.1"),
    ("server side public license version 1", "SSPL-1.0"),
    ("elastic license 2.0", "Elastic-2.0"),
    ("functional source license version 1.1, apache 2.0", "FSL-1.1-ALv2"),
    ("functional source license version 1.1, mit", "FSL-1.1-MIT"),
    ("polyform noncommercial license 1.0.0", "PolyForm-Noncommercial-1.0.0"),
    ("polyform small business license 1.0.0", "PolyForm-Small-Business-1.0.0"),
    ("sustainable use license version 1.0", "SUL-1.0"),
)
LONGEST_HEAD = 150
SOURCE_AVAILABLE = ("BUSL", "SSPL", "Elastic", "FSL", "PolyForm", "SUL")
# A notice for files is shorter, and may name several licences; so may what is added to a whole text.
LONGEST_NOTICE = 1500
LICENSE_NAME = re.compile(r"\b(apache|mozilla|eclipse|mit|bsd|isc|gnu) (?=licen|public|(?:\w+ )?general|[23]-clause)")
COPYLEFT_OR_APACHE = re.compile(
    r"apache license|mozilla public license|gnu (?:affero |lesser |library )?general public license"
)
# In this order; the first that fits is it. Texts are compared in small letters, with single blanks.
SIGNS: Sequence[TextSign] = (
    TextSign("AGPL-3.0-or-later", ("gnu affero general public license", "version 3", LATER), (TERMS,)),
    TextSign("AGPL-3.0-only", ("gnu affero general public license", "version 3"), (TERMS,)),
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
    TextSign("BSD-3-Clause-Clear", (REDISTRIBUTION, "to any party's patent rights are granted")),
    TextSign("BSD-2-Clause-Patent", (REDISTRIBUTION, "patent license to make")),
    TextSign("BSD-4-Clause", (REDISTRIBUTION, "all advertising materials")),
    TextSign("BSD-3-Clause", (REDISTRIBUTION, "endorse or promote products derived")),
    TextSign("BSD-2-Clause", (REDISTRIBUTION, "in binary form must reproduce")),
    TextSign("ISC", (WITHOUT_FEE, "provided that the above copyright notice")),
    TextSign("0BSD", (WITHOUT_FEE, "the software is provided")),
)
# "Noncommercially" is a word of the GPL.
RESTRICTED = re.compile(
    r"commons clause|non-?commercial(?!ly)|for evaluation purposes|additional restriction"
    r"|with the following (?:modification|restriction)|with the additional condition",
    re.IGNORECASE,
)


def recognize_license_text(text: str) -> str | None:
    """The SPDX id of the licence whose text, or whose notice for files, this is; None if it is not known.

    A text that has the sentences of a licence and restricts it is no such licence.
    """
    said = normalize_license_text(text)
    titled = find_title(said)
    if titled and titled.startswith(SOURCE_AVAILABLE):
        return titled
    if is_restricted(text) and (not titled or "commons clause" in said):
        return None
    found = titled or next((sign.license for sign in SIGNS if matches_text_sign(sign, said)), None)
    return None if names_another(said, found) else found


def normalize_license_text(text: str) -> str:
    """A text in small letters, with single blanks, without the marks of comments, headings and columns."""
    said = re.sub(r"\s+", " ", re.sub(r"[#*>=_`|]|//", " ", text)).lower().replace("“", '"').replace("”", '"')
    said = said.replace("\u2019", "'").replace(", version", " version").replace(" - ", " ")
    return re.sub(r" v\.? ?(?=[1-3]\b)", " version ", said).strip()


def find_title(said: str) -> str | None:
    """The licence whose title a whole text begins with; the first one of two."""
    head = said[:LONGEST_HEAD]
    places = [(head.find(title), license_) for title, license_ in TITLES if title in head]
    return min(places)[1] if places else None


def names_another(said: str, found: str | None) -> bool:
    """True if a text names another licence beside the one that was found, so that it does not say which one counts."""
    is_short_form = any(words in said for words in (PERMISSION, REDISTRIBUTION, WITHOUT_FEE))
    if found in {None, "PSF-2.0", "BSL-1.0"}:
        return False
    if is_short_form:
        return COPYLEFT_OR_APACHE.search(said) is not None
    return len(said) < LONGEST_NOTICE and len(set(LICENSE_NAME.findall(said))) > 1


def is_restricted(text: str) -> bool:
    """True if a text takes back what a licence that it names allows."""
    return RESTRICTED.search(text) is not None


def matches_text_sign(sign: TextSign, said: str) -> bool:
    """True if a text has all phrases of a licence and none of those that it has not."""
    return all(words in said for words in sign.has) and not any(words in said for words in sign.has_not)
