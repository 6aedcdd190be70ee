"""Model instances made of the rows of compiled queries, for pages that need the properties of models."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import Any

import attrs
from django.db import connection
from django.db.models import Model, QuerySet

from packgrid.catalogue.compiled_queries import read_rows

NONE: Mapping[str, "ModelColumns[Any]"] = MappingProxyType({})


@attrs.frozen(eq=False)
class ModelColumns[M: Model]:
    """The columns of a model that are read, in the order in which from_db() takes them, and those of related models.

    `related` are single objects by the names of their attributes, read with the model as select_related() does.
    """

    model: type[M]
    names: Sequence[str]
    related: Mapping[str, "ModelColumns[Any]"] = NONE

    @property
    def columns(self) -> Sequence[str]:
        """All columns as values_list() takes them."""
        beside = (f"{name}__{column}" for name, of in self.related.items() for column in of.columns)
        return (*self.names, *beside)

    def make(self, values: Iterator[Any]) -> M | None:
        """The object of the next values; None where a related one is missing."""
        own = list(islice(values, len(self.names)))
        row = self.model.from_db(connection.alias, self.names, own)
        for name, of in self.related.items():
            row._state.fields_cache[name] = of.make(values)  # noqa: SLF001 as select_related() does
        return None if row.pk is None else row


def of_model[M: Model](model: type[M], *names: str, **related: "ModelColumns[Any]") -> ModelColumns[M]:
    """The id and these columns of a model, or all columns if none are named, with those of related models.

    Keep it in a constant: queries are compiled once for each.
    """
    fields = model._meta.concrete_fields  # noqa: SLF001 its public name
    chosen = tuple(field.attname for field in fields if not names or field.primary_key or field.attname in names)
    return ModelColumns(model, chosen, related)


def read_models[M: Model](
    columns: ModelColumns[M],
    make_query: Callable[[], QuerySet[M]],
    *,
    values: Sequence[Any] = (),
    part: slice = slice(None),
) -> list[M]:
    """The objects that a query selects, which is compiled at the first call; one query.

    `values` take the places of its placeholders (see compiled_queries.py).
    """
    rows = read_rows(select_columns, columns, make_query, values=values, part=part)
    found = (columns.make(iter(row)) for row in rows)
    return [row for row in found if row is not None]


def select_columns(columns: ModelColumns[Any], make_query: Callable[[], QuerySet[Any]]) -> QuerySet[Any, Any]:
    """The query of tuples with these columns."""
    return make_query().values_list(*columns.columns)
