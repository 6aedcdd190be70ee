"""Charts drawn by the server, as text that goes into SVG."""

from collections.abc import Sequence

BAR, GAP, HEIGHT = 3, 1, 24


def bars(counts: Sequence[int]) -> str:
    """The path of one upright stroke for each count above 0, the highest as high as the chart."""
    top = max(counts, default=0)
    strokes = (
        f"M{at * (BAR + GAP) + BAR / 2:g} {HEIGHT}v-{tall(count, top)}" for at, count in enumerate(counts) if count
    )
    return "".join(strokes)


def tall(count: int, top: int) -> int:
    """The height of a bar; one commit is always seen."""
    return max(2, round(HEIGHT * count / top))


def width(counts: Sequence[int]) -> int:
    """How wide a chart of these counts is, in its own units."""
    return len(counts) * (BAR + GAP) - GAP


def said(counts: Sequence[int]) -> str:
    """The chart in words."""
    commits = f"{sum(counts):,} commit{'' if sum(counts) == 1 else 's'}"
    return f"{commits} in {len(counts)} weeks, at most {max(counts, default=0):,} in one"
