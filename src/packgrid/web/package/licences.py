"""A licence expression as a page shows it: each licence that SPDX knows leads to its text."""

import re
from collections.abc import Iterator

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from packgrid.web.package.links import Link

PART = re.compile(r"[A-Za-z0-9.+-]+|[()/]")
OPERATORS = {"AND", "OR", "WITH", "(", ")", "/"}
TEXTS = "https://spdx.org/licenses/{}.html"


def split_expression(said: str) -> list[Link]:
    """The words of a licence expression; those that SPDX knows with the address of their text."""
    return list(link_words(said)) if is_expression(said) else [Link(said, "")]


def link_words(said: str) -> Iterator[Link]:
    for word in PART.findall(said):
        is_plain = word in OPERATORS or word.startswith("LicenseRef-")
        yield Link(word, "" if is_plain else TEXTS.format(word.removesuffix("+")))


def is_expression(said: str) -> bool:
    """Whether this is a normalized SPDX expression; the name of a family such as "BSD" is none."""
    try:
        return str(canonicalize_license_expression(said)) == said
    except InvalidLicenseExpression:
        return False
