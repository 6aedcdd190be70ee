"""Turns the filters, phrases and excluded words of a query into conditions on entries."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import attrs
from django.db import connection

from packgrid.lib.frameworks import BY_KEY as FRAMEWORKS
from packgrid.search.entry_facts import COLUMNS, FILTERS
from packgrid.search.expressions import Expression, Term, Without, join_all, join_any
from packgrid.search.query_language import Field, Filter, Operator, Query
from packgrid.search.tags import EVERY, make_tag
from packgrid.search.words import split_words, stem_word

FACT_COLUMNS: Mapping[str, str] = {key: f"e.{COLUMNS[key]}" for key in FILTERS} | {
    Field.AGE: f"e.{COLUMNS['released']}"
}
# A smaller age is a later moment.
AGE_COMPARISONS = {
    Operator.LESS: ">",
    Operator.LESS_OR_EQUAL: ">=",
    Operator.GREATER: "<",
    Operator.GREATER_OR_EQUAL: "<=",
    Operator.EQUAL: ">=",
}
MATCH_NOTHING = Term("=nothing")
LIKE_ESCAPES = str.maketrans({"%": "\\%", "_": "\\_", "\\": "\\\\"})


@attrs.frozen
class Conditions:
    """The filters of a query: `tags` must all match; `where` is SQL on `e`, the entry, "" for none."""

    tags: tuple[Expression, ...] = ()
    unwanted: tuple[Expression, ...] = ()
    where: str = ""
    params: tuple[Any, ...] = ()

    def on(self, words: Expression | None) -> Expression:
        """The expression of the words (None for no words) under these conditions."""
        expression = join_all([*([words] if words else []), *self.tags] or [Term(EVERY)])
        return Without(expression, join_any(self.unwanted)) if self.unwanted else expression


def build_conditions(query: Query, now: datetime) -> Conditions:
    """The conditions of a query's filters, phrases and excluded words."""
    by_tag = [item for item in query.filters if item.field not in FACT_COLUMNS]
    by_column = [column_condition(item, now) for item in query.filters if item.field in FACT_COLUMNS]
    phrases = [phrase_conditions(item) for item in query.phrases if split_words(item)]
    parts = [*by_column, *((sql, params) for _terms, sql, params in phrases)]
    return Conditions(
        tags=(
            *(match_tags(item) for item in by_tag if not item.is_negated),
            *(term for terms, _sql, _params in phrases for term in terms),
        ),
        unwanted=(
            *(match_tags(item) for item in by_tag if item.is_negated),
            *(
                join_all(Term(stem_word(word)) for word in split_words(item))
                for item in query.without
                if split_words(item)
            ),
        ),
        where=" AND ".join(sql for sql, _params in parts),
        params=tuple(param for _sql, params in parts for param in params),
    )


def match_tags(query_filter: Filter) -> Expression:
    """Entries that have one of the tags that this filter stands for."""
    if framework := FRAMEWORKS.get(query_filter.field):
        terms = [
            make_tag(query_filter.field, name)
            for name in matching_series(framework.series_names, query_filter.comparison, str(query_filter.value))
        ]
        return join_any(map(Term, terms)) if terms else MATCH_NOTHING
    return Term(make_tag(query_filter.field, str(query_filter.value)))


def matching_series(known: Iterable[str], comparison: Operator, value: str) -> list[str]:
    """The known series that compare so with a value, oldest first: 5.2 is less than 6.0, 3.14 is more than 3.9.

    Where one of the two is finer, it counts as what contains it: 6.3 as 6 of Wagtail.
    """
    asked = series_numbers(value)
    return [
        name
        for name in known
        if COMPARE[comparison](series_numbers(name)[: len(asked)], asked[: len(series_numbers(name))])
    ]


def series_numbers(text: str) -> tuple[int, ...]:
    """The first two numbers of a version: a bugfix release belongs to its series."""
    return tuple(int(part) for part in text.split(".")[:2] if part.isdecimal())


COMPARE: Mapping[Operator, Any] = {
    Operator.EQUAL: lambda one, other: one == other,
    Operator.LESS: lambda one, other: one < other,
    Operator.LESS_OR_EQUAL: lambda one, other: one <= other,
    Operator.GREATER: lambda one, other: one > other,
    Operator.GREATER_OR_EQUAL: lambda one, other: one >= other,
}


def column_condition(query_filter: Filter, now: datetime) -> tuple[str, Sequence[Any]]:
    """SQL on a column, and its parameters. An unknown value never matches, except a negated filter."""
    operator: str = query_filter.comparison
    value: Any = query_filter.value
    if isinstance(value, timedelta):
        operator, value = (
            AGE_COMPARISONS[query_filter.comparison],
            connection.ops.adapt_datetimefield_value(moment_of_age(now, value)),
        )
    sql = f"{FACT_COLUMNS[query_filter.field]} {operator} %s"
    return (f"NOT COALESCE({sql}, FALSE)" if query_filter.is_negated else sql), [value]


def moment_of_age(now: datetime, age: timedelta) -> datetime:
    """The moment that was this long ago; the earliest representable one where the age is too large."""
    try:
        return now - age
    except OverflowError:
        return datetime.min.replace(year=2, tzinfo=now.tzinfo)


def phrase_conditions(phrase: str) -> tuple[list[Expression], str, list[str]]:
    """The words of a phrase as conditions, and SQL for their standing together in the names or in the text."""
    words = split_words(phrase)
    like = f"% {' '.join(words)} %".translate(LIKE_ESCAPES).replace("\\%", "%", 1)
    like = f"{like[:-2]}%" if like.endswith("\\%") else like
    return [Term(word) for word in words], "(e.names LIKE %s ESCAPE '\\' OR e.words LIKE %s ESCAPE '\\')", [like, like]
