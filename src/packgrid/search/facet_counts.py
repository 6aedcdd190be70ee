"""Which packages have a tag, and how many, read from the index."""

from collections.abc import Iterable

from django.db import connection

from packgrid.search.backends import current_backend
from packgrid.search.expressions import Term
from packgrid.search.tags import make_tag

EVERY_ONE = 2**31 - 1
HAVING = "SELECT package_id FROM search_entry WHERE package_id IS NOT NULL AND place IN ({found})"


def packages_with(field: str, value: str) -> set[int]:
    """The ids of the packages that have this value of a field: one query."""
    with connection.cursor() as cursor:
        found, params = current_backend().select_places(Term(make_tag(field, value)), EVERY_ONE)
        cursor.execute(HAVING.format(found=found), params)
        return {pk for (pk,) in cursor.fetchall()}


def count_values(field: str, values: Iterable[str]) -> list[tuple[str, int]]:
    """Each value of a field with the number of packages that have it: one query."""
    wanted, made = list(values), current_backend()
    if not wanted:
        return []
    counts = ", ".join([f"({made.COUNTED})"] * len(wanted))
    params = [made.write_expression(Term(make_tag(field, value))) for value in wanted]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", params)
        return list(zip(wanted, cursor.fetchone(), strict=True))
