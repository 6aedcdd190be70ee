"""Texts to copy: citations of a package, and the code that shows its badges and its card elsewhere."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

import attrs

from packgrid.catalogue.models import Facts, Package
from packgrid.web import addresses
from packgrid.web.package.badges import BADGES

BRACES = re.compile(r"([{}\\%&#$_~^])")


@attrs.frozen
class CopyText:
    """A text to copy, and what it is."""

    title: str
    text: str


@attrs.frozen
class BadgeText:
    """A badge with its address and the texts that show it."""

    key: str
    url: str
    alternative: str
    texts: Sequence[CopyText]


@attrs.frozen(kw_only=True)
class Citation:
    """The fields of a citation; "" and None are left out."""

    key: str
    title: str
    author: str
    version: str
    released_at: datetime | None
    url: str

    @property
    def year(self) -> str:
        return f"{self.released_at:%Y}" if self.released_at else ""


def make_citation(package: Package, facts: Facts, page: str) -> Citation:
    """The citation of a package: by its repository, else its project, else our page."""
    project = addresses.make_pypi_url(package.public_name) if package.public_name else ""
    url = package.repo_url if addresses.is_web_url(package.repo_url) else project or page
    return Citation(
        key=package.slug,
        title=package.title,
        author=facts.author or "",
        version=facts.version or "",
        released_at=facts.released_at,
        url=url,
    )


def format_bibtex(cited: Citation) -> str:
    """The citation as BibTeX (BibLaTeX's @software)."""
    fields = {
        "author": escape_tex(cited.author) and f"{{{escape_tex(cited.author)}}}",
        "title": escape_tex(cited.title),
        "version": escape_tex(cited.version),
        "year": cited.year,
        "url": cited.url,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@software{{{cited.key},", *lines, "}"])


def escape_tex(text: str) -> str:
    return BRACES.sub(r"\\\1", text)


def format_apa(cited: Citation) -> str:
    """The citation in the style of the American Psychological Association (7th edition, software)."""
    version = f" (Version {cited.version})" if cited.version else ""
    year = f"({cited.year or 'n.d.'})"
    begin = f"{cited.author.rstrip('.')}. {year}. {cited.title}" if cited.author else f"{cited.title}. {year}."
    return f"{begin}{version} [Computer software]. {cited.url}"


def list_citations(cited: Citation) -> list[CopyText]:
    """The citation in every format."""
    return [CopyText("BibTeX", format_bibtex(cited)), CopyText("APA", format_apa(cited))]


def list_badge_texts(title: str, page: str, picture: str) -> list[BadgeText]:
    """Each badge as Markdown, reStructuredText and HTML; `page` and `picture` are whole addresses."""
    return [make_badge_text(key, f"{title}: {key}", page, f"{picture}?show={key}") for key in BADGES]


def make_badge_text(key: str, alternative: str, page: str, picture: str) -> BadgeText:
    plain = alternative.translate(PLAIN)
    texts: Mapping[str, str] = {
        "Markdown": f"[![{plain}]({picture})]({page})",
        "reStructuredText": f".. image:: {picture}\n   :target: {page}\n   :alt: {plain}",
        "HTML": f'<a href="{page}"><img src="{picture}" alt="{plain}" height="20"></a>',
    }
    return BadgeText(key, picture, plain, [CopyText(name, text) for name, text in texts.items()])


PLAIN = str.maketrans(dict.fromkeys('[]<>"&`\n'))
"""Signs with a meaning in one of the three formats are removed."""


def make_card_text(title: str, card: str) -> CopyText:
    """The HTML that shows the card in a frame."""
    return CopyText(
        "HTML",
        f'<iframe src="{card}" title="{title.translate(PLAIN)}" width="420" height="190" loading="lazy"></iframe>',
    )
