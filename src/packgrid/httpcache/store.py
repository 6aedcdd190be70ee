"""Complete responses in memory: limited in bytes, the least recently used is dropped first, made stale by cache tag."""

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Collection, Hashable

import attrs

from packgrid.httpcache.tags import EVERYTHING

OVERHEAD_BYTES, TAG_BYTES = 4000, 400
"""The memory of a response besides its body (key, headers, entries in three tables), and of each of its tags."""
MAX_REMEMBERED_TAGS = 10_000
MAX_KNOWN_KEYS = 10_000
STALE_FOR_S = 0.9
"""How long a response is sent after it became stale. A second is promised, and reading the log takes a part of it."""
REVALIDATE_AFTER_S = 0.5
"""How old a response has to be before it is made again, however often it is invalidated."""


@attrs.frozen
class CachedResponse:
    """A response as Django made it; the times are those of the monotonic clock, `made_at` when the making began."""

    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    tags: frozenset[str]
    made_at: float
    fresh_until: float
    etag: str
    last_modified: str

    def stale_from(self, at: float) -> "CachedResponse":
        """The response, fresh until then at most, but at least until its making began: it shows what was true then."""
        fresh_until = min(self.fresh_until, max(at, self.made_at))
        return self if fresh_until == self.fresh_until else attrs.evolve(self, fresh_until=fresh_until)


@attrs.define
class ResponseStore:
    """Responses by key.

    `clock` counts invalidations, so that a response that was being made during one is stored as stale.
    """

    max_bytes: int
    size_bytes: int = 0
    clock: int = 0
    responses: OrderedDict[Hashable, CachedResponse] = attrs.field(factory=OrderedDict)
    keys_by_tag: dict[str, set[Hashable]] = attrs.field(factory=lambda: defaultdict(set))
    invalidated_at: dict[str, int] = attrs.field(factory=dict)
    all_invalidated_at: int = 0
    revalidating: set[Hashable] = attrs.field(factory=set)
    known_keys: OrderedDict[Hashable, None] = attrs.field(factory=OrderedDict)
    lock: threading.Lock = attrs.field(factory=threading.Lock)

    def get(self, key: Hashable, now: float) -> CachedResponse | None:
        """The response under a key, if it is fresh or has been stale for a moment only."""
        with self.lock:
            response = self.responses.get(key)
            if response is None:
                return None
            if response.fresh_until + STALE_FOR_S < now:
                self.remove(key)
                return None
            self.responses.move_to_end(key)
            return response

    def begin_revalidation(self, key: Hashable, now: float) -> bool:
        """True if the caller should revalidate the response: it is stale, not too young, and nobody else does it."""
        with self.lock:
            response = self.responses.get(key)
            if response is None or key in self.revalidating:
                return False
            if now <= max(response.fresh_until, response.made_at + REVALIDATE_AFTER_S):
                return False
            self.revalidating.add(key)
            return True

    def was_stored(self, key: Hashable) -> bool:
        """True if a response was stored under this key recently, so that the next one probably will be, too."""
        return key in self.known_keys

    def put(self, key: Hashable, response: CachedResponse, *, since: int) -> None:
        """Store a response whose making began at this clock, as stale if one of its tags was invalidated meanwhile."""
        size_bytes = memory_bytes(response)
        if size_bytes > self.max_bytes // 8:
            return
        with self.lock:
            invalidated_at = (self.invalidated_at.get(tag, 0) for tag in response.tags)
            is_stale = max(self.all_invalidated_at, *invalidated_at, 0) > since
            self.remove(key)
            self.responses[key] = response.stale_from(response.made_at) if is_stale else response
            self.size_bytes += size_bytes
            for tag in response.tags:
                self.keys_by_tag[tag].add(key)
            while self.size_bytes > self.max_bytes:
                self.remove(next(iter(self.responses)))
            self.remember_key(key)

    def remember_key(self, key: Hashable) -> None:
        """Note that a response was stored under this key; the caller holds the lock."""
        self.known_keys[key] = None
        self.known_keys.move_to_end(key)
        if len(self.known_keys) > MAX_KNOWN_KEYS:
            self.known_keys.popitem(last=False)

    def invalidate(self, tags: Collection[str], *, since: float) -> None:
        """Make responses with one of these tags stale from a moment on; drop those that have been stale for long."""
        if EVERYTHING in tags:
            self.clear()
            return
        with self.lock:
            self.clock += 1
            if len(self.invalidated_at) > MAX_REMEMBERED_TAGS:
                self.invalidated_at.clear()
                self.all_invalidated_at = self.clock  # for responses in the making; stored ones stay as they are
            self.invalidated_at |= dict.fromkeys(tags, self.clock)
            for key in {key for tag in tags for key in self.keys_by_tag.get(tag, ())}:
                response = self.responses[key] = self.responses[key].stale_from(since)
                if response.fresh_until + STALE_FOR_S < since:
                    self.remove(key)

    def clear(self) -> None:
        """Drop all responses."""
        with self.lock:
            self.clock += 1
            self.all_invalidated_at, self.size_bytes = self.clock, 0
            for table in (self.responses, self.keys_by_tag, self.invalidated_at, self.revalidating):
                table.clear()

    def remove(self, key: Hashable) -> None:
        """Drop one response, if it is there; the caller holds the lock."""
        response = self.responses.pop(key, None)
        if response is None:
            return
        self.revalidating.discard(key)
        self.size_bytes -= memory_bytes(response)
        for tag in response.tags:
            self.keys_by_tag[tag].discard(key)
            if not self.keys_by_tag[tag]:
                del self.keys_by_tag[tag]


def memory_bytes(response: CachedResponse) -> int:
    """How much memory a response takes, roughly."""
    return len(response.body) + OVERHEAD_BYTES + TAG_BYTES * len(response.tags)
