"""Which private index a bare name belongs to: the first one that has it, in the order of PACKGRID_PRIVATE_INDEXES.

The public index is not asked here. A name that no private index has is left to it.
"""

import asyncio
from collections.abc import Collection, Mapping

from django.conf import settings

from packgrid.catalogue.source_names import PYPI
from packgrid.lib.index_names import PUBLIC_IN_FILES
from packgrid.lib.stop import Stop
from packgrid.refresh.clients import open_client
from packgrid.refresh.lanes import Lane
from packgrid.sources.errors import Gone
from packgrid.sources.source import Source, SourceReply, SourceRequest

AT_ONCE = 8


def find_private_indexes(names: Collection[str]) -> Mapping[str, str]:
    """The index by name, of those of these names that a private index has; a request or two for a name and index.

    Raises:
        Stop: an index did not answer. Nobody else may be asked then, because its names are private.
    """
    found: dict[str, str] = {}
    for index in settings.PRIVATE_INDEXES if settings.REFRESH else ():
        waiting = [name for name in names if name not in found]
        if waiting:
            found |= dict.fromkeys(asyncio.run(select_names_at(index, waiting)), index)
    return found


async def select_names_at(index: str, names: Collection[str]) -> list[str]:
    """Those of these names that the index has."""
    free = asyncio.Semaphore(AT_ONCE)
    async with open_client(Lane(PYPI, index)) as source:

        async def is_there(name: str) -> bool:
            async with free:
                return await has_project(source, index, name)

        answers = await asyncio.gather(*map(is_there, names))
    return [name for name, is_known in zip(names, answers, strict=True) if is_known]


async def has_project(source: Source[object], index: str, name: str) -> bool:
    """True if the index has a project of this name."""
    reply = (await source.fetch([SourceRequest(name)]))[0]
    if isinstance(reply, SourceReply | Gone):
        return isinstance(reply, SourceReply)
    raise Stop(
        f"The index {index} did not answer, so its packages are unknown ({reply}). Try again, or set the "
        f"index of each package in the file; {PUBLIC_IN_FILES} is the public index."
    ) from reply
