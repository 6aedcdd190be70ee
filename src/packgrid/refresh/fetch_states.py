"""Updates the fetch states of a changed package, in the same transaction."""

from collections.abc import Iterable
from itertools import batched

from packgrid.catalogue.models import FetchState
from packgrid.projections.projection import Projection, Turn

BATCH = 500


def forget_validators(package_ids: Iterable[int]) -> None:
    """Ask for everything next time: "not modified" would confirm values that a file has changed meanwhile."""
    for batch in batched(sorted(package_ids), BATCH):
        FetchState.objects.filter(package__in=batch).exclude(validator="").update(validator="")


PROJECTION = Projection(
    "fetch states", Turn.SOURCES, lambda changes, _progress: forget_validators(changes.loaded_facts)
)
