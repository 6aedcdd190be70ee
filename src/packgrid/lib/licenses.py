"""The licence of a project as SPDX writes it, from whatever says it, by how far each can be trusted (PEP 639).

An expression counts most; then a text that is one; then classifiers, and words where these leave the version open;
whole texts; names of licence files. What git hosts detect comes last, where the project itself says nothing definite.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

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
    r"unknown(?: licen[sc]e)?|none|null|n/?a|tbd|todo|\W*|other|non-?standard|noassertion|custom|licen[sc]e|free|dual|"
    r"(?:free|open[- ]source)(?: software)?|f(?:l?)oss|(?:osi|dfsg)(?: approved)?|unlicensed|"
    r"not (?:specified|defined|set)|"
    r"(?:add )?your licen[sc]e(?: here)?|<.*>|see .*|(?:file[ :=]|\{ ?[\"']?file\b).*|Â?©.*|\(c\) .*|and|or|"
    r"https?://\S+|(?:\S*/)?(?:license|licence|copying|copyright)s?(?:\.(?:txt|md|rst))?|.*\bin (?:the )?license file)",
    re.IGNORECASE,
)
# Who has the rights, behind the name of a licence.
COPYRIGHT_LINE = re.compile(
    r"[\s,;.\u2013\u2014-]\(?(?:copyright|\(c\)|Â?©)[^.;:\n]{0,60}(?:[.,;]? ?all rights reserved)?\.?$", re.IGNORECASE
)
COPYRIGHT_BEFORE = re.compile(r"^(?:(?:copyright|\(c\)|Â?©)[^.\n]{0,80}[.\n]\s*)+", re.IGNORECASE)
MARKDOWN_LINK = re.compile(r"\[(?P<words>[^\[\]]+)\]\([^()\s]*\)")
TABLE = re.compile(r"\{ ?[\"']?text[\"']? ?[:=] ?[\"'](?P<words>[^\"']+)[\"'] ?\}")
KNOWN_ADDRESSES = {
    "unlicense.org": "Unlicense",
    "wtfpl.net": "WTFPL",
    "gnu.org/copyleft/gpl": "GPL",
    "gnu.org/copyleft/lesser": "LGPL",
    "mozilla.org/mpl/2.0": "MPL-2.0",
    "mozilla.org/en-us/mpl/2.0": "MPL-2.0",
    "creativecommons.org/publicdomain/zero/1.0": "CC0-1.0",
}
ADDRESS_FRAME = re.compile(r"https?://(?:www\.)?|(?:/|\.html|\.txt|\.en)+$", re.IGNORECASE)
CREATIVE_COMMONS = re.compile(r"creativecommons\.org/licenses/([a-z-]+)/(\d\.\d)(?:/.*)?", re.IGNORECASE)
LICENSE_ADDRESS = re.compile(
    r"https?://\S*?(?P<apache>apache\.org)?/licen[sc]es?/(?:LICENSE-)?(?P<name>[\w.+-]+?)(?:\.en)?(?:\.(?:html|txt|php))?/?",
    re.IGNORECASE,
)
LICENSE_FILE = re.compile(
    r"(?:(?:licen[sc]e|copying)s?[-_. ](?P<name>[\w.+-]+?)|(?P<before>[\w.+-]+?)-licen[sc]e|(?P<only>unlicen[sc]e))"
    r"(?:\.(?:txt|md|rst))?",
    re.IGNORECASE,
)
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


@lru_cache(4096)
def choose_license(declared: str | None, detected: str | None) -> str | None:
    """The declared licence, unless it is missing or vague and the host of the repository has detected one.

    A family that is declared ("BSD") is made precise by what was detected only if that belongs to it.
    """
    found = canonical_expression(detected) if detected else None
    if not found:
        return declared or license_of_text(detected)
    if not declared or declared == CUSTOM:
        return found
    return found if is_family(declared) and family_of(found) == family_of(declared) else declared


def canonical_expression(expression: str) -> str | None:
    """The expression as SPDX writes it today; None if it is not a licence expression."""
    try:
        found = str(canonicalize_license_expression(expression))
    except InvalidLicenseExpression:
        return None
    while IN_BRACKETS.fullmatch(found):
        found = found[1:-1]
    return DEPRECATED_ID.sub(lambda old: f"{old[1]}-{'or-later' if old[2] else 'only'}", found)


IN_BRACKETS = re.compile(r"\((?:[^()]|\([^()]*\))*\)")


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
    said = unwrap_license(text or "")
    if found := read_license(said) or read_license(without_copyright(said)):
        return found
    if not said or SAYS_NOTHING.fullmatch(said):
        return None
    if "\n" in said or len(said) > LONGEST_NAME:
        return CUSTOM if is_restricted(said) else read_license(said.partition("\n")[0]) or CUSTOM
    return said


def without_copyright(said: str) -> str:
    """A short text without the lines before and behind it that say who has the rights; a long one as it is."""
    if len(said) > LONGEST_SENTENCE:
        return said
    return COPYRIGHT_LINE.sub("", COPYRIGHT_BEFORE.sub("", said)).strip(" ,;.-\u2013\u2014(")


def unwrap_license(text: str) -> str:
    """A text without the marks around it; for a link its name, for an address the licence that it means."""
    said = text.strip().strip("\ufeff\u200b\"'`*").strip()
    if len(said) > LONGEST_SENTENCE:
        return said
    if found := MARKDOWN_LINK.fullmatch(said) or TABLE.fullmatch(said):
        said = found["words"].strip()
    if re.match(r"license *::", said, re.IGNORECASE):
        names = license_names([said])
        return license_of_classifier(names[0]) if names else ""
    if not said.startswith("http"):
        return said
    where = ADDRESS_FRAME.sub("", said)
    if shared := CREATIVE_COMMONS.fullmatch(where):
        return f"CC-{shared[1].upper()}-{shared[2]}"
    if address := LICENSE_ADDRESS.fullmatch(said):
        return f"apache-{address['name']}" if address["apache"] else address["name"]
    return KNOWN_ADDRESSES.get(where.lower(), said)


def read_license(said: str) -> str | None:
    """The licence that a text is an expression, a name or the whole text of."""
    short = said if 0 < len(said) <= LONGEST_SENTENCE else ""
    return (short and read_license_name(short)) or recognize_license_text(said)


def read_license_name(said: str) -> str | None:
    """The licence of an expression, of usual words, or of an id with blanks: PolyForm Noncommercial License 1.0.0."""
    as_id = "-".join(re.sub(r"\blicen[sc]e\b|^the\b|,", " ", said, flags=re.IGNORECASE).split())
    return canonical_expression(said) or read_license_words(said) or canonical_expression(as_id)


LONGEST_SENTENCE = 200


def license_of_files(files: Sequence[str]) -> str | None:
    """The licence that the names of the licence files say: LICENSE-MIT, LICENSES/MIT.txt; None if they say several."""
    matches = [LICENSE_FILE.fullmatch(name) or REUSE_FILE.fullmatch(name) for name in files]
    names = [found[found.lastgroup or "name"] for found in matches if found]
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
