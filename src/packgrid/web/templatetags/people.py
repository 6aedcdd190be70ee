"""How the reader of a page stands to what it shows, read where a page wants it and only for who is signed in."""

import attrs
from django import template
from django.contrib.auth.models import AnonymousUser

from packgrid.accounts.models import User
from packgrid.catalogue.models import Package
from packgrid.community import queries
from packgrid.community.models import Flag
from packgrid.community.queries import Standing
from packgrid.community.watchlist import last_visit
from packgrid.comparison.models import Grid
from packgrid.history.models import Change

register = template.Library()
SHOWN_CHANGES = 50


@register.simple_tag
def standing(user: User | AnonymousUser, package: Package) -> Standing:
    """How somebody stands to a package; one query."""
    return queries.read_standing(user, package.pk) if isinstance(user, User) or user.is_authenticated else Standing()


@attrs.frozen
class Words:
    """What people say of a package: flags that moderators agreed with, and who maintains it."""

    flags: list[Flag]
    maintainers: list[User]


@register.simple_tag
def words_on(package: Package) -> Words:
    """What people say of a package; two queries, three where it is flagged."""
    return Words(queries.accepted_flags(package.pk), queries.maintainers_of(package.pk))


@attrs.frozen
class GridStanding:
    """How somebody stands to a grid: `changes` since they last said that they know it, None if they never did."""

    follows: bool
    changes: list[Change] | None


@register.simple_tag
def grid_standing(user: User, grid: Grid) -> GridStanding:
    """How somebody stands to a grid; three queries at most."""
    seen_at = last_visit(user, grid)
    changes = queries.changes_of_grid(grid.pk, seen_at, limit=SHOWN_CHANGES) if seen_at else None
    return GridStanding(queries.is_watching_grid(user, grid), changes)
