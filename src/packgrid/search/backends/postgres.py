"""The full-text index of PostgreSQL: a generated column of lexemes with GIN indexes.

The lexemes are the words of the entry, without the database's dictionaries. Those of names are stored a second time
with the prefix "n:", because such lexemes have no positions and no weights. popularity_partitions.py finds the most
popular of many matches.
"""

from collections.abc import Iterable
from typing import Any

from packgrid.search.backends import popularity_partitions
from packgrid.search.expressions import AllOf, AnyOf, Expression, InNames, Term, Without, without_prefixes

SPLIT = "string_to_array(trim({column}), ' ')"
IN_NAMES = "string_to_array(trim(replace(names, ' ', ' n:')), ' ')"
LEXEMES = " || ".join([SPLIT.format(column=name) for name in ("names", "words", "tags")] + [IN_NAMES])
COLUMN = f"""
ALTER TABLE search_entry ADD COLUMN lexemes tsvector
GENERATED ALWAYS AS (array_to_tsvector(array_remove({LEXEMES}, ''))) STORED"""
# New rows wait in a list, which every search goes through from end to end: a short one (kilobytes, the least there is).
CREATE = (COLUMN, popularity_partitions.INDEX.format(name="search_entry_lexemes"))
REMOVE = ("ALTER TABLE search_entry DROP COLUMN IF EXISTS lexemes",)
BANDS, NO_BANDS = popularity_partitions.CREATE, popularity_partitions.REMOVE
# Dropping the index meanwhile would be quicker, and would lock out all who search until the load is over.
PAUSE: tuple[str, ...] = ()
FILL: tuple[str, ...] = ()
TIDY = (
    *(
        f"SELECT gin_clean_pending_list('{name}')"
        for name in ("search_entry_lexemes", *popularity_partitions.PARTITION_INDEXES)
    ),
    "ANALYZE search_entry",
)
RESUME = TIDY

FOUND = "SELECT found.place FROM search_places(%s::tsquery, %s::tsquery, %s) AS found(place)"
COUNTED = "SELECT COUNT(*) FROM search_entry e WHERE e.lexemes @@ %s::tsquery"
ALL = "SELECT e.place FROM search_entry e WHERE {where} ORDER BY {order} LIMIT %s"
FOUND_WHERE = (
    "SELECT e.place FROM search_entry e WHERE e.lexemes @@ %s::tsquery AND ({where}) ORDER BY {order} LIMIT %s"
)
IN_PLACE = "e.place"
# Each row by itself: the planner, who cannot know how few are found, would read the whole table.
WITH_ROWS = "CROSS JOIN LATERAL (SELECT * FROM search_entry known WHERE known.place = found.place OFFSET 0) e"
# Each key looked up by itself: estimating how many words a list of a thousand matches takes as long as finding them.
WORDS = " UNION ".join(
    "SELECT word, skeleton, count FROM unnest(string_to_array(%s, ' ')) said, "  # noqa: S608 our own
    f"LATERAL (SELECT * FROM search_word known WHERE known.{key} = said AND known.count > 0 OFFSET 0) found"
    for key in ("word", "skeleton")
)

COUNTS = "SELECT word, count FROM search_word WHERE word = ANY(string_to_array(%s, ' '))"


def select_places(expression: Expression, limit: int) -> tuple[str, list[Any]]:
    """The statement that gives the places of the best known of what is found, and its values."""
    certain = without_prefixes(expression)
    return FOUND, [write_expression(expression), write_expression(certain) if certain else None, limit]


def encode_words(values: Iterable[str]) -> str:
    """Many words as the one value that WORDS takes; the driver takes longer to write a list than we to look it up."""
    return " ".join(values)


def write_expression(expression: Expression, mark: str = "") -> str:
    """The expression as a tsquery (postgresql.org/docs, section 8.11.2, seen November 2026)."""
    match expression:
        case Term(text, is_prefix):
            quoted = (mark + text).replace("\\", "\\\\").replace("'", "''")
            return f"'{quoted}'{':*' if is_prefix else ''}"
        case InNames(inner):
            return f"({write_expression(inner, 'n:')})"
        case AllOf(parts):
            return f"({' & '.join(write_expression(part, mark) for part in parts)})"
        case AnyOf(parts):
            return f"({' | '.join(write_expression(part, mark) for part in parts)})"
        case Without(wanted, unwanted):
            return f"({write_expression(wanted, mark)} & !{write_expression(unwanted, mark)})"
