"""Computes the popularity of packages and grids, and their place in the index: the most popular come first."""

import math

MOST_STARS, MOST_DOWNLOADS, RANKED = 100_000, 1_000_000_000, 15_000
LEAST_RANKED = 0.5
STEPS = 100
STIR = 2  # an entry keeps its place until it has moved this far; every move rewrites its row of the index
ID_BITS = 40
BIGGEST_GRID = 64
BEST_GRID = 0.7


def compute_popularity(stars: int | None, downloads_30d: int | None, downloads_rank: int | None) -> float:
    """The popularity from 0 to 1, logarithmic: the best of stars, downloads and rank by downloads."""
    by_stars = math.log(1 + (stars or 0), 1 + MOST_STARS)
    by_downloads = math.log(1 + (downloads_30d or 0), 1 + MOST_DOWNLOADS)
    return min(1.0, max(by_stars, by_downloads, popularity_of_rank(downloads_rank)))


def popularity_of_rank(rank: int | None) -> float:
    """1 for the most downloaded package, a half for the last one that has a rank."""
    if not rank or rank > RANKED:
        return 0.0
    return 1 - (1 - LEAST_RANKED) * math.log(rank, RANKED)


def grid_popularity(package_count: int) -> float:
    """0 to 0.7 by the number of packages, so that the most popular packages come before the grids named after them."""
    return BEST_GRID * min(1.0, math.log(1 + package_count, 1 + BIGGEST_GRID))


def entry_place(popularity: float, owner_id: int, *, is_grid: bool, before: int | None = None) -> int:
    """The place of an entry in the index, lower is more popular; small changes keep `before`, the present place."""
    step = STEPS - round(popularity * STEPS)
    if before is not None and abs(step_of(before) - step) < STIR:
        step = step_of(before)
    return first_place(step) | (int(not is_grid) << ID_BITS) | owner_id


def first_place(step: int) -> int:
    """The lowest place of this step of popularity."""
    return step << ID_BITS + 1


def step_of(place: int) -> int:
    """The step of popularity of a place, 0 (most popular) to 100."""
    return place >> ID_BITS + 1


def popularity_at(place: int) -> float:
    """The popularity of a place."""
    return 1 - step_of(place) / STEPS
