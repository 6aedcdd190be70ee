"""The world over HTTP: all services on one port, each below a path of its own."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from hashlib import blake2b
from pathlib import Path
from urllib.parse import unquote

import attrs
from aiohttp import web

from world import (
    admin,
    bitbucket,
    bitbucket_data_center,
    depsdev,
    forgejo,
    github,
    github_enterprise,
    github_graphql,
    gitlab,
    index,
    integrity,
    osv,
    pypi,
    pypistats,
    top_downloads,
)
from world.answers import Answer, Call, encoded, is_known, told
from world.clock import Clock
from world.faults import Fault, Faults
from world.git import Repositories
from world.ledger import Ledger, Visit
from world.limits import NOT_MODIFIED, OK, Limits
from world.packing import Shelf
from world.routes import Routes, route
from world.spoils import CARRIED, SAID
from world.terms import Terms
from world.universe import Universe
from world.view import View

type Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]

# The path of each service, below which its routes are.
SERVICES: dict[str, tuple[str, Routes]] = {
    "pypi": ("pypi", pypi.ROUTES),
    "simple": ("simple", index.PAGE_ROUTES),
    "files": ("files", index.FILE_ROUTES),
    "rss": ("rss", index.FEED_ROUTES),
    "integrity": ("integrity", integrity.ROUTES),
    "github": ("github", {**github.ROUTES, **github_graphql.ROUTES}),
    "github_enterprise": ("github_enterprise/api", github_enterprise.ROUTES),
    "gitlab": ("gitlab/api/v4", gitlab.ROUTES),
    "bitbucket": ("bitbucket/2.0", bitbucket.ROUTES),
    "bitbucket_data_center": ("bitbucket_data_center/rest/api/1.0", bitbucket_data_center.ROUTES),
    "forgejo": ("forgejo/api/v1", forgejo.ROUTES),
    "pypistats": ("pypistats/api", pypistats.ROUTES),
    "osv": ("osv", osv.ROUTES),
    "depsdev": ("depsdev", depsdev.ROUTES),
    "top_downloads": ("top_downloads", top_downloads.ROUTES),
}
ADDRESSES = {
    "pypi": "pypi",
    "index": "simple",
    "feed": "rss/updates.xml",
    "github_api": "github",
    "github_graphql": "github/graphql",
    "github_enterprise_api": "github_enterprise/api/v3",
    "gitlab_api": "gitlab/api/v4",
    "bitbucket_api": "bitbucket/2.0",
    "bitbucket_data_center_api": "bitbucket_data_center/rest/api/1.0",
    "forgejo_api": "forgejo/api/v1",
    "pypistats": "pypistats/api",
    "osv": "osv",
    "depsdev": "depsdev",
    "top_downloads": "top_downloads/list.json",
}


class Server:
    """Answers requests about a universe. `mounts` are handlers of further services by the first part of their path."""

    def __init__(self, terms: Terms, mounts: Mapping[str, Handler] | None = None) -> None:
        self.universe = Universe(terms.seed, terms.packages, terms.began_at, terms.identities)
        self.clock = Clock(terms.began_at, terms.factor)
        self.limits = Limits(are_on=terms.has_limits)
        self.latency_s = terms.latency_s
        self.faults = Faults(self.universe, {*SAID, *CARRIED}, {*SERVICES, *(mounts or {}), "git"})
        self.mounts = {**self.git(terms.git_folder), **(mounts or {})}
        self.view = View(self.universe, self.faults, self.limits)
        self.ledger, self.shelf = Ledger(), Shelf()
        self.instead: dict[str, Answer] = {}
        self.url = ""

    def git(self, folder: Path | None) -> dict[str, Handler]:
        """The service of git, if it has a folder."""
        return {"git": Repositories(folder, self.universe, self.clock, self.faults).handle} if folder else {}

    @property
    def addresses(self) -> dict[str, str]:
        """The base address of each service by the name of the setting that it is for."""
        paths = {**ADDRESSES, **{name: name for name in self.mounts}}
        return {name: f"{self.url}/{path}" for name, path in paths.items()}

    def put(self, path: str, document: object, status: int = OK, **headers: str) -> None:
        """From now on answer this document at a path, whatever the world is like."""
        body = document if isinstance(document, bytes) else encoded(document)
        answer = attrs.evolve(told(None, status, **headers), make=lambda: body)
        self.instead[path] = attrs.evolve(answer, etag=f'"{blake2b(body, digest_size=8).hexdigest()}"')

    async def listen(self, port: int = 0) -> web.ServerRunner:
        """The running server, on loopback alone."""
        runner = web.ServerRunner(
            web.Server(self.handle, handler_cancellation=True, access_log=None), shutdown_timeout=0
        )
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        return runner

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """The answer to any request."""
        service, _, _ = request.path.lstrip("/").partition("/")
        if service == "_world":
            return await admin.handle(self, request)
        with self.ledger.visit(service, request.path, request.headers.get("User-Agent", "")) as visit:
            if self.latency_s:
                await asyncio.sleep(self.latency_s)
            response = await self.respond(service, request, visit)
            visit.status = response.status
            return response

    async def respond(self, service: str, request: web.BaseRequest, visit: Visit) -> web.StreamResponse:
        """The answer of a service, spoilt if a fault strikes it."""
        if service in self.mounts:
            visit.endpoint = request.path.rpartition("/")[2]
            fault = self.faults.striking(service, ())
            path = tuple(request.path.strip("/").split("/"))
            blank = Call(request.method, service, path, {}, request.headers, b"", self.url, self.clock.now)
            if not fault:
                return await self.mounts[service](request)
            right = said_by(await self.mounts[service](request)) if fault.kind in CARRIED else Answer()
            return await self.spoilt(request, blank, right, fault)
        call = await self.heard(service, request)
        if not call:
            return web.Response(status=404)
        full, answer = self.answered(call, request.path, visit)
        fault = self.faults.striking(service, full.about)
        return await self.spoilt(request, call, full, fault) if fault else self.shelf.response(call, answer)

    async def heard(self, service: str, request: web.BaseRequest) -> Call | None:
        """The call that a request is, None if it is to no service."""
        base = SERVICES.get(service, ("", {}))[0]
        path = request.rel_url.raw_path.lstrip("/")
        if not base or not path.startswith(f"{base}/"):
            return None
        rest = path.removeprefix(f"{base}/").rstrip("/")
        segments = tuple(map(unquote, rest.split("/")))
        body = await request.read() if request.can_read_body else b""
        base_url = f"{self.url}/{base}"
        return Call(request.method, service, segments, request.query, request.headers, body, base_url, self.clock.now)

    def answered(self, call: Call, path: str, visit: Visit) -> tuple[Answer, Answer]:
        """What the service says, and the same as it is sent to this caller: with the limits, and only if it is news."""
        found = route(SERVICES[call.service][1], call)
        visit.endpoint = found[0] if found else ""
        if refused := self.limits.refusal(call, visit.endpoint, under_way=self.ledger.under_way[call.service]):
            return refused, refused
        full = self.instead.get(path) or self.said(found, call)
        is_old = full.status == OK and call.method == "GET" and is_known(call, full.etag)
        answer = attrs.evolve(full, status=NOT_MODIFIED, make=bytes) if is_old else full
        charged = self.limits.charge(call, visit.endpoint, answer)
        return full, charged

    def said(self, found: tuple | None, call: Call) -> Answer:
        """What the endpoint says."""
        if not found:
            return told({"message": "Not Found"}, 404)
        _pattern, endpoint, parts = found
        return endpoint(self.view, call, *parts)

    async def spoilt(self, request: web.BaseRequest, call: Call, answer: Answer, fault: Fault) -> web.StreamResponse:
        """The answer as a fault leaves it."""
        if fault.kind in CARRIED:
            return await CARRIED[fault.kind](request, answer, fault)
        return self.shelf.response(call, SAID[fault.kind](call, answer, fault))


def said_by(response: web.StreamResponse) -> Answer:
    """What a mounted service answers, to be sent badly."""
    body = response.body if isinstance(response, web.Response) and isinstance(response.body, bytes) else b""
    headers = {name.lower(): value for name, value in response.headers.items() if name.lower() != "content-length"}
    return Answer(response.status, lambda: body, headers)
