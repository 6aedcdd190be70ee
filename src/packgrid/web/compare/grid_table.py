"""The contents of a grid, kept until something in it changes."""

from collections.abc import Sequence

import attrs
from django.utils import timezone

from packgrid.catalogue.cooldown import seconds_to_next_day
from packgrid.community.queries import replies_in
from packgrid.comparison.models import Grid
from packgrid.comparison.proposed_descriptions import read_proposed_description
from packgrid.comparison.side_queries import part_of, sides_of
from packgrid.comparison.table import Part, Side
from packgrid.httpcache.kept_values import keep
from packgrid.web.compare.responses import AN_HOUR_S, table_tags
from packgrid.web.compare.stack_marks import StackMarks, read_stack_marks
from packgrid.web.compare.table_html import Answers


@attrs.frozen
class GridTable:
    """The packages of a grid by title, its features with their cells, and the replies of maintainers to cells.

    `proposed` is the description that is proposed for the grid, "" where it has one. `marks` are for the reader's
    stack.
    """

    grid: Grid
    sides: Sequence[Side]
    part: Part
    answers: Answers
    proposed: str
    marks: StackMarks


def keep_grid_table(grid: Grid) -> GridTable:
    """The contents of a grid, kept until something in it changes, and for an hour at most."""
    return keep(("grid table", grid.pk), list_tags, lambda: read_grid_table(grid), fresh_for_s=count_fresh_seconds)


def read_grid_table(grid: Grid) -> GridTable:
    """The contents of a grid; seven queries, eight where it has no description."""
    proposed = read_proposed_description(grid)
    sides = sides_of(grid, timezone.now())
    return GridTable(grid, sides, part_of(grid), replies_in(grid.pk), proposed, read_stack_marks(sides))


def list_tags(table: GridTable) -> set[str]:
    """The cache tags of everything in it."""
    return table_tags(table.sides, [table.grid])


def count_fresh_seconds(table: GridTable) -> float:
    """How long it is right: an hour, or until a release is a day older."""
    released = (side.released_at for side in table.sides)
    return min(AN_HOUR_S, seconds_to_next_day(filter(None, released), timezone.now()) or AN_HOUR_S)
