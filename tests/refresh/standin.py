"""An index on loopback that answers as PyPI does: documents with ETags, 404, or whatever a test puts in its way."""

import asyncio
import hashlib
import json
import threading
from typing import Any, Self

from aiohttp import web

STARTED_WITHIN_S = 10


class StandIn:
    """Documents by name; `instead` holds (status, headers, body), `slow` a delay in seconds, for a name or "*"."""

    def __init__(self) -> None:
        self.documents: dict[str, dict[str, Any]] = {}
        self.instead: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, int]] = []
        self.agents: set[str] = set()
        self.slow: dict[str, float] = {}
        self.under_way = self.most_under_way = 0
        self.loop = asyncio.new_event_loop()
        self.is_listening = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.asked]

    async def answer(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        self.agents.add(request.headers["User-Agent"])
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            await asyncio.sleep(self.slow.get(name) or self.slow.get("*", 0))
            response = self.response(name, request.headers.get("If-None-Match"))
        finally:
            self.under_way -= 1
        self.asked.append((name, response.status))
        return response

    def response(self, name: str, known: str | None) -> web.Response:
        instead = self.instead.get(name) or self.instead.get("*")
        if instead:
            status, headers, body = instead
            return web.Response(status=status, headers=headers, body=body)
        if name not in self.documents:
            return web.Response(status=404, text="not found")
        body = json.dumps(self.documents[name]).encode()
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if known == etag:
            return web.Response(status=304, headers={"ETag": etag})
        return web.Response(body=body, headers={"ETag": etag}, content_type="application/json")

    def run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self.listen())
        self.is_listening.set()
        self.loop.run_forever()
        self.loop.run_until_complete(self.runner.cleanup())
        self.loop.close()

    async def listen(self) -> None:
        application = web.Application()
        application.add_routes([web.get("/pypi/{name}/json", self.answer)])
        self.runner = web.AppRunner(application, handler_cancellation=True, shutdown_timeout=0)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", 0)
        await site.start()
        port = self.runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}/pypi"

    def __enter__(self) -> Self:
        self.thread.start()
        assert self.is_listening.wait(STARTED_WITHIN_S)
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(STARTED_WITHIN_S)
