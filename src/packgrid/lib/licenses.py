"""The licence of a project as SPDX writes it, from whatever says it, by how far each can be trusted (PEP 639).

An expression counts most; then a text that is one; then classifiers, and words where these leave the version open;
whole texts; names of licence files. What git hosts detect comes last, where the project itself says nothing definite.
"""

import re
from collections.abc import Iterable, Sequence

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from packgrid.lib.classifiers import license_names
from packgrid.lib.license_texts import is_restricted, recognize_license_text
from packgrid.lib.license_words import FAMILIES, read_license_words

CUSTOM = "Custom"
PROPRIETARY = "Other/Proprietary"
LONGEST_NAME = 40
FAMILY_TITLES = {family.title for family in FAMILIES.values()} | {"Public domain"}
# SPDX has given these up, because they did not say whether later versions may be chosen.
DEPRECATED_ID = re.compile(r"\b((?:A|L)?GPL-\d\.\d)(\+)?(?![\w.+-])")
SAYS_NOTHING = re.compile(
    r"(?:copyright.*|"
    r"unknown|none|null|n/?a|tbd|todo|-+|\.+|other|custom|license|licence|free|open source|dual|see .*|file:.*|"
    r"https?://\S+|(?:\S*/)?(?:license|licence|copying|copyright)s?(?:\.(?:txt|md|rst))?|.*\bin (?:the )?license file)",
    re.IGNORECASE,
)
LICENSE_ADDRESS = re.compile(
    r"https?://\S*?(?P<apache>apache\.org)?/licen[sc]es?/(?:LICENSE-)?(?P<name>[\w.+-]+?)(?:\.(?:html|txt|php))?/?",
    re.IGNORECASE,
)
LICENSE_FILE = re.compile(r"(?:licen[sc]e|copying)s?[-_. ](?P<name>[\w.+-]+?)(?:\.(?:txt|md|rst))?", re.IGNORECASE)
REUSE_FILE = re.compile(r"licenses/(?P<name>[\w.+-]+)\.txt", re.IGNORECASE)


def find_license(
    *, expression: str | None, text: str | None, classifiers: Iterable[str], files: Sequence[str] = ()
) -> str | None:
    """The licence as an SPDX expression, else a family ("BSD") or a short name, "Custom" for a long text, else None.

    Several classifiers are joined by "/": they do not say whether one may choose.
    """
    if expression and (found := canonical_expression(expression)):
        return found
    named = list(dict.fromkeys(license_of_classifier(name) for name in license_names(classifiers)))
    said = license_of_text(text)
    definite = [name for name in named if name != PROPRIETARY]
    if PROPRIETARY in named and (definite or is_read(said)):
        named = definite  # Poetry adds it to every project whose licence it does not know
    if not named:
        return said or license_of_files(files)
    if (
        said
        and is_read(said)
        and not is_family(said)
        and is_more_precise(said, named, is_expression=is_expression(text))
    ):
        return said
    return "/".join(named)


def choose_license(declared: str | None, detected: str | None) -> str | None:
    """The declared licence, unless it is missing or vague and the host of the repository has detected one.

    A family that is declared ("BSD") is made precise by what was detected only if that belongs to it.
    """
    found = canonical_expression(detected) if detected else None
    if not found:
        return declared or (detected if detected != "NOASSERTION" else None) or None
    if not declared or declared == CUSTOM:
        return found
    return found if is_family(declared) and family_of(found) == family_of(declared) else declared


def canonical_expression(expression: str) -> str | None:
    """The expression as SPDX writes it today; None if it is not a licence expression."""
    try:
        found = str(canonicalize_license_expression(expression))
    except InvalidLicenseExpression:
        return None
    return DEPRECATED_ID.sub(lambda old: f"{old[1]}-{'or-later' if old[2] else 'only'}", found)


def license_of_classifier(name: str) -> str:
    """The licence or family that a classifier names."""
    if name.lower().startswith("other/proprietary"):
        return PROPRIETARY
    in_brackets = re.search(r"\(([\w.+-]+)\)$", name)
    return (
        read_license_words(name)
        or (in_brackets and canonical_expression(in_brackets[1]))
        or name.removesuffix(" License")
    )


def license_of_text(text: str | None) -> str | None:
    """The licence that a project names in its own words, or whose whole text or address it gives."""
    said = (text or "").strip().strip("\"'`*").strip()
    if address := LICENSE_ADDRESS.fullmatch(said):
        said = f"apache-{address['name']}" if address["apache"] else address["name"]
    if found := read_license(said):
        return found
    if not said or SAYS_NOTHING.fullmatch(said):
        return None
    if "\n" in said or len(said) > LONGEST_NAME:
        return CUSTOM if is_restricted(said) else read_license(said.partition("\n")[0]) or CUSTOM
    return said


def read_license(said: str) -> str | None:
    """The licence that a text is an expression, a name or the whole text of."""
    short = said if 0 < len(said) <= LONGEST_SENTENCE else ""
    return (short and (canonical_expression(short) or read_license_words(short))) or recognize_license_text(said)


LONGEST_SENTENCE = 200


def license_of_files(files: Sequence[str]) -> str | None:
    """The licence that the names of the licence files say: LICENSE-MIT, LICENSES/MIT.txt; None if they say several."""
    names = [found["name"] for name in files if (found := LICENSE_FILE.fullmatch(name) or REUSE_FILE.fullmatch(name))]
    said = {canonical_expression(name) or read_license_words(name) for name in names} - {None}
    return said.pop() if len(said) == 1 else None


def is_expression(text: str | None) -> bool:
    """True if a text is a licence expression as it is."""
    return bool(text) and canonical_expression((text or "").strip()) is not None


def is_read(name: str | None) -> bool:
    """True if a name is a licence or a family that is known, not the project's own words."""
    return bool(name) and name not in {CUSTOM, PROPRIETARY} and (is_family(name or "") or is_known(name or ""))


def is_known(name: str) -> bool:
    """True if these are SPDX expressions, also several that are joined by "/"."""
    return all(canonical_expression(part) or part in FAMILY_TITLES for part in re.split(r"/| OR | AND ", name))


def is_family(name: str) -> bool:
    """True if a name is that of a family, which leaves the version open."""
    return name in FAMILY_TITLES


def family_of(name: str) -> str:
    """The family that a licence belongs to: "bsd" of BSD-3-Clause."""
    return name.partition("-")[0].lower()


def is_more_precise(said: str, named: Sequence[str], *, is_expression: bool) -> bool:
    """True if a text says more precisely what classifiers say.

    An expression does where it is of the same families. Words do only where the classifiers name families alone: by
    "GPLv3" people also mean "GPLv3 or later".
    """
    families = {family_of(part) for part in re.split(r"/| OR | AND | WITH ", said)}
    if not {family_of(name) for name in named} <= families:
        return False
    return is_expression or all(map(is_family, named))
