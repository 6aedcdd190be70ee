"""Renders the cells of a table as HTML by small functions; a large table has thousands of cells."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from html import escape
from textwrap import shorten
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString, mark_safe

from packgrid.catalogue.install_sizes import InstallSize
from packgrid.catalogue.missing_values import MissingValue
from packgrid.catalogue.page_paths import package_path
from packgrid.community.models import Reply
from packgrid.comparison.cell_checks import parse_number
from packgrid.comparison.feature_kinds import FeatureKind
from packgrid.comparison.models import Grid
from packgrid.comparison.table import (
    Cell,
    FactRow,
    FactValue,
    FeatureRow,
    Links,
    Moment,
    Side,
    Support,
    Verdict,
    Weeks,
    read_cell,
)
from packgrid.web import addresses, charts
from packgrid.web.compare.bars import is_number_row, measure_bars, scale_numbers
from packgrid.web.install_words import describe_install_size
from packgrid.web.missing_words import describe_missing

LONGEST_TEXT, LONGEST_SENTENCE, LONGEST_ADDRESS = 110, 70, 40
A_FEW = 3
TAGS = {"quarantined": "bad", "gone": "bad", "deprecated": "warn", "superseded": "warn", "archived": "warn"}
TONES = {"maintained": "good", "finished": "good", "unmaintained": "warn"} | TAGS
CACHE_SIZE = 8192

type Answers = Mapping[tuple[int, int], Sequence[Reply]]
"""The replies of maintainers to cells, by feature id and package id."""


def render_missing(value: MissingValue) -> str:
    """Why a value is missing, as HTML."""
    return f'<span class="unknown">{describe_missing(value)}</span>'


UNKNOWN = '<span class="unknown">unknown</span>'


def render_fact_cells(row: FactRow, *, cooldown: int = 0) -> list[str]:
    """The cells of a row of facts; numbers have bars, and one below `cooldown` is marked."""
    if is_number_row(row.key):
        bars = measure_bars(row)
        return [render_bar_cell(render_fact(value), bar) for value, bar in zip(row.values, bars, strict=True)]
    mark = ' <i class="tag warn">new</i>'
    new = (isinstance(value, int) and value < cooldown for value in row.values)
    return [f"<td>{render_fact(value)}{mark * is_new}</td>" for value, is_new in zip(row.values, new, strict=True)]


def render_bar_cell(html: str, bar: int) -> str:
    """A cell with a number, and with a bar behind it where its length is not 0."""
    return f'<td class="n b{bar}">{html}</td>' if bar else f'<td class="n">{html}</td>'


def render_feature_cells(row: FeatureRow, sides: Iterable[Side], answers: Answers) -> list[str]:
    """The cells of a feature, with the replies of maintainers."""
    if row.kind == FeatureKind.NUMBER:
        return render_number_cells(row, sides, answers)
    replies = ((side.package_id, answers.get((row.feature_id, side.package_id), ())) for side in sides)
    return [f"<td>{render_cell_text(row.texts.get(pk, ''))}{render_replies(found)}</td>" for pk, found in replies]


def render_number_cells(row: FeatureRow, sides: Iterable[Side], answers: Answers) -> list[str]:
    """The cells of a feature for numbers, with bars."""
    ids = [side.package_id for side in sides]
    texts = [row.texts.get(pk, "") for pk in ids]
    bars = scale_numbers([parse_number(text) or 0 for text in texts])
    replies = (render_replies(answers.get((row.feature_id, pk), ())) for pk in ids)
    return [render_bar_cell(escape(text) + found, bar) for text, found, bar in zip(texts, replies, bars, strict=True)]


def add_to_cell(cell: str, html: str) -> str:
    """A cell with more HTML at its end."""
    return f"{cell.removesuffix('</td>')}{html}</td>"


def render_edit_link(grid: Grid, side: Side, feature: FeatureRow) -> str:
    """A link to the form of a cell; it has a mark if the cell is empty."""
    url = f"/grids/element/{grid.slug}/{side.package_id}/{feature.feature_id}/"
    kind = "cell-way" if feature.texts.get(side.package_id) else "cell-way empty"
    return f'<a class="{kind}" href="{escape(url)}" aria-label="Edit"></a>'


@lru_cache(CACHE_SIZE)
def render_fact(value: FactValue) -> str:
    """A fact as HTML, by its type; cached, because packages keep their values."""
    return RENDERERS[type(value)](value) or UNKNOWN


def render_number(value: int) -> str:
    """A whole number with separators."""
    return escape(number_format(value, force_grouping=True))


def render_text(value: str) -> str:
    """A text that is not too long for a cell."""
    return escape(value if len(value) <= LONGEST_TEXT else shorten(value, LONGEST_TEXT, placeholder="\xa0…"))


def render_versions(value: tuple[str, ...]) -> str:
    """A few versions one by one, more of them as first to last."""
    if len(value) <= A_FEW:
        return escape(", ".join(value))
    return f"{escape(value[0])} to {escape(value[-1])}"


def render_moment(value: Moment) -> str:
    """The month where only that is known, else the day."""
    form = ("%Y-%m", "M\xa0Y") if value.is_month else ("%Y-%m-%d", "j\xa0M\xa0Y")
    return render_time(value.at.strftime(form[0]), value.at.date(), form[1])


@lru_cache(CACHE_SIZE)
def render_time(machine: str, value: date, form: str) -> str:
    """A <time> element; cached."""
    return f'<time datetime="{machine}">{escape(date_format(value, form))}</time>'


def render_weeks(value: Weeks) -> str:
    """A chart that fits into a cell."""
    size = f'viewBox="0 0 {charts.measure_width(value.counts)} {charts.HEIGHT}"'
    said = escape(charts.describe_weekly_commits(value.counts))
    path = charts.draw_bars(value.counts)
    return (
        f'<svg class="spark" {size} preserveAspectRatio="none" role="img" aria-label="{said}"><path d="{path}"/></svg>'
    )


def render_links(value: Links) -> str:
    """Links to the code, the documentation and the project."""
    pypi = addresses.make_pypi_url(value.pypi_name) if value.pypi_name else ""
    named = (("Code", value.repo_url), ("Docs", value.documentation_url), ("PyPI", pypi))
    return " ".join(f'<a href="{escape(url)}">{title}</a>' for title, url in named if addresses.is_web_url(url))


def render_verdict(value: Verdict) -> str:
    """The status, and the sentence where it says more."""
    if not value.status:
        return render_open_verdict(value.sentence)
    word, why = describe_status(value.status), value.sentence.partition(". To count")[0]
    more = why.removeprefix(value.status.capitalize()).lstrip(".: ")
    short = escape(shorten(more, LONGEST_SENTENCE, placeholder="\xa0…"))
    return f'<b class="{TONES.get(value.status, "")}">{word}</b>' + (f"<p>{short}</p>" if short else "")


def render_open_verdict(sentence: str) -> str:
    """A verdict that is not decided: what is known so far."""
    if not sentence:
        return '<span class="unknown">not assessed yet</span>'
    short = escape(shorten(sentence, LONGEST_SENTENCE, placeholder="\xa0…"))
    return f'<span class="unknown">not enough known</span><p>{short}</p>'


def render_support(value: Support) -> str:
    """The series that a release declares, allows without declaring, and excludes."""
    said = {
        '<b class="yes">%s</b>': value.declared,
        "allows %s": value.allowed,
        '<span class="no">not %s</span>': value.excluded,
    }
    lines = [pattern % escape(", ".join(series)) for pattern, series in said.items() if series]
    return "<br>".join(lines) or '<span class="unknown">none of them declared</span>'


def render_install_size(value: InstallSize) -> str:
    """The bytes of everything that is installed, and with how many other packages."""
    return escape(describe_install_size(value))


RENDERERS: Mapping[type, Callable[[Any], str]] = {
    type(None): lambda _value: "",
    str: render_text,
    tuple: render_versions,
    Weeks: render_weeks,
    Links: render_links,
    Verdict: render_verdict,
    Support: render_support,
    InstallSize: render_install_size,
    MissingValue: render_missing,
    int: render_number,
    Moment: render_moment,
}


@lru_cache(CACHE_SIZE)
def render_cell_text(words: str) -> str:
    """Ticks, crosses or text; "" for an empty cell; cached, because most cells have one of a few texts."""
    meant = read_cell(words)
    if meant.marks:
        return render_marks(meant.marks)
    return render_pieces(meant)


def render_cell(words: str, replies: Sequence[Reply] = ()) -> SafeString:
    """A cell with the replies of maintainers, for a template."""
    return mark_safe(render_cell_text(words) + render_replies(replies))  # noqa: S308 escaped where it is made


def render_replies(replies: Sequence[Reply]) -> str:
    """The replies of maintainers to a cell, folded."""
    return "".join(
        f'<details class="answer"><summary>A maintainer answers</summary>'
        f"<p>{escape(reply.text)} ({escape(reply.user.get_username() if reply.user else 'somebody who left')})</p>"
        "</details>"
        for reply in replies
    )


def render_marks(count: int) -> str:
    """Ticks or crosses, with words for screen readers."""
    sign, kind = ("✓", "yes") if count > 0 else ("✗", "no")
    return f'<i class="{kind}" role="img" aria-label="{describe_marks(count)}">{sign * abs(count)}</i>'


def describe_marks(count: int) -> str:
    """Such as "yes" or "no, 2 of 3"."""
    word = "yes" if count > 0 else "no"
    return word if abs(count) == 1 else f"{word}, {abs(count)} of 3"


def render_pieces(meant: Cell) -> str:
    """Text with its addresses as links and its lines as lines."""
    return "".join(
        render_link(piece) if is_address else escape(piece).replace("\n", "<br>") for piece, is_address in meant.pieces
    )


def render_link(url: str) -> str:
    """An address that people wrote into a cell."""
    name = addresses.shorten_url(url)
    name = name if len(name) <= LONGEST_ADDRESS else f"{name[: LONGEST_ADDRESS - 1]}…"
    return f'<a href="{escape(url)}" rel="nofollow ugc">{escape(name)}</a>'


def render_labels(side: Side) -> str:
    """The labels beside the name of a package."""
    tone = TAGS.get(side.status)
    ended = f' <i class="tag {tone}">{describe_status(side.status)}</i>' if tone else ""
    builtin = f' <i class="tag">{escape(side.builtin_mark)}</i>' if side.builtin_mark else ""
    return ended + builtin + (' <i class="tag bad">vulnerable</i>' if side.is_vulnerable else "")


def describe_status(status: str) -> str:
    """A status as a word for a page."""
    return STATUSES[status]() if status in STATUSES else escape(status)


STATUSES: Mapping[str, Callable[[], str]] = {
    "quarantined": lambda: "quarantined",
    "gone": lambda: "gone",
    "deprecated": lambda: "deprecated",
    "superseded": lambda: "superseded",
    "archived": lambda: "archived",
    "unmaintained": lambda: "unmaintained",
    "finished": lambda: "finished",
    "maintained": lambda: "maintained",
}


def render_head(side: Side, *, scope: str = "col", more: str = "", is_selectable: bool = True) -> str:
    """The head of a package: checkbox, name and labels; `more` is HTML."""
    name, url = escape(side.title), package_path(side.slug)
    box = f'<input type="checkbox" name="p" value="{side.slug}" form="pick" aria-label="Select {name}"> '
    start = f'<th scope="{scope}">{box if is_selectable else ""}'
    return f'{start}<a href="{url}">{name}</a>{render_labels(side)}{more}</th>'


def render_title_head(start: str, title: str, *, sort_url: str, sorted_as: str, more: str = "") -> str:
    """The head of a fact or feature, a link that sorts by it where there is an address for that.

    `start` is the element up to its attributes, `more` is HTML.
    """
    name, sorting = escape(title), f' aria-sort="{sorted_as}"' if sorted_as else ""
    link = f'<a href="{escape(sort_url)}" rel="nofollow">{name}</a>' if sort_url else name
    return f"{start}{sorting}>{link}{more}</th>"


def render_row_head(title: str, *, description: str, sort_url: str, sorted_as: str) -> SafeString:
    """The head of a row, a link that sorts by it where there is an address for that."""
    more = f"<p>{escape(description)}</p>" if description else ""
    head = render_title_head('<th scope="row"', title, sort_url=sort_url, sorted_as=sorted_as, more=more)
    return mark_safe(head)  # noqa: S308 escaped


def render_heads(sides: Iterable[Side], *, is_selectable: bool = True) -> SafeString:
    """The heads of all columns."""
    made = [render_head(side, is_selectable=is_selectable) for side in sides]
    return mark_safe("".join(made))  # noqa: S308 escaped where it is made
