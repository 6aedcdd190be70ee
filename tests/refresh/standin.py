"""An index on loopback that answers as PyPI does: documents with ETags, 404, or whatever a test puts in its way."""

import asyncio
from typing import Any, Self

from aiohttp import web

from world import World
from world.answers import JSON, encoded, etag
from world.ledger import NO_ANSWER


class StandIn:
    """Documents by name; `instead` holds (status, headers, body), `slow` a delay in seconds, for a name or "*".

    It has no pages: an index without them is refreshed by its documents.
    """

    def __init__(self) -> None:
        self.documents: dict[str, dict[str, Any]] = {}
        self.instead: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.slow: dict[str, float] = {}
        self.world = World(packages=0, mounts={"index": self.answer})

    @property
    def url(self) -> str:
        return self.world.addresses["index"]

    @property
    def asked(self) -> list[tuple[str, int]]:
        """Each name with the status of its answer, as they were answered."""
        asked = [(path, status) for path, status in self.world.ledger.asked if path.endswith("/json")]
        return [(path.split("/")[2], status) for path, status in asked if status != NO_ANSWER]

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.asked]

    @property
    def agents(self) -> set[str]:
        return self.world.ledger.agents

    @property
    def under_way(self) -> int:
        return self.world.ledger.under_way["index"]

    @property
    def most_under_way(self) -> int:
        return self.world.ledger.most_at_once["index"]

    async def answer(self, request: web.BaseRequest) -> web.Response:
        _index, name, *rest = request.path.strip("/").split("/")
        is_page = name == "simple"
        name = rest[0] if is_page else name
        if not is_page:
            await asyncio.sleep(self.slow.get(name) or self.slow.get("*", 0))
        if instead := self.instead.get(name) or self.instead.get("*"):
            status, headers, body = instead
            return web.Response(status=status, headers=headers, body=body)
        if is_page or name not in self.documents:
            return web.Response(status=404, text="not found")
        body = encoded(self.documents[name])
        headers = {"ETag": etag(body), "Content-Type": JSON}
        if request.headers.get("If-None-Match") == headers["ETag"]:
            return web.Response(status=304, headers=headers)
        return web.Response(body=body, headers=headers)

    def __enter__(self) -> Self:
        self.world.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self.world.__exit__(*error)
