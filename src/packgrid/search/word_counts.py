"""Counts the words of all entries anew, in a temporary table, so that a million words need no memory."""

from collections import Counter
from collections.abc import Iterator, Mapping

import attrs
from django.db import connection, transaction

from packgrid.search import spelling
from packgrid.search.vocabulary import insert_many, is_worth_counting

IN_MEMORY = 100_000
AT_ONCE = 20_000
CREATE = "CREATE TEMPORARY TABLE counted (word varchar(80) PRIMARY KEY, count integer NOT NULL)"
DROP = "DROP TABLE IF EXISTS counted"
ADD = """
INSERT INTO counted (word, count) VALUES {rows}
ON CONFLICT (word) DO UPDATE SET count = counted.count + excluded.count"""
DIFFERING = """
SELECT counted.word, counted.count FROM counted LEFT JOIN search_word known ON known.word = counted.word
WHERE (known.count IS NULL OR known.count <> counted.count)"""
PUT = """
INSERT INTO search_word (word, skeleton, count) VALUES {rows}
ON CONFLICT (word) DO UPDATE SET count = excluded.count"""
FORGET = "DELETE FROM search_word WHERE NOT EXISTS (SELECT 1 FROM counted WHERE counted.word = search_word.word)"


@attrs.define
class WordCount:
    """Counts words while entries are read; `store_counts` stores the result."""

    recent: Counter[str] = attrs.field(factory=Counter)

    @classmethod
    def start(cls) -> "WordCount":
        """An empty count."""
        with connection.cursor() as cursor:
            cursor.execute(DROP)
            cursor.execute(CREATE)
        return cls()

    def add(self, words: Mapping[str, int]) -> None:
        """Add the words of some entries."""
        self.recent.update(words)
        if len(self.recent) > IN_MEMORY:
            self.move_to_table()

    def move_to_table(self) -> None:
        """Move the counts in memory to the table."""
        insert_many(ADD, sorted(item for item in self.recent.items() if is_worth_counting(item[0])))
        self.recent.clear()

    def store_counts(self) -> None:
        """Store the counts that differ, some at a time, and delete the words that no entry has."""
        self.move_to_table()
        for differing in self.differing_counts():
            with transaction.atomic():
                insert_many(PUT, [(word, spelling.consonant_skeleton(word), count) for word, count in differing])
        with connection.cursor() as cursor:
            cursor.execute(FORGET)
            cursor.execute(DROP)

    def differing_counts(self) -> Iterator[list[tuple[str, int]]]:
        """The words whose stored count is missing or wrong, sorted, some at a time."""
        last = ""
        while True:
            with connection.cursor() as cursor:
                cursor.execute(f"{DIFFERING} AND counted.word > %s ORDER BY counted.word LIMIT %s", [last, AT_ONCE])
                found = cursor.fetchall()
            if not found:
                return
            yield found
            last = found[-1][0]
