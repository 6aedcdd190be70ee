"""Reads the names of licences as people write them: GPLv3+, "the 3-Clause BSD License", Apache 2, MIT/Apache-2.0.

A text is read only if every word of it is understood: "MIT-like" and "MIT with Commons Clause" are not MIT.
"""

import re
from collections.abc import Mapping, Sequence

import attrs


@attrs.frozen
class LicenseFamily:
    """Licences that differ by version. `title` is for those whose version is not said, "" where nobody says it.

    `pattern` makes the SPDX id of a version; `default` is the version that a name without one means.
    """

    title: str
    pattern: str
    versions: tuple[str, ...]
    default: str = ""


FAMILIES: Mapping[str, LicenseFamily] = {
    "gpl": LicenseFamily("GPL", "GPL-{}-{}", ("1.0", "2.0", "3.0")),
    "lgpl": LicenseFamily("LGPL", "LGPL-{}-{}", ("2.0", "2.1", "3.0")),
    "agpl": LicenseFamily("AGPL", "AGPL-{}-{}", ("1.0", "3.0")),
    "apache": LicenseFamily("Apache", "Apache-{}", ("1.0", "1.1", "2.0")),
    "bsd": LicenseFamily("BSD", "BSD-{}-Clause", ("1", "2", "3", "4")),
    "mpl": LicenseFamily("MPL", "MPL-{}", ("1.0", "1.1", "2.0")),
    "zpl": LicenseFamily("ZPL", "ZPL-{}", ("1.1", "2.0", "2.1")),
    "epl": LicenseFamily("EPL", "EPL-{}", ("1.0", "2.0")),
    "eupl": LicenseFamily("EUPL", "EUPL-{}", ("1.0", "1.1", "1.2")),
    "afl": LicenseFamily("AFL", "AFL-{}", ("1.1", "1.2", "2.0", "2.1", "3.0")),
    "osl": LicenseFamily("OSL", "OSL-{}", ("1.0", "1.1", "2.0", "2.1", "3.0")),
    "artistic": LicenseFamily("Artistic", "Artistic-{}", ("1.0", "2.0")),
    "cecill": LicenseFamily("CeCILL", "CECILL-{}", ("1.0", "1.1", "2.0", "2.1")),
    "cddl": LicenseFamily("CDDL", "CDDL-{}", ("1.0", "1.1")),
    "mulanpsl": LicenseFamily("MulanPSL", "MulanPSL-{}", ("1.0", "2.0")),
    "psf": LicenseFamily("PSF", "PSF-{}", ("2.0",), "2.0"),
    "cc0": LicenseFamily("CC0", "CC0-{}", ("1.0",), "1.0"),
    "ofl": LicenseFamily("OFL", "OFL-{}", ("1.0", "1.1"), "1.1"),
    "boost": LicenseFamily("BSL", "BSL-{}", ("1.0",), "1.0"),
    "busl": LicenseFamily("BUSL", "BUSL-{}", ("1.1",), "1.1"),
    "upl": LicenseFamily("UPL", "UPL-{}", ("1.0",), "1.0"),
    "elastic": LicenseFamily("Elastic", "Elastic-{}", ("2.0",), "2.0"),
    "sspl": LicenseFamily("SSPL", "SSPL-{}", ("1.0",), "1.0"),
    **{
        f"cc {terms}": LicenseFamily(f"CC-{name}", f"CC-{name}-{{}}", ("1.0", "2.0", "2.5", "3.0", "4.0"))
        for terms, name in (
            *(("by", "BY"), ("by sa", "BY-SA"), ("by nc", "BY-NC"), ("by nd", "BY-ND")),
            *(("by nc sa", "BY-NC-SA"), ("by nc nd", "BY-NC-ND")),
        )
    },
}
SINGLE = {
    "mit": "MIT",
    "mit 0": "MIT-0",
    "isc": "ISC",
    "0bsd": "0BSD",
    "unlicense": "Unlicense",
    "wtfpl": "WTFPL",
    "wtfpl 2": "WTFPL",
    "zlib": "Zlib",
    "ncsa": "NCSA",
    "hpnd": "HPND",
    "beerware": "Beerware",
    "w3c": "W3C",
    "postgresql": "PostgreSQL",
    "cecill b": "CECILL-B",
    "cecill c": "CECILL-C",
    "blueoak": "BlueOak-1.0.0",
    "publicdomain": "Public domain",
    "proprietary": "Other/Proprietary",
}
# The same thing in other words, the longer ones first; each is replaced as whole words.
SYNONYMS = (
    (r"gnu affero general public|affero general public|affero gpl|gnu affero|affero", "agpl"),
    (
        r"(?:gnu )?(?:library or )?(?:lesser|library) general public|lesser gpl|gnu lesser",
        "lgpl",
    ),
    (r"gnu general public|general public|gnu gpl", "gpl"),
    (r"mozilla public|mozilla", "mpl"),
    (r"zope public|zope", "zpl"),
    (r"eclipse public", "epl"),
    (r"european union public", "eupl"),
    (r"academic free", "afl"),
    (r"common development and distribution", "cddl"),
    (r"python software foundation|psfl|psf 2|python 2\.0", "psf"),
    (r"mulan permissive software|mulan psl", "mulanpsl"),
    (r"sil open font|open font|ofl", "ofl"),
    (r"business source", "busl"),
    (r"universal permissive", "upl"),
    (r"server side public", "sspl"),
    (r"blue oak model", "blueoak"),
    (r"boost software|bsl(?= 1(?:\.0)?(?!\S))", "boost"),
    (r"bsl(?= 1\.1)", "busl"),
    (r"apache software|apache|asl|al(?= 2)", "apache"),
    (r"freebsd", "bsd freebsd"),
    (r"newbsd", "bsd new"),
    (r"berkeley software distribution|free bsd", "bsd"),
    (r"0 bsd|bsd 0|free public", "0bsd"),
    (r"mit no attribution|mit0", "mit 0"),
    (r"mit expat|expat|mit xeleven", "mit"),
    (r"public domain dedication", ""),
    (r"public domain", "publicdomain"),
    (r"iscl|isc iscl", "isc"),
    (r"un licen[sc]e|unlicence|unlicense publicdomain", "unlicense"),
    (r"zlib libpng", "zlib"),
    (r"university of illinois", "ncsa"),
    (r"beer ware", "beerware"),
    (r"creative commons (?:zero|0)(?: 1\.0 universal)?|cc 0|cc0 publicdomain|cc0 1 0 universal", "cc0"),
    (r"creative commons", "cc"),
    (r"non ?commercial", "nc"),
    (r"no ?deriv(?:atives|s)?", "nd"),
    (r"share ?alike", "sa"),
    (r"cc attribution", "cc by"),
    (r"closed source|all rights reserved|commercial", "proprietary"),
    (r"historical permission notice", "hpnd"),
)
NUMBERS = {"zero": "0", "one": "1", "two": "2", "three": "3", "four": "4"}
BSD_CLAUSES = {
    "new": "3",
    "revised": "3",
    "modified": "3",
    "simplified": "2",
    "freebsd": "2",
    "original": "4",
    "old": "4",
}
OR_LATER = re.compile(
    r"\bor(?: \(?(?:at your option\)?))?,?[ -](?:any )?(?:later|newer|above|higher|greater)(?: versions?)?\b"
    r"|\band (?:later|newer|above)(?: versions?)?\b|\blater\b|\bor upwards\b|(?<=\d)\+|(?<=[a-z])\+(?= ?\d|$| )|>=",
    re.IGNORECASE,
)
ONLY = {"only"}
# "Licence" in other languages; some write it without a blank before it.
LICENSE_ABROAD = re.compile(
    r"-?\b(?:lizenz|licencia|licença|licenza|licentie|licens|licencja|лицензия|ліцензія)\b|许可证|許可證|许可|协议|"
    "ライセンス|라이선스",
    re.IGNORECASE,
)
TWO_NAMES = re.compile(r"(?<=\w)[\"'\u201d\u2019]+ or [\"'\u201c\u2018]+(?=\w)", re.IGNORECASE)
FILLERS = {
    "the", "a", "license", "licenses", "licence", "licensed", "licences", "lic", "under", "terms", "of", "version",
    "ver", "v", "software", "open", "source", "free", "approved", "osi", "see", "for", "details", "file", "text", "txt",
    "md", "rst", "in", "copying", "clause", "clauses", "gnu", "agreement", "public", "international", "universal",
    "unported", "this", "project", "is", "released", "distributed", "info", "information", "full", "included", "spdx",
    "identifier", "model", "more", "and", "foundation", "logiciel", "libre", "cea", "cnrs", "inria", "package",
    "library", "program", "code", "dual", "either", "both", "at", "your", "option",
}  # fmt: skip
TOKEN = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+\d?(?=[^\W\d_])?[^\W\d_]*|\+")
ALTERNATIVES = re.compile(r"\s+or\s+|\s*/\s*|\s*\|\|?\s*|\s+and\s+|\s*&\s*|\s*;\s*|\s*,\s+", re.IGNORECASE)


def read_license_words(text: str) -> str | None:
    """The SPDX expression that a text in words means, its family without a version; None if a word is unknown."""
    if whole := read_one_license(text):
        return whole
    marked = OR_LATER.sub("+", text)
    parts = [part for part in ALTERNATIVES.split(marked) if part.strip()]
    name = LETTERS.match(marked)
    parts = [f"{name[0]}{part}" if name and VERSION_ALONE.fullmatch(part) else part for part in parts]
    read = [read_one_license(part) for part in parts]
    if len(parts) < len(("one", "other")) or None in read:
        return None
    found = list(dict.fromkeys(filter(None, read)))
    return find_joint(marked).join(found) if len(found) > 1 else found[0]


LETTERS = re.compile(r"[^\d/|]*?(?=[-_ ]?v?\d)", re.IGNORECASE)
VERSION_ALONE = re.compile(r"\s*(?:version )?v?\d(?:\.\d)?\s*\+?\s*", re.IGNORECASE)


def find_joint(text: str) -> str:
    """The sign that joins the licences of a text: " OR ", " AND ", or "/" where the text does not say which."""
    if re.search(r"\sor\s|/|\|", text, re.IGNORECASE):
        return " OR "
    return " AND " if re.search(r"\sand\s|&", text, re.IGNORECASE) else "/"


def read_one_license(text: str) -> str | None:
    """The SPDX id of one licence, or its family; None if a word is not understood or two licences are named."""
    said = OR_LATER.sub(" + ", TWO_NAMES.sub(" ", LICENSE_ABROAD.sub(" license ", text.lower())))
    words = [NUMBERS.get(word, word) for word in TOKEN.findall(split_versions(said))]
    said = " ".join(word for word in words if word not in FILLERS - KEPT)
    for pattern, name in SYNONYMS:
        said = re.sub(rf"(?<!\S)(?:{pattern})(?!\S)", name, said)
    return name_license([word for word in said.split() if word not in FILLERS | ONLY])


KEPT = {
    "library",
    "universal",
    "public",
    "and",
    "of",
    "free",
    "software",
    "foundation",
    "license",
    "source",
    "model",
    "libre",
    "open",
}


def split_versions(said: str) -> str:
    """The text with blanks between names and their versions: gplv3 is gpl 3, apache2 is apache 2."""
    said = re.sub(r"([a-z])[-_ ]?v(?:ersion|er|\.)?[-_. ]?(?=\d)", r"\1 ", said)
    said = re.sub(r"\bv(?:ersion|er|\.)?[-_. ]?(?=\d)", "", said)
    said = re.sub(r"\b(a?gpl|lgpl|apache|mpl|zpl|bsd|eupl|epl|asl|psf|bsl|ofl|afl|osl|cddl)(?=\d)", r"\1 ", said)
    return re.sub(r"[-_]", " ", said.replace("x11", "xeleven"))


def name_license(words: Sequence[str]) -> str | None:
    """The licence that these words name: a name, a version, "+"; repetitions in brackets may add what is missing."""
    names = list(dict.fromkeys(word for word in words if not is_version(word) and word not in {"+", *BSD_CLAUSES}))
    versions = list(dict.fromkeys(normalize_version(word) for word in words if is_version(word)))
    clauses = [BSD_CLAUSES[word] for word in words if word in BSD_CLAUSES]
    versions = list(dict.fromkeys([*versions, *clauses]))
    name, is_or_later = " ".join(names), "+" in words
    if single := SINGLE.get(" ".join([name, *versions])):
        return None if is_or_later else single
    family = FAMILIES.get(name)
    if family is None or len(versions) > 1 or (names == ["bsd"] and any("." in word for word in words)):
        return None
    return name_version(family, *(versions or [normalize_version(family.default)]), is_or_later=is_or_later)


def name_version(family: LicenseFamily, version: str, *, is_or_later: bool) -> str | None:
    """The SPDX id of a version of a family; the family's title if none is said; None if there is no such version."""
    if not version:
        return family.title
    known = next((one for one in family.versions if normalize_version(one) == version), None)
    if known is None:
        return None
    if "{}-{}" in family.pattern:
        return family.pattern.format(known, "or-later" if is_or_later else "only")
    return family.pattern.format(known) + "+" * is_or_later


def is_version(word: str) -> bool:
    return word[0].isdigit() and word != "0bsd"


def normalize_version(version: str) -> str:
    """A version without zeros at its end: 2.0 is 2."""
    return re.sub(r"(?:\.0)+$", "", version)
