"""Small charts of the downloads of packages in lists."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString

from packgrid.history.queries import read_monthly_counts
from packgrid.search.answers import SearchAnswer
from packgrid.web import charts

FEWEST_MONTHS = 3
"""Fewer known months make no chart."""


def read_download_trends(answers: Iterable[SearchAnswer], now: datetime) -> Mapping[int, SafeString]:
    """The charts of downloads in the last twelve months, by package; one query. Packages with few points have none."""
    ids = [answer.package.pk for answer in answers if answer.package]
    return {
        pk: draw_trend(tuple(counts))
        for pk, counts in read_monthly_counts(ids, "downloads", now.date()).items()
        if sum(count is not None for count in counts) >= FEWEST_MONTHS
    }


@lru_cache(4096)
def draw_trend(counts: tuple[int | None, ...]) -> SafeString:
    """A bar for each month, nothing for months before the first that is known."""
    bars = [count or 0 for count in counts]
    box, said = f"0 0 {charts.measure_width(bars)} {charts.HEIGHT}", charts.describe_monthly_counts(counts)
    return SafeString(
        f'<svg class="spark" viewBox="{box}" preserveAspectRatio="none" role="img" aria-label="{escape(said)}">'
        f'<path d="{charts.draw_bars(bars)}"/></svg>'
    )
