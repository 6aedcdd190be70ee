"""What was asked of the world, and how much at once."""

from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import attrs

LAST_KEPT = 100_000
NO_ANSWER = 0


@attrs.define
class Visit:
    """A request under way; its `status` stays NO_ANSWER where the caller went before one came."""

    endpoint: str = ""
    status: int = NO_ANSWER


class Ledger:
    """Counts by service, endpoint and status; the last requests in their order; who asked."""

    def __init__(self) -> None:
        self.under_way: Counter[str] = Counter()
        self.clear()

    def clear(self) -> None:
        """Forget everything but what is under way."""
        self.counts: Counter[tuple[str, str, int]] = Counter()
        self.most_at_once: Counter[str] = Counter()
        self.asked: deque[tuple[str, int]] = deque(maxlen=LAST_KEPT)
        self.agents: set[str] = set()

    @contextmanager
    def visit(self, service: str, path: str, agent: str) -> Iterator[Visit]:
        """Note a request of a service for as long as it lasts."""
        visit = Visit()
        self.agents.add(agent)
        self.under_way[service] += 1
        self.most_at_once[service] = max(self.most_at_once[service], self.under_way[service])
        try:
            yield visit
        finally:
            self.under_way[service] -= 1
            self.counts[service, visit.endpoint, visit.status] += 1
            self.asked.append((path, visit.status))

    def calls(self, service: str = "", *, endpoint: str = "", status: int | None = None) -> int:
        """How many requests there were, of those that fit."""
        return sum(
            count
            for (where, what, how), count in self.counts.items()
            if service in {"", where} and endpoint in {"", what} and status in {None, how}
        )

    def report(self) -> dict[str, Any]:
        """All counts by service."""
        return {service: self.of(service) for service in sorted(self.most_at_once)}

    def of(self, service: str) -> dict[str, Any]:
        """The counts of a service."""
        own = {(what, how): count for (where, what, how), count in self.counts.items() if where == service}
        by_endpoint: dict[str, dict[str, int]] = {}
        by_status: Counter[str] = Counter()
        for (what, how), count in sorted(own.items()):
            by_endpoint.setdefault(what, {})[str(how)] = count
            by_status[str(how)] += count
        return {
            "calls": sum(own.values()),
            "most_at_once": self.most_at_once[service],
            "by_status": dict(by_status),
            "by_endpoint": by_endpoint,
        }
