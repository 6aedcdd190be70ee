"""Functions that format values for pages. None becomes the reason that is given, else "unknown", never 0 or nothing."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache, lru_cache, singledispatch
from html import escape
from textwrap import shorten
from typing import Any

import attrs
from django.core.paginator import Page
from django.template.defaultfilters import truncatechars
from django.utils import timezone
from django.utils.formats import date_format, get_format, number_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from packgrid.catalogue import queries
from packgrid.catalogue.models import Package
from packgrid.comparison.table import Links, Moment, Weeks
from packgrid.lib.emojis import expand_emoji
from packgrid.lib.plurals import choose_plural
from packgrid.search.listed_support import ListedSupport
from packgrid.web import addresses, ages, charts, paging
from packgrid.web.install_words import format_bytes

UNKNOWN = mark_safe('<span class="unknown">unknown</span>')
LONGEST_IN_CELL = 110
A_FEW = 3
CACHE_SIZE = 4096


@singledispatch
def format_fact(value: object) -> str:
    """A fact for a table, formatted by its type."""
    return str(value or "") or UNKNOWN


@format_fact.register
def format_whole_number(value: int) -> str:
    """A whole number, with separators."""
    separator = find_separator()
    return f"{value:,}".replace(",", separator) if separator else number_format(value, force_grouping=True)


@cache
def find_separator() -> str:
    """The sign between thousands in PACKGRID_LANGUAGE; "" where digits are not in groups of three."""
    return str(get_format("THOUSAND_SEPARATOR")) if get_format("NUMBER_GROUPING") == 3 else ""  # noqa: PLR2004 three


@format_fact.register
def format_text(value: str) -> str:
    """A text, shortened to fit into a cell."""
    return shorten(value, LONGEST_IN_CELL, placeholder="\xa0…") or UNKNOWN


@format_fact.register
def format_versions(value: tuple) -> str:  # type: ignore[type-arg] # singledispatch reads the bare class
    """A few versions in full, more as "first to last"."""
    if not value:
        return UNKNOWN
    return ", ".join(value) if len(value) <= A_FEW else f"{value[0]} to {value[-1]}"


@format_fact.register
def format_moment(value: Moment) -> str:
    """The month where only that is known, else the day."""
    return format_month(value.at) if value.is_month else format_day(value.at)


@format_fact.register
def format_weeks(value: Weeks) -> str:
    """The chart of weekly commits."""
    return draw_sparkline(value.counts)


@format_fact.register
def format_links(value: Links) -> str:
    """Links to the code, the documentation and the project."""
    pypi = addresses.make_pypi_url(value.pypi_name) if value.pypi_name else ""
    named = (("Code", value.repo_url), ("Docs", value.documentation_url), ("PyPI", pypi))
    found = [(url, title) for title, url in named if addresses.is_web_url(url)]
    return format_html_join(" ", '<a href="{}">{}</a>', found) if found else UNKNOWN


def format_support(support: ListedSupport) -> str:
    """Such as "Django 4.2 to 5.2", or "Django not checked"."""
    if support.missing:
        return f"{support.title} {support.missing}"
    return f"{support.title} {format_versions(support.series)}" if support.series else f"{support.title} other versions"


def replace_missing(value: object, reason: str) -> object:
    """The value, or why it is missing."""
    return show_missing(reason) if value in (None, "", [], ()) else value


def show_missing(reason: str) -> SafeString:
    """Why a value is missing, such as "not checked"; "unknown" where no reason is known."""
    return SafeString(f'<span class="unknown">{escape(reason)}</span>') if reason else UNKNOWN


def replace_unknown(value: object) -> object:
    """The value, or "unknown"."""
    return replace_missing(value, "")


def format_number(value: int | str | None, reason: str = "") -> str:
    """A whole number with separators, or why it is missing."""
    return format_whole_number(value) if isinstance(value, int) else show_missing(reason)


def format_size(value: int | None, reason: str = "") -> str:
    """A number of bytes in kB or MB, or why it is missing."""
    return show_missing(reason) if value is None else format_bytes(value)


def format_age(value: datetime | None, reason: str = "") -> str:
    """An age such as "3 days ago", with the exact time as a tooltip; without a time the reason why there is none."""
    return show_missing(reason) if value is None else render_age(value, ages.describe_age(value, timezone.now()))


def format_exact_age(value: datetime | None, reason: str = "") -> str:
    """An age such as "3 minutes ago", as format_age() shows it, for pages that are right for a minute only."""
    return show_missing(reason) if value is None else render_age(value, ages.describe_exact_age(value, timezone.now()))


def render_age(value: datetime, text: str) -> str:
    exactly = format_moment_exactly(value)
    return SafeString(f'<time datetime="{value:%Y-%m-%dT%H:%MZ}" title="{exactly}">{escape(text)}</time>')


def format_day(value: datetime | str | None, reason: str = "") -> str:
    """The day, in UTC, or why it is missing."""
    if not isinstance(value, datetime):
        return show_missing(reason)
    return render_date(f"{value.date()}", value.date(), "j\xa0M\xa0Y")


@lru_cache(CACHE_SIZE)
def render_date(machine: str, value: date, form: str) -> SafeString:
    """A <time> element; cached, because the days of a catalogue are few."""
    return SafeString(f'<time datetime="{machine}">{escape(date_format(value, form))}</time>')


def format_day_and_time(value: datetime) -> str:
    """The day and the time, in UTC."""
    at = value.astimezone(UTC)
    return render_date(f"{at:%Y-%m-%dT%H:%MZ}", at, "j\xa0M\xa0Y, H:i \\U\\T\\C")


def format_month(value: datetime) -> SafeString:
    return render_date(f"{value:%Y-%m}", value.date(), "M\xa0Y")


def format_moment_exactly(value: datetime) -> str:
    """The day and the time in UTC."""
    return f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def format_release_date(package: Package, reason: str = "") -> str:
    """The day of the newest release, or the month where only that is known, or why it is missing."""
    facts = queries.facts_of(package)
    if facts.released_at is None:
        return show_missing(reason)
    return format_fact(Moment(facts.released_at, facts.released_to_the_month))


def shorten_text(value: str, limit: int) -> str:
    """The text, cut after so many characters with "…" as the last; Django's function counts combined ones as one."""
    if not value.isascii():
        return truncatechars(value, limit)
    return value if len(value) <= limit else f"{value[: limit - 1]}…"


def describe_package(package: Package) -> str:
    """The description of the repository, else that of the project."""
    facts = queries.facts_of(package)
    return expand_emoji(facts.repo_description or facts.summary or "")


def describe_stars(package: Package, reason: str = "") -> str:
    """Such as "1,234 stars", or why they are missing, such as "stars not checked"."""
    count = queries.facts_of(package).stars
    if count is None:
        return f"stars {reason or 'unknown'}"
    return f"{format_whole_number(count)} {choose_plural(count, 'star', 'stars')}"


def draw_sparkline(counts: Sequence[int]) -> str:
    """A chart of weekly commits as SVG, with a sentence for those who cannot see it."""
    box, said = f"0 0 {charts.measure_width(counts)} {charts.HEIGHT}", charts.describe_weekly_commits(counts)
    return SafeString(
        f'<svg class="spark" viewBox="{box}" preserveAspectRatio="none" role="img" aria-label="{escape(said)}">'
        f'<path d="{charts.draw_bars(counts)}"/></svg>'
    )


def describe_commits(counts: Sequence[int]) -> str:
    """Weekly commits in a sentence."""
    return charts.describe_weekly_commits(counts)


def shorten_url(url: str) -> str:
    """An address that fits into a narrow cell."""
    return addresses.shorten_url(url)


def make_sort_link(asked: Mapping[str, str], name: str, first: str = "-") -> dict[str, str]:
    """The link in the heading of a column and its aria-sort; `first` is the direction of the first click."""
    next_sort = {f"-{name}": name, name: f"-{name}"}.get(asked["sort"], f"{first}{name}")
    aria = {f"-{name}": "descending", name: "ascending"}.get(asked["sort"], "none")
    return {"url": paging.make_page_url({**asked, "sort": next_sort}, 1), "aria": aria}


@attrs.frozen
class PagerLinks:
    """Links to the other pages of a list; "" is the address of a page that does not exist."""

    page: Page[Any]
    steps: list[tuple[str, str]]
    previous: str
    following: str


def make_pager_links(page: Page[Any], asked: Mapping[str, str] | None = None) -> PagerLinks:
    """Links to the other pages of a list; `asked` holds the other parameters of its address."""
    asked = asked or {}
    return PagerLinks(
        page,
        paging.list_page_links(page, asked),
        paging.make_page_url(asked, page.number - 1) if page.has_previous() else "",
        paging.make_page_url(asked, page.number + 1) if page.has_next() else "",
    )
