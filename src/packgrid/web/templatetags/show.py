"""How values look on a page. None is "unknown", never 0 or nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import singledispatch
from textwrap import shorten
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince
from django.utils.translation import gettext, ngettext

from packgrid.catalogue import queries
from packgrid.catalogue.models import Package
from packgrid.comparison.table import Links, Moment, Weeks
from packgrid.lib.emojis import expand_emoji
from packgrid.web import addresses, change_sentences, charts, paging
from packgrid.web.package.origins import ValueOrigin

register = template.Library()
register.filter("happened", change_sentences.describe_change)
register.filter("tone", change_sentences.get_change_tone)
UNKNOWN = mark_safe('<span class="unknown">unknown</span>')
LONGEST_IN_CELL = 110
A_FEW = 3
THOUSAND, MILLION = 1000, 1_000_000


@register.filter
@singledispatch
def show(value: object) -> str:
    """A fact as it looks in a table, by its type."""
    return str(value or "") or UNKNOWN


@show.register
def show_number(value: int) -> str:
    """A whole number, with separators."""
    return number_format(value, force_grouping=True)


@show.register
def show_text(value: str) -> str:
    """A text that is not too long for a cell."""
    return shorten(value, LONGEST_IN_CELL, placeholder="\xa0…") or UNKNOWN


@show.register
def show_versions(value: tuple) -> str:  # type: ignore[type-arg] # singledispatch reads the bare class
    """A few versions as they are, more as first to last."""
    if not value:
        return UNKNOWN
    return ", ".join(value) if len(value) <= A_FEW else f"{value[0]} to {value[-1]}"


@show.register
def show_moment(value: Moment) -> str:
    """The month where only that is known, else the day."""
    return month(value.at) if value.is_month else day(value.at)


@show.register
def show_weeks(value: Weeks) -> str:
    """A chart that fits into a cell."""
    return sparkline(value.counts)


@show.register
def show_links(value: Links) -> str:
    """The addresses that a column offers."""
    pypi = addresses.make_pypi_url(value.pypi_name) if value.pypi_name else ""
    named = (("Code", value.repo_url), ("Docs", value.documentation_url), ("PyPI", pypi))
    found = [(url, title) for title, url in named if addresses.is_web_url(url)]
    return format_html_join(" ", '<a href="{}">{}</a>', found) if found else UNKNOWN


@register.filter
def known(value: object) -> object:
    """The value, or "unknown"."""
    return UNKNOWN if value in (None, "", [], ()) else value


@register.filter
def number(value: int | str | None) -> str:
    """A whole number with separators, or "unknown"."""
    return number_format(value, force_grouping=True) if isinstance(value, int) else UNKNOWN


@register.filter
def size(value: int | None) -> str:
    """Bytes as people read them."""
    if value is None:
        return UNKNOWN
    unit, name = (MILLION, "MB") if value >= MILLION else (THOUSAND, "kB")
    return f"{number_format(value / unit, 1, force_grouping=True)} {name}"


@register.filter
def ago(value: datetime | None) -> str:
    """How long ago, with the exact time for whoever asks."""
    if value is None:
        return UNKNOWN
    said = timesince(value, timezone.now(), depth=1).replace("\xa0", " ")
    text = "just now" if said.startswith("0") else f"{said} ago"
    return format_html('<time datetime="{}" title="{}">{}</time>', f"{value:%Y-%m-%dT%H:%MZ}", exact(value), text)


@register.filter
def day(value: datetime | str | None) -> str:
    """The day, in UTC."""
    if not isinstance(value, datetime):
        return UNKNOWN
    return format_html('<time datetime="{}">{}</time>', f"{value:%Y-%m-%d}", date_format(value, "j\xa0M\xa0Y"))


def month(value: datetime) -> SafeString:
    """The month."""
    return format_html('<time datetime="{}">{}</time>', f"{value:%Y-%m}", date_format(value, "M\xa0Y"))


def exact(value: datetime) -> str:
    """The moment in words that mean the same everywhere."""
    return f"{value:%Y-%m-%d %H:%M} UTC"


@register.filter
def released(package: Package) -> str:
    """When the newest release came: the day, or the month where only that is known."""
    facts = queries.facts_of(package)
    return show(Moment(facts.released_at, facts.released_to_the_month) if facts.released_at else None)


@register.filter
def description(package: Package) -> str:
    """What the package is, by its repository, else by its project."""
    facts = queries.facts_of(package)
    return expand_emoji(facts.repo_description or facts.summary or "")


@register.filter
def stars(package: Package) -> str:
    """How many stars it has, in words."""
    count = queries.facts_of(package).stars
    if count is None:
        return gettext("stars unknown")
    return ngettext("%(count)s star", "%(count)s stars", count) % {"count": show_number(count)}


@register.filter
def sparkline(counts: Sequence[int]) -> str:
    """A year of weekly commits as bars, with a sentence for those who do not see it."""
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<path d="{}"/></svg>',
        charts.measure_width(counts),
        charts.HEIGHT,
        charts.describe_weekly_commits(counts),
        charts.draw_bars(counts),
    )


@register.filter
def said(counts: Sequence[int]) -> str:
    """A year of weekly commits in words."""
    return charts.describe_weekly_commits(counts)


@register.filter
def short(url: str) -> str:
    """An address as it reads in a narrow cell."""
    return addresses.shorten_url(url)


@register.inclusion_tag("web/package/source.html")
def source(origin: ValueOrigin | None, about: str = "") -> dict[str, object]:
    """Where one part of a page comes from and how old it is; `about` names what, where no heading does."""
    return {"about": about, "origin": origin}


@register.simple_tag(takes_context=True)
def sorted_by(context: template.Context, name: str, first: str = "-") -> dict[str, str]:
    """The link of a column's heading and what screen readers hear: `first` is the direction of the first click."""
    asked, current = context["asked"], context["asked"]["sort"]
    turned = {f"-{name}": name, name: f"-{name}"}.get(current, f"{first}{name}")
    heard = {f"-{name}": "descending", name: "ascending"}.get(current, "none")
    return {"url": paging.make_page_url({**asked, "sort": turned}, 1), "aria": heard}


@register.inclusion_tag("web/pager.html")
def pager(page: Page[Any], asked: Mapping[str, str] | None = None) -> dict[str, object]:
    """The way to the other pages of a list; `asked` is what its address carries besides."""
    asked = asked or {}
    before, behind = page.number - 1, page.number + 1
    return {
        "page": page,
        "steps": paging.list_page_links(page, asked),
        "previous": paging.make_page_url(asked, before) if page.has_previous() else "",
        "next": paging.make_page_url(asked, behind) if page.has_next() else "",
    }
