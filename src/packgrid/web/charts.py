"""Charts drawn by the server, as text that goes into SVG."""

from collections.abc import Sequence

BAR, GAP, HEIGHT = 3, 1, 24


def draw_bars(counts: Sequence[int]) -> str:
    """The path of an SVG: a bar for each count above 0, the highest as high as the chart."""
    top = max(counts, default=0)
    strokes = (
        f"M{at * (BAR + GAP) + BAR / 2:g} {HEIGHT}v-{measure_bar(count, top)}"
        for at, count in enumerate(counts)
        if count
    )
    return "".join(strokes)


def describe_monthly_counts(counts: Sequence[int | None]) -> str:
    """A chart of downloads as a sentence, for those who cannot see it."""
    known = [count for count in counts if count is not None]
    return f"Downloads a month over {len(known)} months: from {known[0]:,} to {known[-1]:,}"


def measure_bar(count: int, top: int) -> int:
    """The height of a bar, at least 2 so that one commit can be seen."""
    return max(2, round(HEIGHT * count / top))


def measure_width(counts: Sequence[int]) -> int:
    """The width of a chart of these counts, in its own units."""
    return len(counts) * (BAR + GAP) - GAP


def describe_weekly_commits(counts: Sequence[int]) -> str:
    """The chart as a sentence, for those who cannot see it."""
    commits = f"{sum(counts):,} commit{'' if sum(counts) == 1 else 's'}"
    return f"{commits} in {len(counts)} weeks, at most {max(counts, default=0):,} in one"
