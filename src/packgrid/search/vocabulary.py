"""The words of the index: how many entries have each, the pieces of compounds, and corrections of mistyped words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import batched

import attrs
from django.db import connection

from packgrid.search import spelling
from packgrid.search.backends import current_backend
from packgrid.search.compounds import SEED_PIECES, SHORTEST_PIECE
from packgrid.search.models import Word

BATCH = 1000
LONGEST_WORD = 30
PIECES = 20_000
LEAST_COUNT = 5
LONGEST_PIECE = 16
KEPT_FOR = timedelta(hours=1)
ADD = """
INSERT INTO search_word (word, skeleton, count) VALUES {rows}
ON CONFLICT (word) DO UPDATE SET count = search_word.count + excluded.count"""


@attrs.define
class PieceCache:
    """The words that compounds are split into, read once an hour by each process."""

    found: Mapping[str, int] = attrs.field(factory=lambda: SEED_PIECES)
    read_at: datetime | None = None

    def words_at(self, now: datetime) -> Mapping[str, int]:
        """The words, read again if they are older than an hour."""
        if self.read_at is None or now - self.read_at >= KEPT_FOR:
            self.found, self.read_at = SEED_PIECES | read_pieces(), now
        return self.found

    def use(self, found: Mapping[str, int], now: datetime) -> None:
        """Use these words for the next hour."""
        self.found, self.read_at = found, now


PIECE_CACHE = PieceCache()


def read_pieces() -> dict[str, int]:
    """The most common words that several entries have; one query."""
    rows = Word.objects.filter(count__gte=LEAST_COUNT).order_by("-count", "word")
    return choose_pieces(rows.values_list("word", "count")[: 2 * PIECES])


def choose_pieces(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    """The most common of these words that have the length of a piece."""
    lengths = range(SHORTEST_PIECE, LONGEST_PIECE + 1)
    fit = [(word, count) for word, count in counts if count >= LEAST_COUNT and len(word) in lengths]
    return dict(sorted(fit, key=lambda item: (-item[1], item[0]))[:PIECES])


def known_pieces() -> Mapping[str, int]:
    """The words that compounds are split into now."""
    return PIECE_CACHE.words_at(datetime.now(UTC))


def set_known_pieces(known: Mapping[str, int]) -> None:
    """Split compounds into these words from now on."""
    PIECE_CACHE.use(known, datetime.now(UTC))


def add_word_counts(counts: Mapping[str, int]) -> None:
    """Add these differences to the stored counts, sorted, so that two writers cannot deadlock."""
    changed = sorted((word, count) for word, count in counts.items() if count and is_worth_counting(word))
    insert_many(ADD, [(word, spelling.consonant_skeleton(word), count) for word, count in changed])


def insert_many(sql: str, rows: Sequence[tuple[str | int, ...]]) -> None:
    """Run an INSERT with these rows in place of {rows}, a thousand at a time."""
    for batch in batched(rows, BATCH):
        places = ", ".join([f"({', '.join(['%s'] * len(batch[0]))})"] * len(batch))
        with connection.cursor() as cursor:
            cursor.execute(sql.format(rows=places), [value for row in batch for value in row])


def is_worth_counting(word: str) -> bool:
    """True if people may search for this word: it is not a number and not too long."""
    return len(word) <= LONGEST_WORD and not word.isdigit()


def count_candidates(words: Iterable[str]) -> dict[str, dict[str, int]]:
    """For each word the known words that may be meant, itself included, with their counts; one query for all."""
    asked = {word: spelling.spelling_candidates(word) for word in words}
    known = look_up_words(spelling.merge_candidates(asked.values()))
    return {
        word: {other: count for other, bones, count in known if other in keys.words or bones in keys.skeletons}
        for word, keys in asked.items()
    }


def look_up_words(keys: spelling.SpellingCandidates) -> list[tuple[str, str, int]]:
    """The known words of these keys with skeletons and counts. Raw SQL, because there are about a thousand keys."""
    made = current_backend()
    with connection.cursor() as cursor:
        cursor.execute(made.WORDS, [made.encode_words(keys.words), made.encode_words(keys.skeletons)])
        return list(cursor.fetchall())


def find_corrections(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The probable corrections of each word, best first; () for words that are right. One query."""
    return {word: spelling.choose_corrections(word, counts) for word, counts in count_candidates(words).items()}
