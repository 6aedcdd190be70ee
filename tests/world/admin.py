"""What moves the world from outside, below /_world/."""

import csv
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from world.server import Server


async def handle(server: "Server", request: web.BaseRequest) -> web.Response:
    """The answer to a request about the world itself; what cannot be done is 400 with a sentence."""
    act = ACTS.get((request.method, request.path.removeprefix("/_world/")))
    if not act:
        return web.json_response({"error": f"there are {', '.join(' '.join(key) for key in ACTS)}"}, status=404)
    try:
        said = await request.json() if request.can_read_body else {}
        return act(server, said)
    except (ValueError, TypeError) as error:
        return web.json_response({"error": str(error)}, status=400)


def clock(server: "Server", _said: dict[str, Any]) -> web.Response:
    """The present moment."""
    return web.json_response({"now": server.clock.now.isoformat()})


def advance(server: "Server", said: dict[str, Any]) -> web.Response:
    """{"advance_s": 3600} moves the clock on."""
    server.clock.advance(seconds=said["advance_s"])
    return clock(server, said)


def faults(server: "Server", _said: dict[str, Any]) -> web.Response:
    """The faults that are set, with how often they struck."""
    shown = [
        {"kind": fault.kind, "service": fault.service, "share": fault.share, "struck": fault.struck}
        for fault in server.faults.set
    ]
    return web.json_response({"set": shown, "kinds": sorted(server.faults.kinds)})


def add_fault(server: "Server", said: dict[str, Any]) -> web.Response:
    """{"kind": "500", "service": "github", "projects": 0.05, "share": 1, "times": null, "seconds": null} sets one."""
    server.faults.add(said.pop("kind", ""), **said)
    return faults(server, said)


def heal(server: "Server", said: dict[str, Any]) -> web.Response:
    """Ends all faults, or with {"service": "github"} those of a service."""
    server.faults.clear(said.get("service", ""))
    return faults(server, said)


def ledger(server: "Server", _said: dict[str, Any]) -> web.Response:
    """The counts."""
    return web.json_response(server.ledger.report())


def clear_ledger(server: "Server", said: dict[str, Any]) -> web.Response:
    """Begins to count anew."""
    server.ledger.clear()
    return ledger(server, said)


def settings(server: "Server", said: dict[str, Any]) -> web.Response:
    """{"latency_s": 0.05, "limits": false} changes either; the answer says both, with the addresses."""
    server.latency_s = float(said.get("latency_s", server.latency_s))
    server.limits.are_on = bool(said.get("limits", server.limits.are_on))
    now = {"latency_s": server.latency_s, "limits": server.limits.are_on, "addresses": server.addresses}
    return web.json_response(now)


def catalogue(server: "Server", _said: dict[str, Any]) -> web.Response:
    """All projects as CSV, as --catalogue reads it."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["slug", "pypi_name", "repo_url"])
    for who in server.universe.identities:
        rows.writerow([who.slug, who.name, f"https://{who.host}/{who.path}" if who.path else ""])
    return web.Response(text=text.getvalue(), content_type="text/csv")


ACTS: dict[tuple[str, str], Callable[["Server", dict[str, Any]], web.Response]] = {
    ("GET", "clock"): clock,
    ("POST", "clock"): advance,
    ("GET", "faults"): faults,
    ("POST", "faults"): add_fault,
    ("DELETE", "faults"): heal,
    ("GET", "ledger"): ledger,
    ("DELETE", "ledger"): clear_ledger,
    ("GET", "settings"): settings,
    ("POST", "settings"): settings,
    ("GET", "catalogue"): catalogue,
}
