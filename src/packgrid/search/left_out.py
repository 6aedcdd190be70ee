"""Counts what each filter of a query leaves out because something is unknown."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import attrs
from django.db import connection

from packgrid.search.backends import current_backend
from packgrid.search.expressions import Expression, Term, join_all
from packgrid.search.filters import build_conditions
from packgrid.search.missing_tags import missing_tag, needed_value
from packgrid.search.query_language import Filter, Query, filter_text

MAX_COUNTED = 1000


@attrs.frozen
class LeftOut:
    """The number of packages that fail one filter of a query only because a value that it needs is missing.

    A count of MAX_COUNTED means at least so many.
    """

    filter: str
    not_checked: int
    says_nothing: int


def count_left_out(query: Query, words: Expression | None, now: datetime) -> list[LeftOut]:
    """Count the packages that each filter leaves out for a missing value; filters that leave out none are not listed.

    One query; none where no filter needs a value that can be missing.
    """
    asked = [(item, needed) for item in query.filters if not item.is_negated and (needed := needed_of(item))]
    if not asked:
        return []
    parts = [
        make_count(
            attrs.evolve(query, filters=tuple(other for other in query.filters if other != item)), tag, words, now
        )
        for item, needed in asked
        for tag in (missing_tag(needed, is_checked=False), missing_tag(needed, is_checked=True))
    ]
    counts = read_counts(parts)
    found = [LeftOut(filter_text(item), next(counts), next(counts)) for item, _ in asked]
    return [one for one in found if one.not_checked or one.says_nothing]


def needed_of(item: Filter) -> str:
    """The value that a filter needs; "" if it is never missing."""
    return needed_value(item.field, str(item.value))


def make_count(rest: Query, tag: str, words: Expression | None, now: datetime) -> tuple[str, Sequence[Any]]:
    """The statement that counts what matches the rest of a query and has a tag, and its parameters."""
    conditions, database = build_conditions(rest, now), current_backend()
    expression = conditions.on(join_all([*([words] if words else []), Term(tag)]))
    sql = database.FOUND_WHERE.format(where=conditions.where or "TRUE", order=database.IN_PLACE)
    params = [database.write_expression(expression), *conditions.params, MAX_COUNTED]
    return f"(SELECT COUNT(*) FROM ({sql}) AS found)", params  # noqa: S608 our own words


def read_counts(parts: Sequence[tuple[str, Sequence[Any]]]) -> Iterator[int]:
    """The counts that these statements give; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(sql for sql, _ in parts)}", [value for _, params in parts for value in params]
        )
        return iter(cursor.fetchone())


def describe_left_out(one: LeftOut) -> str:
    """Such as "django:>=5.2 leaves out 12 packages that were not checked yet and 3 that say nothing"."""
    reasons = [
        (one.not_checked, f"{format_left_out_count(one.not_checked)} not checked yet"),
        (
            one.says_nothing,
            f"{format_left_out_count(one.says_nothing)} that {'says' if one.says_nothing == 1 else 'say'} nothing",
        ),
    ]
    return f"{one.filter} leaves out {' and '.join(text for count, text in reasons if count)}."


def format_left_out_count(count: int) -> str:
    """Such as "1 package", or "1,000+ packages" where more were not counted."""
    more = "+" if count >= MAX_COUNTED else ""
    return f"{count:,}{more} {'package' if count == 1 else 'packages'}"
