"""Pictures for link previews (ogp.me), 1200 by 630 pixels, drawn by us and asked of nobody else."""

import io
import re
from collections.abc import Iterator, Sequence
from textwrap import shorten

import attrs
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from packgrid.assessment.queries import read_status
from packgrid.catalogue import queries as catalogue
from packgrid.catalogue.models import Package
from packgrid.comparison import queries as comparison
from packgrid.httpcache import tags
from packgrid.httpcache.policy import cacheable
from packgrid.lib.clean_text import clean_text
from packgrid.lib.emojis import expand_emoji
from packgrid.web.lookups import find_or_404

WIDTH, HEIGHT, MARGIN = 1200, 630, 80
PAPER, INK, QUIET, LINE, ACCENT, PALE = "#fcfcfa", "#191c1f", "#5c636a", "#b9bab2", "#14507d", "#8cbfe8"
type Font = ImageFont.FreeTypeFont

LARGEST, SMALLEST = 92, 44
LONGEST = 150
NAMED = 9
TITLE_LINES, SENTENCE_LINES = 2, 3
PIECE = re.compile(r"[^\s-]*(?:-+|\s+|$)")


@attrs.frozen
class Card:
    """What a picture says: a title, a sentence, and a few facts, each with its name."""

    title: str
    sentence: str
    facts: Sequence[tuple[str, str]]


def package(_request: HttpRequest, slug: str) -> HttpResponse:
    """The picture of a package."""
    found = find_or_404(catalogue.get_package, slug)
    return cacheable(png(card_of(found)), tags.packages([found.pk]))


def grid(_request: HttpRequest, slug: str) -> HttpResponse:
    """The picture of a grid, with the packages that are best known."""
    found = find_or_404(comparison.grid_by_slug, slug)
    rows = catalogue.sort_packages(catalogue.listed_packages().filter(columns__grid=found), "-stars")
    names = ", ".join(row.title for row in rows[:NAMED])
    card = Card(found.title, names, [(_("Side by side"), number_format(rows.count()))])
    return cacheable(png(card), tags.grids([found.pk]))


def card_of(package: Package) -> Card:
    """What the picture of a package says; what is unknown is left out."""
    facts = catalogue.facts_of(package)
    status = read_status(package.pk)
    said = (
        (_("Version"), facts.version or ""),
        (_("Stars"), "" if facts.stars is None else number_format(facts.stars, force_grouping=True)),
        (_("Licence"), facts.license or ""),
        (_("Status"), status.capitalize()),
    )
    sentence = expand_emoji(facts.repo_description or facts.summary or "")
    return Card(package.title, sentence, [(name, shorten(value, 24)) for name, value in said if value])


def png(card: Card) -> HttpResponse:
    """A card as a picture."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    draw_brand(draw)
    pen = Pen(draw, top=MARGIN + 90)
    pen.write(card.title, fitting(draw, card.title), INK, most=TITLE_LINES)
    pen.top += 24
    pen.write(shorten(card.sentence, LONGEST, placeholder=" …"), font(36), QUIET, most=SENTENCE_LINES)
    draw_facts(draw, card.facts)
    held = io.BytesIO()
    image.quantize(64).save(held, "PNG", optimize=True)
    return HttpResponse(held.getvalue(), content_type="image/png")


def draw_brand(draw: ImageDraw.ImageDraw) -> None:
    """Our sign and the name of the site."""
    for at, colour in enumerate((ACCENT, PALE, PALE, ACCENT)):
        left, top = MARGIN + at % 2 * 18, MARGIN + at // 2 * 18
        draw.rectangle((left, top, left + 14, top + 14), fill=colour)
    draw.text((MARGIN + 52, MARGIN - 2), settings.SITE_TITLE or "Packgrid", fill=QUIET, font=font(32))


@attrs.define
class Pen:
    """Writes lines below each other; `top` is where the next one begins."""

    draw: ImageDraw.ImageDraw
    top: int

    def write(self, text: str, chosen: Font, colour: str, *, most: int) -> None:
        """Write a text in so many lines at most."""
        for line in list(wrapped(self.draw, text, chosen))[:most]:
            self.draw.text((MARGIN, self.top), line, fill=colour, font=chosen)
            self.top += round(chosen.size * 1.2)


def draw_facts(draw: ImageDraw.ImageDraw, facts: Sequence[tuple[str, str]]) -> None:
    """The facts in a row at the foot, below a line."""
    top = HEIGHT - MARGIN - 76
    draw.line((MARGIN, top - 24, WIDTH - MARGIN, top - 24), fill=LINE, width=2)
    for at, (name, value) in enumerate(facts):
        left = MARGIN + at * (WIDTH - 2 * MARGIN) // max(len(facts), 1)
        draw.text((left, top), name, fill=QUIET, font=font(24))
        draw.text((left, top + 32), one_line(value), fill=INK, font=font(36))


def font(size: int) -> Font:
    """Pillow's own typeface: the same on every machine."""
    chosen = ImageFont.load_default(size)
    assert isinstance(chosen, ImageFont.FreeTypeFont)  # noqa: S101 every wheel of Pillow has FreeType
    return chosen


def fitting(draw: ImageDraw.ImageDraw, text: str) -> Font:
    """The largest size in which a title fits into two lines."""
    sizes = (font(size) for size in range(LARGEST, SMALLEST, -8))
    return next((one for one in sizes if len(list(wrapped(draw, text, one))) <= TITLE_LINES), font(SMALLEST))


def wrapped(draw: ImageDraw.ImageDraw, text: str, chosen: Font) -> Iterator[str]:
    """A text in lines that are not too wide, broken after spaces and hyphens; line breaks count as spaces."""
    line = ""
    for piece in PIECE.findall(one_line(text)):
        if line and draw.textlength(f"{line}{piece}".rstrip(), font=chosen) > WIDTH - 2 * MARGIN:
            yield line.rstrip()
            line = ""
        line += piece
    yield line.rstrip()


def one_line(text: str) -> str:
    """A text without line breaks, which cannot be measured."""
    return " ".join(clean_text(text).split())
