"""Splits compound names into known words: restframework gives rest, framework."""

from collections.abc import Mapping
from pathlib import Path

SHORTEST_PIECE = 3
SHORTEST_COMPOUND = 7
# Known from the start, so that the first package of an empty catalogue is found by its parts too.
SEED_PIECES = dict.fromkeys((Path(__file__).parent / "pieces.txt").read_text().split(), 5)


def split_compound(compound: str, known: Mapping[str, int]) -> tuple[str, ...]:
    """The known words that make up the whole word, () if there are none. Few long words win over many short ones."""
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
            if there is None or rank_split(found, known) > rank_split(there, known):
                best[end] = found
    return best[-1] or ()


def rank_split(pieces: tuple[str, ...], known: Mapping[str, int]) -> tuple[int, int]:
    """Sorts splits: fewer pieces are better, then pieces of which the rarest is the most common."""
    return -len(pieces), min(known[piece] for piece in pieces)
