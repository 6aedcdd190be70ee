"""The data that a script needs to mark the packages of a table that support the reader's stack."""

from collections.abc import Iterable, Mapping, Sequence

import attrs

from packgrid.comparison.table import Links, Side
from packgrid.lib.databases import DATABASES
from packgrid.lib.frameworks import FRAMEWORKS
from packgrid.search.answers import read_entries
from packgrid.search.listed_support import ListedSupport, read_listed_support, read_required_databases

TITLES = {framework.key: framework.title for framework in FRAMEWORKS}
DATABASE_TITLES = {database.key: database.title for database in DATABASES}


@attrs.frozen
class StackMarks:
    """The support of the packages of a table as JSON for a script.

    `titles` are those of frameworks by key, `databases` those of databases. `supports` has for each package, by slug, a
    list of series for each of its frameworks, or a text that says why none is known. `needs` are the databases that
    packages need, by slug.
    """

    titles: Mapping[str, str]
    databases: Mapping[str, str]
    supports: Mapping[str, Mapping[str, Sequence[str] | str]]
    needs: Mapping[str, Sequence[str]]

    @property
    def document(self) -> dict[str, object]:
        """The marks as JSON."""
        return attrs.asdict(self)


def read_stack_marks(sides: Iterable[Side]) -> StackMarks:
    """The marks of these packages, from their search entries; one query, none for no packages."""
    found = list(sides)
    entries = read_entries([side.package_id for side in found])
    tags = {side.slug: entries[side.package_id].tags if side.package_id in entries else "" for side in found}
    needs = {slug: [database.key for database in read_required_databases(said)] for slug, said in tags.items()}
    return StackMarks(
        titles=TITLES,
        databases=DATABASE_TITLES,
        supports={
            side.slug: describe_support(read_listed_support(tags[side.slug], has_project=has_project(side)))
            for side in found
        },
        needs={slug: keys for slug, keys in needs.items() if keys},
    )


def has_project(side: Side) -> bool:
    """True if a package has a project on PyPI, so that somebody could say what it supports."""
    links = side.values.get("links")
    return isinstance(links, Links) and bool(links.pypi_name)


def describe_support(supports: Iterable[ListedSupport]) -> dict[str, Sequence[str] | str]:
    """The series of each framework, or why none is known."""
    return {one.key: one.missing or one.series for one in supports}
