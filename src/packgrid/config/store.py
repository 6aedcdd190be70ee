"""Complete answers in memory: bounded in bytes, the longest unused leaves first, outdated by tag."""

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Collection, Hashable

import attrs

from packgrid.httpcache.tags import EVERYTHING

OVERHEAD_BYTES, TAG_BYTES = 4000, 400
"""What an answer takes besides its body, and what each of its tags does: the key, headers, entries in three tables."""
REMEMBERED_TAGS = 10_000
KNOWN_KEYS = 10_000
SHOWN_S = 0.9
"""How long an answer is shown after it may have become untrue; a second is promised, and reading takes some of it."""
BETWEEN_S = 0.5
"""How long after an answer was made another one is, however often it is touched; the rest of SHOWN_S is for that."""


@attrs.frozen
class Kept:
    """An answer as Django made it; when that began, and until when it is true, on the monotonic clock."""

    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    tags: frozenset[str]
    made_at: float
    until: float
    etag: str
    last_modified: str

    def touched(self, since: float) -> "Kept":
        """The same, where something that it is made from may have changed from a moment on.

        What was there when its making began is in it, so that it is true until then at least.
        """
        until = min(self.until, max(since, self.made_at))
        return self if until == self.until else attrs.evolve(self, until=until)


@attrs.define
class Store:
    """`clock` counts the times at which something was touched: an answer in the making may miss what was meanwhile."""

    most_bytes: int
    size_bytes: int = 0
    clock: int = 0
    kept: OrderedDict[Hashable, Kept] = attrs.field(factory=OrderedDict)
    carrying: dict[str, set[Hashable]] = attrs.field(factory=lambda: defaultdict(set))
    touched_at: dict[str, int] = attrs.field(factory=dict)
    all_touched_at: int = 0
    renewing: set[Hashable] = attrs.field(factory=set)
    known: OrderedDict[Hashable, None] = attrs.field(factory=OrderedDict)
    lock: threading.Lock = attrs.field(factory=threading.Lock)

    def get(self, key: Hashable, now: float) -> Kept | None:
        """The answer under a key, if it is true or was a moment ago."""
        with self.lock:
            found = self.kept.get(key)
            if found is None:
                return None
            if found.until + SHOWN_S < now:
                self.remove(key)
                return None
            self.kept.move_to_end(key)
            return found

    def begin(self, key: Hashable, now: float) -> bool:
        """Whether to have the answer made anew: it is outdated and not too young, and nobody was told so before."""
        with self.lock:
            found = self.kept.get(key)
            if found is None or key in self.renewing or now <= max(found.until, found.made_at + BETWEEN_S):
                return False
            self.renewing.add(key)
            return True

    def has_kept(self, key: Hashable) -> bool:
        """Whether an answer was kept under this key lately, so that the next one will probably be, too."""
        return key in self.known

    def put(self, key: Hashable, answer: Kept, *, since: int) -> None:
        """Keep an answer whose making began at this clock; it is outdated if one of its tags was touched meanwhile."""
        size = size_of(answer)
        if size > self.most_bytes // 8:
            return
        with self.lock:
            is_touched = max(self.all_touched_at, *(self.touched_at.get(tag, 0) for tag in answer.tags), 0) > since
            self.remove(key)
            self.kept[key] = answer.touched(answer.made_at) if is_touched else answer
            self.size_bytes += size
            for tag in answer.tags:
                self.carrying[tag].add(key)
            while self.size_bytes > self.most_bytes:
                self.remove(next(iter(self.kept)))
            self.remember(key)

    def remember(self, key: Hashable) -> None:
        """Know the key for some time; the lock is held."""
        self.known[key] = None
        self.known.move_to_end(key)
        if len(self.known) > KNOWN_KEYS:
            self.known.popitem(last=False)

    def touch(self, tags: Collection[str], *, since: float) -> None:
        """What carries one of these tags may be untrue from a moment on; what was outdated long before goes at once."""
        if EVERYTHING in tags:
            self.clear()
            return
        with self.lock:
            self.clock += 1
            if len(self.touched_at) > REMEMBERED_TAGS:
                self.touched_at.clear()
                self.all_touched_at = self.clock  # for what is being made now; what is kept stays as it is
            self.touched_at |= dict.fromkeys(tags, self.clock)
            for key in {key for tag in tags for key in self.carrying.get(tag, ())}:
                found = self.kept[key] = self.kept[key].touched(since)
                if found.until + SHOWN_S < since:
                    self.remove(key)

    def clear(self) -> None:
        """Forget everything."""
        with self.lock:
            self.clock += 1
            self.all_touched_at, self.size_bytes = self.clock, 0
            for table in (self.kept, self.carrying, self.touched_at, self.renewing):
                table.clear()

    def remove(self, key: Hashable) -> None:
        """Take one answer out, if it is there; the lock is held."""
        answer = self.kept.pop(key, None)
        if answer is None:
            return
        self.renewing.discard(key)
        self.size_bytes -= size_of(answer)
        for tag in answer.tags:
            self.carrying[tag].discard(key)
            if not self.carrying[tag]:
                del self.carrying[tag]


def size_of(answer: Kept) -> int:
    """How much memory an answer takes, roughly."""
    return len(answer.body) + OVERHEAD_BYTES + TAG_BYTES * len(answer.tags)
