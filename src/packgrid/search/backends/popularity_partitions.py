"""Finds the most popular of many matches on PostgreSQL: partial indexes by popularity, and a function that reads them.

GIN returns rows in no order, so the best of a hundred thousand matches cost reading them all. A partition is small, and
the next one is read only where the earlier ones did not have enough (docs/decisions/0017-bands.md).
"""

from collections.abc import Iterable
from itertools import pairwise

from packgrid.search.popularity import first_place

INDEX = "CREATE INDEX {name} ON search_entry USING gin (lexemes) WITH (gin_pending_list_limit = 64)"
# The ends of partitions, in steps of popularity: each has about three times as many entries as the one
# before. What is behind the last is found by the index of all entries.
PARTITION_ENDS = (15, 35, 55, 75)
PARTITIONS = (
    *(f"place >= {first_place(start)} AND place < {first_place(end)}" for start, end in pairwise((0, *PARTITION_ENDS))),
    f"place >= {first_place(PARTITION_ENDS[-1])}",
)
PARTITION_INDEXES = {f"search_entry_band_{number}": band for number, band in enumerate(PARTITIONS[:-1])}
FIRST = 2  # so many are asked before anything else
BEHIND_FIRST = f"place >= {first_place(PARTITION_ENDS[FIRST - 1])}"
# Reading a few rows is quicker than looking up a beginning that many words have.
FEW_OF_FIRST = 40
FEW_OF_ALL = "(SELECT 50 + greatest(reltuples, 0)::integer / 400 FROM pg_class WHERE oid = 'search_entry'::regclass)"
# "+ 0", because the planner would walk through all places where it takes a word for commoner than it is.
BEST = "SELECT place FROM search_entry WHERE {where} ORDER BY place + 0 LIMIT most"


def union_in_order(bands: Iterable[str]) -> str:
    """SQL that selects the most popular matches of these partitions and stops once there are enough.

    A subquery with LIMIT is not run in parallel, so the rows keep the order of the partitions.
    """
    found = (f"({BEST.format(where=f'lexemes @@ wanted AND {band}')})" for band in bands)
    return f"SELECT found.place FROM ({' UNION ALL '.join(found)}) found LIMIT most"  # noqa: S608 our own words


def count_certain(bands: Iterable[str]) -> str:
    """SQL that counts the matches of `sure` in these partitions, up to FEW_OF_FIRST in each."""
    seen = (f"(SELECT FROM search_entry WHERE lexemes @@ sure AND {band} LIMIT {FEW_OF_FIRST})" for band in bands)
    return f"(SELECT COUNT(*) FROM ({' UNION ALL '.join(seen)}) seen)"  # noqa: S608 our own words


# A function, because its plans last as long as the connection: to plan a search takes longer than to run it. What it
# sets keeps it to the indexes of words, and to exact bitmaps of a million rows. `sure` is what `wanted` says without
# beginnings of words, or NULL: where few entries have that, they are read, and the beginnings are looked for in them.
FUNCTION = f"""
CREATE FUNCTION search_places(wanted tsquery, sure tsquery, most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE ROWS 100
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_indexscan = off SET work_mem = '32MB'
AS $$
DECLARE
  found_count integer;
BEGIN
  RETURN QUERY {union_in_order(PARTITIONS[:FIRST])};
  GET DIAGNOSTICS found_count = ROW_COUNT;
  most := most - found_count;
  IF most <= 0 THEN
    RETURN;
  END IF;
  IF sure IS NOT NULL AND {count_certain(PARTITIONS[:FIRST])} < {FEW_OF_FIRST} THEN
    PERFORM FROM search_entry WHERE lexemes @@ sure OFFSET {FEW_OF_ALL} LIMIT 1;
    IF NOT FOUND THEN
      RETURN QUERY {BEST.format(where=f"lexemes @@ sure AND (lexemes @@ wanted) IS TRUE AND {BEHIND_FIRST}")};
      RETURN;
    END IF;
  END IF;
  RETURN QUERY {union_in_order(PARTITIONS[FIRST:])};
END
$$"""
CREATE = (*(f"{INDEX.format(name=name)} WHERE {band}" for name, band in PARTITION_INDEXES.items()), FUNCTION)
REMOVE = ("DROP FUNCTION IF EXISTS search_places", *(f"DROP INDEX IF EXISTS {name}" for name in PARTITION_INDEXES))
