"""The licence of a project in a few words, by PEP 639 with the fallbacks that older metadata need."""

from collections.abc import Iterable

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from packgrid.lib.classifiers import license_names

CUSTOM = "Custom"
LONGEST_NAME = 40

# Licence classifiers, and the texts people write by hand, that mean exactly one SPDX licence
# (spdx.org/licenses and the trove classifiers, read November 2026).
SPDX = {
    "apache 2": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache license version 2.0": "Apache-2.0",
    "apache-2": "Apache-2.0",
    "bsd 2-clause": "BSD-2-Clause",
    "bsd 3-clause": "BSD-3-Clause",
    "bsd 3-clause license": "BSD-3-Clause",
    "3-clause bsd": "BSD-3-Clause",
    "new bsd": "BSD-3-Clause",
    "new bsd license": "BSD-3-Clause",
    "simplified bsd license": "BSD-2-Clause",
    "gnu affero general public license v3": "AGPL-3.0-only",
    "gnu affero general public license v3 or later (agplv3+)": "AGPL-3.0-or-later",
    "gnu general public license v2 (gplv2)": "GPL-2.0-only",
    "gnu general public license v2 or later (gplv2+)": "GPL-2.0-or-later",
    "gnu general public license v3 (gplv3)": "GPL-3.0-only",
    "gnu general public license v3 or later (gplv3+)": "GPL-3.0-or-later",
    "gnu lesser general public license v2 (lgplv2)": "LGPL-2.0-only",
    "gnu lesser general public license v2 or later (lgplv2+)": "LGPL-2.0-or-later",
    "gnu lesser general public license v3 (lgplv3)": "LGPL-3.0-only",
    "gnu lesser general public license v3 or later (lgplv3+)": "LGPL-3.0-or-later",
    "isc license (iscl)": "ISC",
    "isc license": "ISC",
    "mit license": "MIT",
    "the mit license": "MIT",
    "the mit license (mit)": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "mpl 2.0": "MPL-2.0",
    "the unlicense (unlicense)": "Unlicense",
}
# Classifiers that name a family only: shown as such, never guessed to be one licence.
FAMILIES = {"BSD License": "BSD", "Apache Software License": "Apache", "Public Domain": "Public domain"}


def find_license(*, expression: str | None, text: str | None, classifiers: Iterable[str]) -> str | None:
    """A licence expression if one is known, else a family or a short name, "Custom" for a long text, else None.

    The order: `expression` (PEP 639), classifiers, `text`. Several classifiers are joined by "/": they do not say
    whether one may choose. A family that the text makes precise ("BSD License" and "BSD-3-Clause") takes the text.
    """
    if expression and (found := canonical_expression(expression)):
        return found
    named = list(dict.fromkeys(license_of_classifier(name) for name in license_names(classifiers)))
    short = license_of_text(text)
    if named and not (short and canonical_expression(short) and set(named) <= set(FAMILIES.values())):
        return "/".join(named)
    return short


def canonical_expression(expression: str) -> str | None:
    """The expression as SPDX writes it; None if it is not a licence expression."""
    try:
        return str(canonicalize_license_expression(expression))
    except InvalidLicenseExpression:
        return None


def license_of_classifier(name: str) -> str:
    """The licence or family that a classifier names."""
    return FAMILIES.get(name) or SPDX.get(name.lower()) or name.removesuffix(" License")


def license_of_text(text: str | None) -> str | None:
    """The licence that a project names in its own words."""
    said = (text or "").strip()
    if said.lower() in {"", "unknown", "none"}:
        return None
    if "\n" in said or len(said) > LONGEST_NAME:
        return CUSTOM
    return SPDX.get(said.lower()) or canonical_expression(said) or said
