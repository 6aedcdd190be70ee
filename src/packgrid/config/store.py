"""Complete answers in memory: bounded in bytes, the longest unused leaves first, dropped by tag."""

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Collection, Hashable

import attrs

from packgrid.publishing.tags import EVERYTHING

OVERHEAD_BYTES, TAG_BYTES = 4000, 400
"""What an answer takes besides its body, and what each of its tags does: the key, headers, entries in three tables."""
REMEMBERED_TAGS = 10_000


@attrs.frozen
class Kept:
    """An answer as Django made it, and until when it is true at most (on the monotonic clock)."""

    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    tags: frozenset[str]
    until: float
    etag: str
    last_modified: str


@attrs.define
class Store:
    """`clock` counts the times at which something was dropped: what was made before and kept after may be outdated."""

    most_bytes: int
    size_bytes: int = 0
    clock: int = 0
    kept: OrderedDict[Hashable, Kept] = attrs.field(factory=OrderedDict)
    carrying: dict[str, set[Hashable]] = attrs.field(factory=lambda: defaultdict(set))
    dropped_at: dict[str, int] = attrs.field(factory=dict)
    all_dropped_at: int = 0
    lock: threading.Lock = attrs.field(factory=threading.Lock)

    def get(self, key: Hashable, now: float) -> Kept | None:
        """The answer under a key, if it is still true."""
        with self.lock:
            found = self.kept.get(key)
            if found is None:
                return None
            if found.until < now:
                self.remove(key)
                return None
            self.kept.move_to_end(key)
            return found

    def put(self, key: Hashable, answer: Kept, *, since: int) -> None:
        """Keep an answer whose making began at this clock, unless one of its tags was dropped meanwhile."""
        size = size_of(answer)
        with self.lock:
            is_outdated = any(self.dropped_at.get(tag, 0) > since for tag in answer.tags)
            if is_outdated or self.all_dropped_at > since or size > self.most_bytes // 8:
                return
            self.remove(key)
            self.kept[key] = answer
            self.size_bytes += size
            for tag in answer.tags:
                self.carrying[tag].add(key)
            while self.size_bytes > self.most_bytes:
                self.remove(next(iter(self.kept)))

    def drop(self, tags: Collection[str]) -> None:
        """Forget every answer that carries one of these tags, or all of them if everything was touched."""
        if EVERYTHING in tags:
            self.clear()
            return
        with self.lock:
            self.clock += 1
            if len(self.dropped_at) > REMEMBERED_TAGS:
                self.dropped_at.clear()
                self.all_dropped_at = self.clock  # what is being made now is not kept; what is kept stays
            for tag in tags:
                self.dropped_at[tag] = self.clock
                for key in list(self.carrying.get(tag, ())):
                    self.remove(key)

    def clear(self) -> None:
        """Forget everything."""
        with self.lock:
            self.clock += 1
            self.all_dropped_at, self.size_bytes = self.clock, 0
            self.kept.clear()
            self.carrying.clear()
            self.dropped_at.clear()

    def remove(self, key: Hashable) -> None:
        """Take one answer out, if it is there; the lock is held."""
        answer = self.kept.pop(key, None)
        if answer is None:
            return
        self.size_bytes -= size_of(answer)
        for tag in answer.tags:
            self.carrying[tag].discard(key)
            if not self.carrying[tag]:
                del self.carrying[tag]


def size_of(answer: Kept) -> int:
    """How much memory an answer takes, roughly."""
    return len(answer.body) + OVERHEAD_BYTES + TAG_BYTES * len(answer.tags)
