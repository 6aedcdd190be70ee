"""Which packages have a value, and how many, by the index."""

from collections.abc import Iterable

from django.db import connection

from packgrid.search.backends import backend
from packgrid.search.expressions import Term
from packgrid.search.tags import tag

EVERY_ONE = 2**31 - 1
HAVING = "SELECT package_id FROM search_entry WHERE package_id IS NOT NULL AND place IN ({found})"


def packages_with(field: str, value: str) -> set[int]:
    """The packages that have a value, by the index: one query."""
    with connection.cursor() as cursor:
        found, params = backend().found(Term(tag(field, value)), EVERY_ONE)
        cursor.execute(HAVING.format(found=found), params)
        return {pk for (pk,) in cursor.fetchall()}


def counts_of(field: str, values: Iterable[str]) -> list[tuple[str, int]]:
    """Each value of a field with the number of its packages, as the query language has them: one query."""
    wanted, made = list(values), backend()
    if not wanted:
        return []
    counts = ", ".join([f"({made.COUNTED})"] * len(wanted))
    params = [made.written(Term(tag(field, value))) for value in wanted]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", params)
        return list(zip(wanted, cursor.fetchone(), strict=True))
