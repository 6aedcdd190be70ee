"""How well known something is, and the order in which the index keeps its rows: the best known first."""

import math

MOST_STARS, MOST_DOWNLOADS, RANKED = 100_000, 1_000_000_000, 15_000
LEAST_RANKED = 0.5
STEPS = 100
STIR = 2  # an entry keeps its place until it has moved this far; every move rewrites its row of the index
ID_BITS = 40
BIGGEST_GRID = 64
BEST_GRID = 0.7


def popularity(stars: int | None, downloads_30d: int | None, downloads_rank: int | None) -> float:
    """From 0 to 1, by the logarithm: the better of stars and downloads, or of the rank where only that is known."""
    by_stars = math.log(1 + (stars or 0), 1 + MOST_STARS)
    by_downloads = math.log(1 + (downloads_30d or 0), 1 + MOST_DOWNLOADS)
    return min(1.0, max(by_stars, by_downloads, by_rank(downloads_rank)))


def by_rank(rank: int | None) -> float:
    """1 of the most downloaded, a half of the last that has a rank."""
    if not rank or rank > RANKED:
        return 0.0
    return 1 - (1 - LEAST_RANKED) * math.log(rank, RANKED)


def popularity_of_grid(package_count: int) -> float:
    """From 0 to 0.7, by the number of its packages: the best known packages come before the grids named after them."""
    return BEST_GRID * min(1.0, math.log(1 + package_count, 1 + BIGGEST_GRID))


def place(popularity: float, owner_id: int, *, is_grid: bool, before: int | None = None) -> int:
    """The number that the row has in the index: lower is better known. `before` is the place that it has now."""
    step = STEPS - round(popularity * STEPS)
    if before is not None and abs(step_of(before) - step) < STIR:
        step = step_of(before)
    return first_place(step) | (int(not is_grid) << ID_BITS) | owner_id


def first_place(step: int) -> int:
    """The lowest number that a place of this step may be."""
    return step << ID_BITS + 1


def step_of(place: int) -> int:
    """How far from the best known, 0 to 100."""
    return place >> ID_BITS + 1


def popularity_at(place: int) -> float:
    """The popularity that a place stands for."""
    return 1 - step_of(place) / STEPS
