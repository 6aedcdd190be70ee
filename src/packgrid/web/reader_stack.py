"""The reader's stack: the versions and the database that packages should support, from addresses and into links."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import attrs
from django.http import QueryDict
from django.urls import reverse

from packgrid.lib.databases import DATABASES, DATABASES_BY_KEY, Database
from packgrid.lib.frameworks import BY_KEY, FRAMEWORKS, Framework
from packgrid.search.query_language import Field, Filter, Operator, Query

DATABASE = "database"
NAMES = (*BY_KEY, DATABASE)
OFFERED = 9
"""How many series of a framework the form offers, the newest first."""


@attrs.frozen(kw_only=True)
class ReaderStack:
    """The series by the key of their framework, and the database; what is not there does not matter to the reader.

    `problems` are sentences about parameters that are not valid.
    """

    series: Mapping[str, str] = attrs.field(factory=dict)
    database: Database | None = None
    problems: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.parameters)

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters of addresses that ask for this stack."""
        return {**self.series, **({DATABASE: self.database.key} if self.database else {})}

    @property
    def titles(self) -> dict[str, str]:
        """The version that each parameter asks for, by its name: "Django 5.2"."""
        named = {key: f"{BY_KEY[key].title} {series}" for key, series in self.series.items()}
        return {**named, **({DATABASE: self.database.title} if self.database else {})}


NO_STACK = ReaderStack()


@attrs.frozen
class StackField:
    """A field of the form: its name, its title, pairs of a value and a title, and the value that is chosen."""

    name: str
    title: str
    choices: Sequence[tuple[str, str]]
    chosen: str = ""


def read_stack(query: QueryDict) -> ReaderStack:
    """The stack that an address asks for; what is not valid is left out and becomes a problem."""
    problems: list[str] = []
    series = {key: name for key in BY_KEY if (name := read_series(query, key, problems))}
    database = read_database(query, problems)
    return ReaderStack(series=series, database=database, problems=tuple(problems))


def read_database(query: QueryDict, problems: list[str]) -> Database | None:
    """The database in an address; None if there is none that we know."""
    asked = query.get(DATABASE, "").strip().lower()
    if asked and asked not in DATABASES_BY_KEY:
        known = ", ".join(DATABASES_BY_KEY)
        problems.append(f"“{asked[:20]}” is not a known database. Choose one of {known}.")
    return DATABASES_BY_KEY.get(asked)


def read_series(query: QueryDict, name: str, problems: list[str]) -> str:
    """The series of a framework in a parameter; "5.2.1" is 5.2."""
    asked, framework = query.get(name, "").strip(), BY_KEY[name]
    found = framework.find_series(asked) if asked else None
    if asked and not found:
        known = framework.series_names
        problems.append(
            f"“{asked[:20]}” is not a known version of {framework.title}. Choose one from {known[0]} to {known[-1]}."
        )
    return found.name if found else ""


def add_stack_filters(query: Query, stack: ReaderStack) -> Query:
    """The query with conditions for the stack: what it supports, and no driver of another database."""
    wanted = [
        Filter(field=key, comparison=Operator.EQUAL, value=series)
        for key, series in stack.series.items()
        if not any(one.field == key and one.value == series for one in query.filters)
    ]
    unwanted = [
        Filter(field=Field.USES, comparison=Operator.EQUAL, value=driver, is_negated=True)
        for driver in list_other_drivers(stack.database)
    ]
    return attrs.evolve(query, filters=(*query.filters, *wanted, *unwanted))


def list_other_drivers(database: Database | None) -> list[str]:
    """The drivers of all databases but this one; none for no database."""
    return [driver for other in DATABASES if database and other is not database for driver in other.drivers]


def make_stack_fields(stack: ReaderStack) -> Sequence[StackField]:
    """The fields of the form that sets the stack."""
    frameworks = [
        StackField(framework.key, framework.title, list_series_choices(framework, asked), asked)
        for framework in FRAMEWORKS
        for asked in (stack.series.get(framework.key, ""),)
    ]
    databases = [(database.key, database.title) for database in DATABASES]
    return [*frameworks, StackField(DATABASE, "Database", databases, stack.database.key if stack.database else "")]


def list_series_choices(framework: Framework, asked: str) -> list[tuple[str, str]]:
    """The newest series of a framework, and the one that was asked for."""
    offered = framework.series_names[-OFFERED:][::-1]
    return [(name, name) for name in (*offered, *([asked] if asked and asked not in offered else []))]


def make_stack_context(stack: ReaderStack) -> dict[str, object]:
    """The context of web/stack_bar.html."""
    return {"stack": stack, "stack_fields": make_stack_fields(stack)}


def drop_empty_parameters(query: QueryDict) -> str | None:
    """The query without the empty fields of the stack that forms send; None if it has none."""
    empty = [name for name in NAMES if "" in query.getlist(name)]
    if not empty:
        return None
    shorter = query.copy()
    for name in empty:
        shorter.setlist(name, [value for value in query.getlist(name) if value])
    return "?" + shorter.urlencode()


def make_search_address(stack: ReaderStack, others: Mapping[str, str]) -> str:
    """The address of a search for what supports the stack, with other parameters."""
    return f"{reverse('search')}?{urlencode({**others, **stack.parameters})}"
