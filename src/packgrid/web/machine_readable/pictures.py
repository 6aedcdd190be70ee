"""Pictures for link previews (ogp.me), 1200 by 630 pixels, drawn here without an outside service."""

import io
import re
from collections.abc import Iterator, Sequence
from textwrap import shorten

import attrs
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.formats import number_format
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
NAMED_PACKAGES = 9
TITLE_LINES, SENTENCE_LINES = 2, 3
WORD = re.compile(r"[^\s-]*(?:-+|\s+|$)")


@attrs.frozen
class Card:
    """The text of a picture: a title, a sentence, and a few facts, each with its name."""

    title: str
    sentence: str
    facts: Sequence[tuple[str, str]]


def show_package_picture(_request: HttpRequest, slug: str) -> HttpResponse:
    """The picture of a package."""
    found = find_or_404(catalogue.get_package, slug)
    return cacheable(render_png(make_card(found)), tags.packages([found.pk]))


def show_grid_picture(_request: HttpRequest, slug: str) -> HttpResponse:
    """The picture of a grid, with the names of its best known packages."""
    found = find_or_404(comparison.grid_by_slug, slug)
    rows = catalogue.sort_packages(catalogue.listed_packages().filter(columns__grid=found), "-stars")
    names = ", ".join(row.title for row in rows[:NAMED_PACKAGES])
    card = Card(found.title, names, [("Side by side", number_format(rows.count()))])
    return cacheable(render_png(card), tags.grids([found.pk]))


def make_card(package: Package) -> Card:
    """The text of the picture of a package, without unknown facts."""
    facts = catalogue.facts_of(package)
    status = read_status(package.pk)
    facts_shown = (
        ("Version", facts.version or ""),
        ("Stars", "" if facts.stars is None else number_format(facts.stars, force_grouping=True)),
        ("Licence", facts.known_license or ""),
        ("Status", status.capitalize()),
    )
    sentence = expand_emoji(facts.repo_description or facts.summary or "")
    return Card(package.title, sentence, [(name, shorten(value, 24)) for name, value in facts_shown if value])


def render_png(card: Card) -> HttpResponse:
    """The picture as PNG."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    draw_brand(draw)
    pen = Pen(draw, top=MARGIN + 90)
    pen.write(card.title, fit_title_font(draw, card.title), INK, most=TITLE_LINES)
    pen.top += 24
    pen.write(shorten(card.sentence, LONGEST, placeholder=" …"), load_font(36), QUIET, most=SENTENCE_LINES)
    draw_facts(draw, card.facts)
    buffer = io.BytesIO()
    image.quantize(64).save(buffer, "PNG", optimize=True)
    return HttpResponse(buffer.getvalue(), content_type="image/png")


def draw_brand(draw: ImageDraw.ImageDraw) -> None:
    """Draw the logo and the name of the site."""
    for at, colour in enumerate((ACCENT, PALE, PALE, ACCENT)):
        left, top = MARGIN + at % 2 * 18, MARGIN + at // 2 * 18
        draw.rectangle((left, top, left + 14, top + 14), fill=colour)
    draw.text((MARGIN + 52, MARGIN - 2), settings.SITE_TITLE or "Packgrid", fill=QUIET, font=load_font(32))


@attrs.define
class Pen:
    """Writes lines below each other; the next one begins at `top`."""

    draw: ImageDraw.ImageDraw
    top: int

    def write(self, text: str, chosen: Font, colour: str, *, most: int) -> None:
        """Write a text in at most this many lines."""
        for line in list(wrap_text(self.draw, text, chosen))[:most]:
            self.draw.text((MARGIN, self.top), line, fill=colour, font=chosen)
            self.top += round(chosen.size * 1.2)


def draw_facts(draw: ImageDraw.ImageDraw, facts: Sequence[tuple[str, str]]) -> None:
    """Draw the facts in a row at the bottom, below a line."""
    top = HEIGHT - MARGIN - 76
    draw.line((MARGIN, top - 24, WIDTH - MARGIN, top - 24), fill=LINE, width=2)
    for at, (name, value) in enumerate(facts):
        left = MARGIN + at * (WIDTH - 2 * MARGIN) // max(len(facts), 1)
        draw.text((left, top), name, fill=QUIET, font=load_font(24))
        draw.text((left, top + 32), join_lines(value), fill=INK, font=load_font(36))


def load_font(size: int) -> Font:
    """The typeface that Pillow ships: the same on every machine."""
    chosen = ImageFont.load_default(size)
    assert isinstance(chosen, ImageFont.FreeTypeFont)  # noqa: S101 every wheel of Pillow has FreeType
    return chosen


def fit_title_font(draw: ImageDraw.ImageDraw, text: str) -> Font:
    """The largest size in which a title fits into two lines."""
    sizes = (load_font(size) for size in range(LARGEST, SMALLEST, -8))
    return next((one for one in sizes if len(list(wrap_text(draw, text, one))) <= TITLE_LINES), load_font(SMALLEST))


def wrap_text(draw: ImageDraw.ImageDraw, text: str, chosen: Font) -> Iterator[str]:
    """A text in lines that fit the picture, broken after spaces and hyphens; line breaks count as spaces."""
    line = ""
    for word in WORD.findall(join_lines(text)):
        if line and draw.textlength(f"{line}{word}".rstrip(), font=chosen) > WIDTH - 2 * MARGIN:
            yield line.rstrip()
            line = ""
        line += word
    yield line.rstrip()


def join_lines(text: str) -> str:
    """A text without line breaks, which cannot be measured."""
    return " ".join(clean_text(text).split())
