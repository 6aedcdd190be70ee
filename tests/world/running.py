"""The world in a thread of its own, for tests."""

import asyncio
import threading
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

from world.faults import Fault
from world.ledger import Ledger
from world.project import Project
from world.server import Handler, Server
from world.terms import Terms

WITHIN_S = 10


class World:
    """Use it as `with World(packages=20) as world`; the keywords are those of Terms.

    `mounts` are handlers of further services by the first part of their path, such as "git".
    """

    def __init__(self, *, mounts: Mapping[str, Handler] | None = None, **terms: Any) -> None:
        self.server = Server(Terms(**terms), mounts)
        self.loop = asyncio.new_event_loop()
        self.is_listening = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)

    @property
    def addresses(self) -> dict[str, str]:
        """The base address of each service, by the name of the setting that it is for."""
        return self.server.addresses

    @property
    def ledger(self) -> Ledger:
        """What was asked so far."""
        return self.server.ledger

    @property
    def now(self) -> datetime:
        """The world's moment."""
        return self.server.clock.now

    @property
    def projects(self) -> list[Project]:
        """All projects as they are now."""
        universe, now = self.server.universe, self.now
        return [universe.at(number, now) for number in range(len(universe))]

    def advance(self, **by: float) -> datetime:
        """The moment after moving on by so many weeks, days, hours, minutes or seconds."""
        return self.server.clock.advance(**by)

    def fault(self, kind: str, **where: Any) -> Fault:
        """Set a fault: `service`, `projects`, `share`, `times` and `seconds` as README.md says."""
        return self.server.faults.add(kind, **where)

    def heal(self, service: str = "") -> None:
        """End the faults of a service, or all."""
        self.server.faults.clear(service)

    def put(self, path: str, document: object, status: int = 200, **headers: str) -> None:
        """From now on answer this document at a path, whatever the world is like."""
        self.server.put(path, document, status, **headers)

    def run(self) -> None:
        """Serve until it is stopped."""
        asyncio.set_event_loop(self.loop)
        runner = self.loop.run_until_complete(self.server.listen())
        self.is_listening.set()
        self.loop.run_forever()
        self.loop.run_until_complete(runner.cleanup())
        self.loop.close()

    def __enter__(self) -> Self:
        self.thread.start()
        assert self.is_listening.wait(WITHIN_S)
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(WITHIN_S)
