"""How the database finds what the hottest reads ask for: along an index; what grows is not sorted."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from api.rows import SUMMER, add_grid, add_package
from packgrid.api.v4.document_store import write_missing_documents
from packgrid.catalogue.duplicates import find_certain_duplicate
from packgrid.catalogue.listed_packages import BY_FACT, BY_NAME
from packgrid.catalogue.queries import find_other_spelling

pytestmark = pytest.mark.django_db

SORTS = [f"{sign}{name}" for name in (*BY_NAME, *BY_FACT) for sign in ("", "-")]
HOT = [
    "/",
    *(f"/packages/?sort={sort}" for sort in SORTS),
    "/categories/apps/?sort=title",
    "/categories/apps/",
    "/packages/p/flat/",
    *(f"/grids/?sort={sort}" for sort in ("title", "-title", "modified", "-modified")),
    "/grids/g/blocks/",
    "/api/v4/packages/",
    "/api/v4/packages/flat/",
    "/api/v4/grids/",
    "/api/v4/grids/blocks/",
    "/api/v4/categories/",
]
# What may be sorted or read whole, by a part of its statement, and why it is small.
SMALL = {
    'SELECT "catalogue_category"': "a handful, all of them shown",
    'SELECT "catalogue_example"': "of one package",
    'SELECT "comparison_feature"': "of one grid",
    '"comparison_gridpackage"."package_id" = ': "the grids of one package",
    '"comparison_gridpackage"."grid_id" = ': "the packages of one grid",
    '"history_change"."package_id" IN ': "the changes of one package",
    '"community_flag"."package_id" = ': "the flags of one package",
    '"community_maintainer"."package_id" = ': "the maintainers of one package",
    '"catalogue_package"."pypi_name" IN ': "those that name the same project",
    'FROM "assessment_quantiles"': "five rows",
    ") r LEFT JOIN api_v4_": "a page at most, found along the ids",
    ") AS found JOIN search_entry": "a thousand entries at most, found along an index of their order",
    ") AS found CROSS JOIN LATERAL": "the same on PostgreSQL",
    '"catalogue_release"."package_id" IN ': "the releases of one package",
    "> 0 ORDER BY 4 DESC, 1 DESC": "the grids with packages, kept until one changes",
    "SELECT DISTINCT": "the number of grids, counted from their columns",
}


@pytest.fixture
def client():
    counts = ("stars", "forks", "downloads_30d", "usage_count")
    dates = ("released_at", "last_commit_at", "last_fetched_at")
    facts = dict.fromkeys(counts, 3) | dict.fromkeys(dates, SUMMER)
    flat = add_package("flat", facts=facts, pypi_name="flat")
    add_grid("blocks", flat)
    write_missing_documents()
    return Client(headers={"host": "djangopackages.org", "x-forwarded-proto": "https"})


@pytest.mark.parametrize("path", HOT)
def test_nothing_is_sorted_or_searched_through(client, path):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    asked = [query["sql"] for query in captured if query["sql"].startswith("SELECT") and not is_small(query["sql"])]
    assert {statement: found for statement in asked if (found := faults(statement))} == {}


@pytest.mark.usefixtures("client")
def test_packages_of_a_name_in_any_case_are_found_along_indexes():
    with CaptureQueriesContext(connection) as captured:
        find_certain_duplicate({"slug": "FLAT", "pypi_name": "Flat"})
        find_other_spelling("Flat")
    assert len(captured) == 2
    assert {query["sql"]: found for query in captured if (found := plan_faults(query["sql"]))} == {}


def plan_faults(statement):
    """The faults of a plan but for sorting: whoever is found is one or a few."""
    return [line for line in faults(statement) if "Sort" not in line and "TEMP B-TREE" not in line]


def is_small(statement):
    return any(part in statement for part in SMALL)


def faults(statement):
    """The lines of a plan that say sort or scan."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {statement.replace('%', '%%')}", [])
            return [line for *_, line in cursor.fetchall() if "TEMP B-TREE" in line or is_scan(line)]
        for way in ("seqscan", "sort", "bitmapscan"):  # few rows are always read whole, if that is allowed
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(f"EXPLAIN (COSTS OFF) {statement.replace('%', '%%')}", [])
        return [line for (line,) in cursor.fetchall() if "Sort" in line or "Seq Scan" in line]


def is_scan(line):
    """True if SQLite reads a table that has no alias from end to end; those of API v4 are walked by id.

    The ids that a statement was given are no table.
    """
    is_read_whole = line.startswith("SCAN") and "USING" not in line and "CONSTANT" not in line
    return is_read_whole and line != "SCAN r" and not line.startswith("SCAN json_each")
