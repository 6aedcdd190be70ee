"""FTS5: an index over the entries that triggers keep, its rows in the order of `place`, prefixes of 1 to 6 letters.

Every sign but the space belongs to a word, because the words were made before they came here. `detail=column`: no
phrases, which are looked for in the texts of the few that have all their words.
"""

import json
from collections.abc import Iterable
from typing import Any

from packgrid.search.entry_facts import COLUMNS
from packgrid.search.expressions import AllOf, AnyOf, Expression, InNames, Term, Without

SIGNS = r"!#$%&()*+,-./:;<=>?@[\]^_`{|}~"
TABLE = f"""
CREATE VIRTUAL TABLE search_text USING fts5(
  names, words, tags, content='search_entry', content_rowid='place', detail=column, prefix='1 2 3 4 5 6',
  tokenize="ascii tokenchars '{SIGNS}'"
)"""
PUT = "INSERT INTO search_text(rowid, names, words, tags) VALUES (new.place, new.names, new.words, new.tags);"
DROP = (
    "INSERT INTO search_text(search_text, rowid, names, words, tags) "
    "VALUES ('delete', old.place, old.names, old.words, old.tags);"
)
DIFFERS = " OR ".join(f"old.{name} IS NOT new.{name}" for name in ("place", "names", "words", "tags"))
TRIGGERS = {
    "search_entry_added": f"AFTER INSERT ON search_entry BEGIN {PUT} END",
    "search_entry_gone": f"AFTER DELETE ON search_entry BEGIN {DROP} END",
    "search_entry_changed": f"AFTER UPDATE ON search_entry WHEN {DIFFERS} BEGIN {DROP} {PUT} END",
}
INDEXED = {key: f"{column} DESC" for key, column in COLUMNS.items()} | {"title": "LOWER(title)"}
SORTED = tuple(f"CREATE INDEX search_entry_by_{name} ON search_entry ({by}, place)" for name, by in INDEXED.items())
UNSORTED = tuple(f"DROP INDEX IF EXISTS search_entry_by_{name}" for name in INDEXED)
LISTEN = tuple(f"CREATE TRIGGER {name} {body}" for name, body in TRIGGERS.items())
CREATE = (TABLE, *LISTEN)
# Within a transaction that writes most entries: many at once, by place, cost half of what rows one by one do, and
# pieces of the index that are merged once, at the end, less than those that are merged again and again.
CONFIGURE = "INSERT INTO search_text(search_text, rank) VALUES ('{name}', {value})"
USUAL = {"automerge": 4, "crisismerge": 16, "hashsize": 2**20}  # the defaults of FTS5
LARGE = {"automerge": 0, "crisismerge": 1999, "hashsize": 2**25}
DEAF = tuple(f"DROP TRIGGER IF EXISTS {name}" for name in TRIGGERS)
PAUSE = (
    *DEAF,
    *UNSORTED,
    "INSERT INTO search_text(search_text) VALUES ('delete-all')",
    *(CONFIGURE.format(name=name, value=value) for name, value in LARGE.items()),
)
FROM_ENTRIES = (
    "INSERT INTO search_text(rowid, names, words, tags) "
    "SELECT place, names, words, tags FROM search_entry WHERE {which} ORDER BY place"
)
FILL = (FROM_ENTRIES.format(which="package_id > %s AND package_id <= %s"),)
TIDY = ("INSERT INTO search_text(search_text) VALUES ('optimize')",)
RESUME = (
    FROM_ENTRIES.format(which="grid_id IS NOT NULL"),
    *TIDY,
    *(CONFIGURE.format(name=name, value=value) for name, value in USUAL.items()),
    *LISTEN,
    *SORTED,
)
REMOVE = (*DEAF, "DROP TABLE IF EXISTS search_text")
# Its rows are in the order of places, so that a search stops early by itself.
BANDS: tuple[str, ...] = ()
NO_BANDS: tuple[str, ...] = ()

FOUND = "SELECT t.rowid AS place FROM search_text t WHERE search_text MATCH %s ORDER BY t.rowid LIMIT %s"
COUNTED = "SELECT COUNT(*) FROM search_text t WHERE search_text MATCH %s"
ALL = "SELECT e.place FROM search_entry e WHERE {where} ORDER BY {order} LIMIT %s"
FOUND_WHERE = (
    "SELECT e.place FROM search_text t JOIN search_entry e ON e.place = t.rowid "
    "WHERE search_text MATCH %s AND ({where}) ORDER BY {order} LIMIT %s"
)
IN_PLACE = "t.rowid"
WITH_ROWS = "JOIN search_entry e ON e.place = found.place"
WORDS = " UNION ".join(
    f"SELECT word, skeleton, count FROM search_word WHERE count > 0 AND {key} IN (SELECT value FROM json_each(%s))"  # noqa: S608 our own
    for key in ("word", "skeleton")
)

COUNTS = "SELECT word, count FROM search_word WHERE word IN (SELECT value FROM json_each(%s))"


def select_places(expression: Expression, limit: int) -> tuple[str, list[Any]]:
    """The statement that gives the places of the best known of what is found, and its values."""
    return FOUND, [write_expression(expression), limit]


def encode_words(values: Iterable[str]) -> str:
    """Many words as the one value that WORDS takes; a place for each would take longer to read than to look up."""
    return json.dumps(list(values))


def write_expression(expression: Expression) -> str:
    """The expression as FTS5 reads it (sqlite.org/fts5.html, section 3, seen November 2026)."""
    match expression:
        case Term(text, is_prefix):
            return f'"{text.replace('"', '""')}"{"*" if is_prefix else ""}'
        case InNames(inner):
            return f"names : ({write_expression(inner)})"
        case AllOf(parts):
            return f"({' AND '.join(map(write_expression, parts))})"
        case AnyOf(parts):
            return f"({' OR '.join(map(write_expression, parts))})"
        case Without(wanted, unwanted):
            return f"({write_expression(wanted)} NOT {write_expression(unwanted)})"
