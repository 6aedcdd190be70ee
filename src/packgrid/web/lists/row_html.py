"""Parts of cards and rows as HTML, cached, because many packages share them and a page has fifty."""

from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString

from packgrid.search.listed_support import ListedSupport
from packgrid.web.answer_marks import UNKNOWN_MARK, get_verdict_mark
from packgrid.web.formats import format_support, show_missing

CACHE_SIZE = 4096


@lru_cache
def render_verdict(verdict: str) -> SafeString:
    """A verdict as a word with its sign, such as "✓ Maintained"."""
    mark = get_verdict_mark(verdict) or UNKNOWN_MARK
    tone = f"tag {mark.tone}".rstrip()
    return SafeString(f' <i class="{tone}"><span aria-hidden="true">{mark.sign}</span> {mark.word}</i>')


@lru_cache(CACHE_SIZE)
def render_known_support(supports: tuple[ListedSupport, ...]) -> SafeString:
    """The series of each framework of which they are known, for a script to mark."""
    return SafeString(" ".join(render_series(support) for support in supports if not support.missing))


@lru_cache(CACHE_SIZE)
def render_support(supports: tuple[ListedSupport, ...]) -> SafeString:
    """The series of each framework, else once why none are known."""
    return render_known_support(supports) or (show_missing(supports[0].missing) if supports else SafeString())


def render_series(support: ListedSupport) -> str:
    """The series of a framework, such as "Django 4.2 to 5.2"."""
    series = " ".join(support.series)
    return f'<span data-fits="{support.key}" data-series="{escape(series)}">{escape(format_support(support))}</span>'
