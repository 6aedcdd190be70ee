"""How many releases a package had in each year, as a chart."""

from collections import Counter
from collections.abc import Iterable, Sequence

import attrs

from packgrid.assessment.rules.evidence import ReleaseEvidence
from packgrid.lib.plurals import choose_plural
from packgrid.web import charts

SHOWN_YEARS = 10


@attrs.frozen
class ReleaseYears:
    """The first year and the number of releases in it and in each year after it."""

    since: int
    counts: Sequence[int]

    @property
    def path(self) -> str:
        """The path of an SVG with a bar for each of the last ten years."""
        return charts.draw_bars([*[0] * (SHOWN_YEARS - len(self.counts)), *self.counts])

    @property
    def width(self) -> int:
        """The width of the chart in its own units."""
        return charts.measure_width(range(SHOWN_YEARS))

    @property
    def sentence(self) -> str:
        """Such as "12 releases in 5 years, at most 4 in one"."""
        total, years = sum(self.counts), len(self.counts)
        releases = f"{total:,} {choose_plural(total, 'release', 'releases')}"
        return f"{releases} in {years} {choose_plural(years, 'year', 'years')}, at most {max(self.counts):,} in one"


def count_release_years(releases: Iterable[ReleaseEvidence], this_year: int) -> ReleaseYears | None:
    """The releases of the last ten years, from the first one on; None if there were none."""
    years = Counter(release.uploaded_at.year for release in releases if release.uploaded_at)
    shown = [year for year in years if this_year - SHOWN_YEARS < year <= this_year]
    if not shown:
        return None
    return ReleaseYears(min(shown), [years[year] for year in range(min(shown), this_year + 1)])
