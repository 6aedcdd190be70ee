"""Functions that read what users did with a package or a grid. Nothing is read for readers who are not signed in."""

import attrs
from django.contrib.auth.models import AnonymousUser

from packgrid.accounts.models import User
from packgrid.catalogue.models import Package
from packgrid.community import queries
from packgrid.community.models import Flag
from packgrid.community.queries import Standing
from packgrid.community.watchlist import last_visit
from packgrid.comparison.models import Grid
from packgrid.history.models import Change

SHOWN_CHANGES = 50


def read_package_actions(user: User | AnonymousUser, package: Package) -> Standing:
    """The actions of a user on a package (uses it, likes it, watches it ...); one query."""
    return queries.read_standing(user, package.pk) if isinstance(user, User) or user.is_authenticated else Standing()


@attrs.frozen
class PublicNotes:
    """Accepted flags of a package, the maintainers' objections to its verdict, and its proven maintainers."""

    flags: list[Flag]
    objections: list[Flag]
    maintainers: list[User]


def read_public_notes(package: Package) -> PublicNotes:
    """The accepted flags and the maintainers of a package; two queries, three where it is flagged."""
    accepted = queries.accepted_flags(package.pk)
    return PublicNotes(
        flags=[flag for flag in accepted if not flag.contested_verdict],
        objections=[flag for flag in accepted if flag.contested_verdict],
        maintainers=queries.maintainers_of(package.pk),
    )


def read_objections(package: Package) -> list[Flag]:
    """The maintainers' objections to verdicts of a package that are shown; one query."""
    return [flag for flag in queries.accepted_flags(package.pk) if flag.contested_verdict]


@attrs.frozen
class GridActions:
    """The actions of a user on a grid: `changes` are those since their marked visit, None if they never marked one."""

    follows: bool
    changes: list[Change] | None


def read_grid_actions(user: User, grid: Grid) -> GridActions:
    """The actions of a user on a grid; three queries at most."""
    seen_at = last_visit(user, grid)
    changes = queries.changes_of_grid(grid.pk, seen_at, limit=SHOWN_CHANGES) if seen_at else None
    return GridActions(queries.is_watching_grid(user, grid), changes)
