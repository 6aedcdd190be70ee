"""Records that wait for their turn, many of them in a file of their own, so that memory holds any catalogue."""

import pickle
from collections import defaultdict
from collections.abc import Iterator, Mapping
from tempfile import SpooledTemporaryFile
from typing import IO

import attrs

from packgrid.catalogue.records import PackageRecord
from packgrid.importer.problems import Place
from packgrid.importer.reports import FoundRecord

BATCH = 500
MOST_IN_MEMORY_BYTES = 10_000_000


def open_queue_file() -> IO[bytes]:
    """A file that is one in memory as long as it is small, and is gone once it is closed."""
    return SpooledTemporaryFile(MOST_IN_MEMORY_BYTES)


@attrs.define
class RecordQueue:
    """Records in the order in which they came."""

    file: IO[bytes] = attrs.field(factory=open_queue_file)
    last: list[FoundRecord] = attrs.field(factory=list)
    count: int = 0

    def put(self, found: FoundRecord) -> None:
        """Let a record wait."""
        if self.last and (len(self.last) == BATCH or self.last[0].place.file != found.place.file):
            self.put_aside()
        self.last.append(found)
        self.count += 1

    def put_aside(self) -> None:
        """Write the newest ones to the file, as plain values: places and such take longer to read than to make."""
        rows = [(item.place.line, item.place.column, item.record) for item in self.last]
        pickle.dump((self.last[0].kind, self.last[0].place.file, rows), self.file)
        self.last.clear()

    def batches(self) -> Iterator[list[FoundRecord]]:
        """All of them, some at a time, each time of one file."""
        if self.last:
            self.put_aside()
        end = self.file.tell()
        self.file.seek(0)
        while self.file.tell() < end:
            kind, file, rows = pickle.load(self.file)  # noqa: S301 our own
            yield [FoundRecord(kind, record, Place(file, line, column)) for line, column, record in rows]


@attrs.define
class RecordSpool:
    """A queue for each kind, and for those that bring an id: they are first, so that no other takes it. Close it."""

    queues: dict[tuple[str, bool], RecordQueue] = attrs.field(factory=lambda: defaultdict(RecordQueue))
    former_slugs: dict[str, str] = attrs.field(factory=dict)
    """The slugs of the packages by the former slugs that they name; the first one counts."""
    indexes: Mapping[str, str] = attrs.field(factory=dict)
    """The private indexes, by slug, of packages that come without an index and are not stored yet."""

    def put(self, found: FoundRecord) -> None:
        """Let a record wait."""
        if isinstance(found.record, PackageRecord) and found.record.former_slugs:
            for slug in found.record.former_slugs:
                self.former_slugs.setdefault(slug, found.record.slug)
        self.queues[found.kind, found.record.id is not None].put(found)

    def count(self, *kinds: str) -> int:
        """How many wait."""
        return sum(queue.count for (kind, _has_id), queue in self.queues.items() if kind in kinds)

    def batches(self, kind: str) -> Iterator[list[FoundRecord]]:
        """The records of a kind in batches, each from one file."""
        for has_id in (True, False):
            for batch in self.queues[kind, has_id].batches():
                yield [self.with_index(found) for found in batch] if self.indexes else batch

    def with_index(self, found: FoundRecord) -> FoundRecord:
        """The record with the private index of its project, where it was found without one."""
        record = found.record
        index = self.indexes.get(record.slug)
        if index is None or not isinstance(record, PackageRecord) or record.index_name is not None:
            return found
        return attrs.evolve(found, record=attrs.evolve(record, index_name=index))

    def close(self) -> None:
        """Delete the files."""
        for queue in self.queues.values():
            queue.file.close()
