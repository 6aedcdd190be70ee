"""Compound names cut into known words: restframework is rest, framework."""

from collections.abc import Mapping
from pathlib import Path

SHORTEST_PIECE = 3
SHORTEST_COMPOUND = 7
# Known from the start, so that the first package of an empty catalogue is found by its parts too.
SEED = dict.fromkeys((Path(__file__).parent / "pieces.txt").read_text().split(), 5)


def split(compound: str, known: Mapping[str, int]) -> tuple[str, ...]:
    """The known words that a word is made of, all of it; () if it is not. Few long words are better than many short."""
    if len(compound) < SHORTEST_COMPOUND:
        return ()
    best: list[tuple[str, ...] | None] = [(), *[None] * len(compound)]
    for end in range(SHORTEST_PIECE, len(compound) + 1):
        for start in range(end - SHORTEST_PIECE + 1):
            before = best[start]
            piece = compound[start:end]
            if before is None or piece not in known or piece == compound:
                continue
            found, there = (*before, piece), best[end]
            if there is None or rank(found, known) > rank(there, known):
                best[end] = found
    return best[-1] or ()


def rank(pieces: tuple[str, ...], known: Mapping[str, int]) -> tuple[int, int]:
    """Fewer pieces first, then those whose rarest is the most common."""
    return -len(pieces), min(known[piece] for piece in pieces)
