"""The known words: which there are, how many entries have each, and which of them a mistyped word means."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import batched

import attrs
from django.db import connection

from packgrid.search import spelling
from packgrid.search.backends import backend
from packgrid.search.models import Word
from packgrid.search.splitting import SEED, SHORTEST_PIECE

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
class Dictionary:
    """The words that compounds are split into, read once an hour by each process."""

    found: Mapping[str, int] = attrs.field(factory=lambda: SEED)
    read_at: datetime | None = None

    def at(self, now: datetime) -> Mapping[str, int]:
        """The words, not older than an hour."""
        if self.read_at is None or now - self.read_at >= KEPT_FOR:
            self.found, self.read_at = SEED | pieces(), now
        return self.found

    def take(self, found: Mapping[str, int], now: datetime) -> None:
        """Take these words for the next hour."""
        self.found, self.read_at = found, now


DICTIONARY = Dictionary()


def pieces() -> dict[str, int]:
    """The commonest words that are no accident; one query."""
    rows = Word.objects.filter(count__gte=LEAST_COUNT).order_by("-count", "word")
    return chosen(rows.values_list("word", "count")[: 2 * PIECES])


def chosen(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    """The commonest of these words of a length that pieces have."""
    lengths = range(SHORTEST_PIECE, LONGEST_PIECE + 1)
    fit = [(word, count) for word, count in counts if count >= LEAST_COUNT and len(word) in lengths]
    return dict(sorted(fit, key=lambda item: (-item[1], item[0]))[:PIECES])


def known_pieces() -> Mapping[str, int]:
    """What compounds are split into now."""
    return DICTIONARY.at(datetime.now(UTC))


def take(known: Mapping[str, int]) -> None:
    """Split compounds into these from now on."""
    DICTIONARY.take(known, datetime.now(UTC))


def learn(counts: Mapping[str, int]) -> None:
    """Add to the counts of these words, in one order, so that two writers never wait for each other in a ring."""
    changed = sorted((word, count) for word, count in counts.items() if count and is_worth_knowing(word))
    put_many(ADD, [(word, spelling.skeleton(word), count) for word, count in changed])


def put_many(sql: str, rows: Sequence[tuple[str | int, ...]]) -> None:
    """Run a statement whose {rows} are these, a thousand at a time."""
    for batch in batched(rows, BATCH):
        places = ", ".join([f"({', '.join(['%s'] * len(batch[0]))})"] * len(batch))
        with connection.cursor() as cursor:
            cursor.execute(sql.format(rows=places), [value for row in batch for value in row])


def is_worth_knowing(word: str) -> bool:
    """Whether anybody would type it: no numbers, nothing endless."""
    return len(word) <= LONGEST_WORD and not word.isdigit()


def counts_of(words: Iterable[str]) -> dict[str, dict[str, int]]:
    """For each word, the known words that may be meant, itself included, with their counts; one query for them all."""
    asked = {word: spelling.candidates(word) for word in words}
    known = looked_up(spelling.merged(asked.values()))
    return {
        word: {other: count for other, bones, count in known if other in keys.words or bones in keys.skeletons}
        for word, keys in asked.items()
    }


def looked_up(keys: spelling.Candidates) -> list[tuple[str, str, int]]:
    """The known words of these keys, with skeletons and counts. By hand, because the keys are a thousand."""
    made = backend()
    with connection.cursor() as cursor:
        cursor.execute(made.WORDS, [made.listed(keys.words), made.listed(keys.skeletons)])
        return list(cursor.fetchall())


def corrections_of(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What each of these words probably means, best first; () of those that are right. One query."""
    return {word: spelling.corrections(word, counts) for word, counts in counts_of(words).items()}
