"""Measures how similar two packages are by a published rule (docs/metrics/similar.md); one query."""

from collections.abc import Iterable, Mapping, Sequence
from math import log2

import attrs

SHOWN = 6
# Nearly every package requires these.
COMMON_NEEDS = {"django", "python", "setuptools", "six", "typing-extensions"}
PER_TOPIC, PER_NEED, MOST_OF_EACH = 1.0, 0.5, 3
COMMON_TOPICS = {"django", "python", "python3", "hacktoberfest", "django-application", "django-package"}


@attrs.frozen(kw_only=True)
class PackageTraits:
    """The traits that the rule compares: the grids of a package, its topics and the projects that it requires."""

    pk: int
    grids: frozenset[int] = frozenset()
    topics: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    stars: int = 0


@attrs.frozen
class Similarity:
    """How similar two packages are, and what they share; 0 points is not at all."""

    pk: int
    points: float
    shared_grids: int
    topics: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


def measure_similarity(one: PackageTraits, other: PackageTraits, sizes: Mapping[int, int]) -> Similarity:
    """4 / log2(n + 2) points for a shared grid of n packages, 1 for a topic, 1/2 for a requirement."""
    grids = one.grids & other.grids
    topics = sorted((one.topics & other.topics) - COMMON_TOPICS)[:MOST_OF_EACH]
    needs = sorted((one.needs & other.needs) - COMMON_NEEDS)[:MOST_OF_EACH]
    points = sum(4 / log2(sizes.get(grid, 1) + 2) for grid in grids)
    points += PER_TOPIC * len(topics) + PER_NEED * len(needs)
    return Similarity(other.pk, round(points, 3), len(grids), tuple(topics), tuple(needs))


def find_most_similar(
    one: PackageTraits, others: Iterable[PackageTraits], sizes: Mapping[int, int], count: int = SHOWN
) -> Sequence[Similarity]:
    """The most similar packages, best first; of equal ones those with more stars."""
    found = [(measure_similarity(one, other, sizes), other.stars) for other in others if other.pk != one.pk]
    found.sort(key=lambda pair: (-pair[0].points, -pair[1], pair[0].pk))
    return [alike for alike, _stars in found[:count] if alike.points]
