"""Licence expressions with links to the texts of licences at SPDX."""

import re
from collections.abc import Iterator

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from packgrid.web.package.links import Link

PART = re.compile(r"[A-Za-z0-9.+-]+|[()/]")
OPERATORS = {"AND", "OR", "WITH", "(", ")", "/"}
TEXT_URL = "https://spdx.org/licenses/{}.html"


def split_expression(text: str) -> list[Link]:
    """The words of a licence expression; those that SPDX knows with the address of their text."""
    return list(link_words(text)) if is_expression(text) else [Link(text, "")]


def link_words(text: str) -> Iterator[Link]:
    for word in PART.findall(text):
        is_plain = word in OPERATORS or word.startswith("LicenseRef-")
        yield Link(word, "" if is_plain else TEXT_URL.format(word.removesuffix("+")))


def is_expression(text: str) -> bool:
    """True for a normalized SPDX expression, False for the name of a family such as "BSD"."""
    try:
        return str(canonicalize_license_expression(text)) == text
    except InvalidLicenseExpression:
        return False
