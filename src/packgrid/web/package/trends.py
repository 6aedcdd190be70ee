"""Metrics over years, as step charts that the server draws, each with a sentence and a table."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import attrs

from packgrid.catalogue.fact_table import BY_KEY, Fact
from packgrid.catalogue.source_names import PYPISTATS, name_source
from packgrid.history.outages import OutageSpan, read_outages
from packgrid.history.queries import commits_by_week, read_points
from packgrid.history.weeks import WEEK, last_complete_week

CHARTED = ("stars", "downloads", "issues", "contributors", "score")
CHARTED_ON_OVERVIEW = ("stars", "downloads")
RANGES: Mapping[str, int] = {"1": 1, "3": 3, "10": 10}
DEFAULT_RANGE = "1"
WIDTH, HEIGHT = 600, 120
MOST_ROWS = 60

SOURCES = {"downloads": PYPISTATS}
"""The charts that show when their source could not be asked; other values come from several hosts."""

type Points = Sequence[tuple[date, int]]


@attrs.frozen(kw_only=True)
class OutageBand:
    """An outage in a chart: where its band begins and how wide it is, of WIDTH, and the outage in a sentence."""

    left: float
    width: float
    sentence: str


@attrs.frozen(kw_only=True)
class TrendChart:
    """A chart: its title, its path in a box of WIDTH by HEIGHT, its sentence, and rows of a day and a value."""

    key: str
    title: str
    path: str
    sentence: str
    low: int
    high: int
    last: int
    rows: Points
    outages: Sequence[OutageBand] = ()


@attrs.frozen(kw_only=True)
class DaySpan:
    """The days from one to another."""

    since: date
    until: date

    def share(self, day: date) -> float:
        """Where a day lies: 0 at the start, 1 at the end."""
        return (day - self.since).days / max(1, (self.until - self.since).days)


def parse_span(asked: str, today: date) -> DaySpan:
    """The days of a range by its name; of the default range if there is no such name."""
    years = RANGES.get(asked, RANGES[DEFAULT_RANGE])
    return DaySpan(since=today - timedelta(days=365 * years), until=today)


def read_trends(package_id: int, span: DaySpan, keys: Sequence[str] = CHARTED) -> list[TrendChart]:
    """The charts of these metrics where two values are known; one query, one more where downloads are charted."""
    points = read_points(package_id, keys, since=span.since, until=span.until)
    shown = [key for key in keys if len(points.get(key, ())) > 1]
    return [make_trend(BY_KEY[key], points[key], span, find_bands(key, span)) for key in shown]


def find_bands(key: str, span: DaySpan) -> list[OutageBand]:
    """The outages of the source of a metric; one query, none for metrics of several sources."""
    if not (source := SOURCES.get(key)):
        return []
    return [make_band(source, outage, span) for outage in read_outages(source, since=span.since, until=span.until)]


def make_band(source: str, outage: OutageSpan, span: DaySpan) -> OutageBand:
    """The band of an outage, as far as it lies in the span."""
    left, right = max(outage.since, span.since), min(outage.until or span.until, span.until)
    across = round(WIDTH * span.share(left), 1)
    width = max(NARROWEST_BAND, round(WIDTH * span.share(right) - across, 1))
    return OutageBand(left=across, width=width, sentence=describe_outage(source, outage))


NARROWEST_BAND = 2


def describe_outage(source: str, outage: OutageSpan) -> str:
    """An outage in a sentence."""
    name = name_source(source)
    if outage.until is None:
        return f"{name} has not answered since {outage.since.isoformat()}."
    return f"{name} did not answer from {outage.since.isoformat()} to {outage.until.isoformat()}."


def make_trend(fact: Fact, points: Points, span: DaySpan, outages: Sequence[OutageBand] = ()) -> TrendChart:
    """The chart of one fact."""
    values = [value for _day, value in points]
    title = fact.unit.capitalize()
    return TrendChart(
        key=fact.key,
        title=title,
        path=draw_steps(points, span),
        sentence=describe_trend(title, points),
        low=min(values),
        high=max(values),
        last=values[-1],
        rows=thin_points(points),
        outages=outages,
    )


def draw_steps(points: Points, span: DaySpan) -> str:
    """The path of a line that keeps each value until the next one, and the last one until the end."""
    values = [value for _day, value in points]
    low, high = min(values), max(values)
    places = [(round(WIDTH * span.share(day), 1), place_value(value, low, high)) for day, value in points]
    first, *rest = places
    moves = "".join(f"H{across:g}V{up:g}" for across, up in rest)
    return f"M{first[0]:g} {first[1]:g}{moves}H{WIDTH}"


def place_value(value: int, low: int, high: int) -> float:
    """The distance of a value from the top; a line that never moves lies in the middle."""
    if low == high:
        return HEIGHT / 2
    return round(HEIGHT - 2 - (HEIGHT - 4) * (value - low) / (high - low), 1)


def describe_trend(title: str, points: Points) -> str:
    """The chart in a sentence."""
    (since, first), (_until, last) = points[0], points[-1]
    values = [value for _day, value in points]
    return (
        f"{title}: from {first:,} on {since:%Y-%m-%d} to {last:,} now, "
        f"at least {min(values):,} and at most {max(values):,}."
    )


def thin_points(points: Points) -> Points:
    """At most MOST_ROWS points, evenly chosen, newest first; the first and the last are among them."""
    if len(points) <= MOST_ROWS:
        return points[::-1]
    chosen = {round(at * (len(points) - 1) / (MOST_ROWS - 1)) for at in range(MOST_ROWS)}
    return [points[at] for at in sorted(chosen, reverse=True)]


@attrs.frozen(kw_only=True)
class WeeklyChart:
    """Commits by week: the path of bars in a box of WIDTH by HEIGHT, a sentence, and rows of a Monday and a count."""

    path: str
    bar: float
    sentence: str
    high: int
    rows: Points


def read_weekly_commits(package_id: int, span: DaySpan) -> WeeklyChart | None:
    """The chart of the weeks of a span that were counted; None if none was. Two queries."""
    last = last_complete_week(span.until)
    count = (span.until - span.since).days // 7
    counts = commits_by_week([package_id], until=last, weeks=count)[package_id]
    days = [last - WEEK * back for back in reversed(range(count))]
    known = [(day, value) for day, value in zip(days, counts, strict=True) if value is not None]
    return make_weekly_chart(known, span) if known else None


def make_weekly_chart(known: Points, span: DaySpan) -> WeeklyChart:
    values = [value for _day, value in known]
    high, bar = max(values), round(0.7 * WIDTH * 7 / max(7, (span.until - span.since).days), 2)
    strokes = (
        f"M{WIDTH * span.share(day) + bar / 2:.1f} {HEIGHT}v-{max(2, round(HEIGHT * value / high, 1)):g}"
        for day, value in known
        if value
    )
    sentence = f"{sum(values):,} commits in {len(values)} weeks, at most {high:,} in one."
    return WeeklyChart(
        path="".join(strokes),
        bar=bar,
        sentence=sentence,
        high=high,
        rows=thin_points([pair for pair in known if pair[1]]),
    )
