"""What refresh does when others change a package, in the same transaction."""

from collections.abc import Iterable
from itertools import batched

from packgrid.catalogue.events import facts_loaded
from packgrid.catalogue.models import FetchState

BATCH = 500


def listen() -> None:
    """Follow what the catalogue announces."""
    facts_loaded.connect(on_facts_loaded, dispatch_uid="refresh")


def on_facts_loaded(ids: Iterable[int], **_: object) -> None:
    """Ask for everything next time: "not modified" would confirm values that a file has changed meanwhile."""
    for batch in batched(sorted(ids), BATCH):
        FetchState.objects.filter(package__in=batch).exclude(validator="").update(validator="")
