"""The filters of a question as tags that an entry must have and as conditions on its columns."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import attrs
from django.db import connection

from packgrid.assessment.rules import series
from packgrid.search.entry_facts import COLUMNS, FILTERS
from packgrid.search.expressions import But, Expression, Term, either, every
from packgrid.search.language import Comparison, Field, Filter, Query
from packgrid.search.tags import EVERY, tag
from packgrid.search.words import split_words, stem

SERIES = {Field.DJANGO: series.names(series.DJANGO), Field.PYTHON: series.names(series.PYTHON)}
FACT_COLUMNS = {Field(key): f"e.{COLUMNS[key]}" for key in FILTERS}
# An age that is less is a moment that is later.
TURNED = {
    Comparison.LESS: ">",
    Comparison.LESS_OR_EQUAL: ">=",
    Comparison.GREATER: "<",
    Comparison.GREATER_OR_EQUAL: "<=",
    Comparison.EQUAL: ">=",
}
NOTHING = Term("=nothing")
SIGNS_OF_LIKE = str.maketrans({"%": "\\%", "_": "\\_", "\\": "\\\\"})


@attrs.frozen
class Conditions:
    """What is asked besides the words: `tags` all have to hold; `where` is SQL on `e`, the entry, "" for none."""

    tags: tuple[Expression, ...] = ()
    unwanted: tuple[Expression, ...] = ()
    where: str = ""
    params: tuple[Any, ...] = ()

    def on(self, wanted: Expression | None) -> Expression:
        """The expression of what is wanted, under these conditions."""
        found = every([*([wanted] if wanted else []), *self.tags] or [Term(EVERY)])
        return But(found, either(self.unwanted)) if self.unwanted else found


def conditions(query: Query, now: datetime) -> Conditions:
    """The filters, phrases and unwanted words of a question."""
    by_tag = [said for said in query.filters if said.field not in FACT_COLUMNS]
    by_column = [condition(said, now) for said in query.filters if said.field in FACT_COLUMNS]
    phrases = [phrase(said) for said in query.phrases if split_words(said)]
    parts = [*by_column, *((sql, params) for _terms, sql, params in phrases)]
    return Conditions(
        tags=(
            *(tags_of(said) for said in by_tag if not said.is_negated),
            *(term for terms, _sql, _params in phrases for term in terms),
        ),
        unwanted=(
            *(tags_of(said) for said in by_tag if said.is_negated),
            *(every(Term(stem(word)) for word in split_words(said)) for said in query.without if split_words(said)),
        ),
        where=" AND ".join(sql for sql, _params in parts),
        params=tuple(param for _sql, params in parts for param in params),
    )


def tags_of(said: Filter) -> Expression:
    """The tags of which an entry must have one."""
    if said.field in SERIES:
        found = [tag(said.field, name) for name in matching(SERIES[said.field], said.comparison, str(said.value))]
        return either(map(Term, found)) if found else NOTHING
    return Term(tag(said.field, str(said.value)))


def matching(known: Iterable[str], comparison: Comparison, value: str) -> list[str]:
    """The series that compare so, oldest first: 5.2 is less than 6.0, and 3.14 more than 3.9."""
    asked = numbers(value)
    return [name for name in known if HOLDS[comparison](numbers(name)[: len(asked)], asked)]


def numbers(text: str) -> tuple[int, ...]:
    """The numbers of a series, its first two; a bugfix release belongs to its series."""
    return tuple(int(part) for part in text.split(".")[:2] if part.isdecimal())


HOLDS: Mapping[Comparison, Any] = {
    Comparison.EQUAL: lambda one, other: one == other,
    Comparison.LESS: lambda one, other: one < other,
    Comparison.LESS_OR_EQUAL: lambda one, other: one <= other,
    Comparison.GREATER: lambda one, other: one > other,
    Comparison.GREATER_OR_EQUAL: lambda one, other: one >= other,
}


def condition(said: Filter, now: datetime) -> tuple[str, Sequence[Any]]:
    """SQL on a column; what is unknown fulfils no condition, and so fulfils its opposite."""
    sign: str = said.comparison
    value: Any = said.value
    if isinstance(value, timedelta):
        sign, value = TURNED[said.comparison], connection.ops.adapt_datetimefield_value(moment(now, value))
    sql = f"{FACT_COLUMNS[said.field]} {sign} %s"
    return (f"NOT COALESCE({sql}, FALSE)" if said.is_negated else sql), [value]


def moment(now: datetime, age: timedelta) -> datetime:
    """When something of this age happened; the beginning of time where there was none so early."""
    try:
        return now - age
    except OverflowError:
        return datetime.min.replace(year=2, tzinfo=now.tzinfo)


def phrase(said: str) -> tuple[list[Expression], str, list[str]]:
    """The words of a phrase, and the condition that they stand in this order in the names or in the text."""
    found = split_words(said)
    like = f"% {' '.join(found)} %".translate(SIGNS_OF_LIKE).replace("\\%", "%", 1)
    like = f"{like[:-2]}%" if like.endswith("\\%") else like
    return [Term(word) for word in found], "(e.names LIKE %s ESCAPE '\\' OR e.words LIKE %s ESCAPE '\\')", [like, like]
