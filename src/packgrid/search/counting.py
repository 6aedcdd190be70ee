"""The words of all entries counted anew, in a table of their own, so that a million of them need no memory."""

from collections import Counter
from collections.abc import Iterator, Mapping

import attrs
from django.db import connection, transaction

from packgrid.search import spelling
from packgrid.search.vocabulary import is_worth_knowing, put_many

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
class Count:
    """Counts while entries go by; `settle` makes the known words so."""

    recent: Counter[str] = attrs.field(factory=Counter)

    @classmethod
    def start(cls) -> "Count":
        """A count of nothing."""
        with connection.cursor() as cursor:
            cursor.execute(DROP)
            cursor.execute(CREATE)
        return cls()

    def add(self, words: Mapping[str, int]) -> None:
        """Some entries more have these words."""
        self.recent.update(words)
        if len(self.recent) > IN_MEMORY:
            self.put_aside()

    def put_aside(self) -> None:
        """Add what is in memory to the table."""
        put_many(ADD, sorted(item for item in self.recent.items() if is_worth_knowing(item[0])))
        self.recent.clear()

    def settle(self) -> None:
        """Write those counts that are wrong, some at a time, and forget the words that are gone."""
        self.put_aside()
        for differing in self.differing():
            with transaction.atomic():
                put_many(PUT, [(word, spelling.skeleton(word), count) for word, count in differing])
        with connection.cursor() as cursor:
            cursor.execute(FORGET)
            cursor.execute(DROP)

    def differing(self) -> Iterator[list[tuple[str, int]]]:
        """The words whose count is not known or wrong, some at a time, in their order."""
        last = ""
        while True:
            with connection.cursor() as cursor:
                cursor.execute(f"{DIFFERING} AND counted.word > %s ORDER BY counted.word LIMIT %s", [last, AT_ONCE])
                found = cursor.fetchall()
            if not found:
                return
            yield found
            last = found[-1][0]
