"""How many packages have a value, counted by the index."""

from collections.abc import Iterable

from django.db import connection

from packgrid.search.backends import backend
from packgrid.search.expressions import Term
from packgrid.search.tags import tag


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
