from packgrid.catalogue import fact_table, queries
from packgrid.catalogue.fact_table import BY_COLUMN, BY_KEY, FACTS
from packgrid.catalogue.models import Facts
from packgrid.comparison import fact_rows
from packgrid.history import metrics
from packgrid.search import described, entry_facts
from packgrid.web.lists import search_page
from packgrid.web.package import trends

# Columns that tell how the row is kept.
BOOKKEEPING = {"package_id", "provenance", "usages_here"}
USED = {
    "lists of packages": queries.LISTED_KEYS,
    "orders of lists": queries.ORDER_KEYS,
    "grids": fact_rows.SHOWN_FACTS,
    "history": [*metrics.LEVELS, metrics.COMMITS, *metrics.DAYS_APART],
    "charts": trends.CHARTED,
    "search index": described.FACTS,
    "orders and filters of searches": [*entry_facts.COLUMNS, *entry_facts.FILTERS],
    "orders of the search page": search_page.ORDERS.keys() - {"", "title"},
}


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


def test_what_something_is_ordered_by_says_which_values_come_first():
    assert [key for key in queries.ORDER_KEYS if BY_KEY[key].direction is None] == []


def test_columns_are_named_by_the_keys_of_their_facts():
    assert fact_table.columns(["stars", "downloads", "updated"]) == ("stars", "downloads_30d", "last_commit_at")
