from packgrid.assessment.queries import AS_STORED
from packgrid.assessment.rules import score_parts
from packgrid.catalogue import fact_table, queries
from packgrid.catalogue.fact_table import BY_COLUMN, BY_KEY, FACTS
from packgrid.catalogue.models import Facts
from packgrid.catalogue.records import FACT_COLUMNS
from packgrid.comparison import fact_rows
from packgrid.history import metrics
from packgrid.search import entry_facts, index_source
from packgrid.web.lists import search_page
from packgrid.web.package import origins, trends

# Columns that tell how the row is kept.
BOOKKEEPING = {"package_id", "provenance", "usages_here"}
USED = {
    "lists of packages": queries.LISTED_KEYS,
    "score": score_parts.POPULARITY_WEIGHTS,
    "sources of a page": [key for keys in origins.PARTS.values() for key in keys],
    "grids": fact_rows.SHOWN_FACTS,
    "history": [*metrics.LEVELS, metrics.COMMITS, *metrics.DAYS_APART],
    "charts": trends.CHARTED,
    "search index": index_source.FACTS,
    "orders and filters of searches": [*entry_facts.COLUMNS, *entry_facts.FILTERS],
    "orders of the search page": search_page.ORDERS.keys() - {"", "title"},
    "files": [BY_COLUMN[column].key for column in FACT_COLUMNS],
    "evidence": [BY_COLUMN[column].key for column in AS_STORED],
}
# Facts that only the page of a package and the admin show, or that the refresher alone needs.
LEFT_OUT = {
    "repo_created", "repo_moved_to", "default_branch", "host_release",
    "host_release_at", "host_release_count", "is_name_public",
    "bots", "year_authors", "tags", "fetched",
}  # fmt: skip


def test_no_key_column_or_history_id_is_there_twice():
    ids = [fact.history_id for fact in FACTS if fact.history_id]
    stored = [fact.column for fact in FACTS if fact.column]
    assert len(BY_KEY) == len(FACTS)
    assert len(BY_COLUMN) == len(stored)
    assert len(set(ids)) == len(ids)


def test_every_column_of_the_facts_is_in_the_table():
    stored = {field.column for field in Facts._meta.concrete_fields}  # noqa: SLF001 Django documents it
    assert stored == {*BY_COLUMN, *BOOKKEEPING}


def test_every_key_that_an_app_uses_is_in_the_table():
    unknown = {app: set(keys) - BY_KEY.keys() for app, keys in USED.items()}
    assert {app: keys for app, keys in unknown.items() if keys} == {}


def test_every_fact_is_used_or_left_out_on_purpose():
    used = {key for keys in USED.values() for key in keys}
    assert BY_KEY.keys() - used == LEFT_OUT


def test_columns_are_named_by_the_keys_of_their_facts():
    assert fact_table.columns_of(["stars", "downloads", "updated"]) == ("stars", "downloads_30d", "last_commit_at")
