"""Reports of loads, for people."""

from collections import Counter, defaultdict
from collections.abc import Sequence

import attrs

from packgrid.catalogue.records import RecordOutcome, RecordStatus
from packgrid.importer.problems import Note, Place, Problem
from packgrid.importer.validation import Record

KEPT = "that differ from the file; --overwrite replaces them"
MOST_NOTES = 1000
LOUDNESS = (RecordStatus.UNCHANGED, RecordStatus.CHANGED, RecordStatus.ADDED)


@attrs.frozen
class FoundRecord:
    """A record, its kind, and where it stands."""

    kind: str
    record: Record
    place: Place


@attrs.define
class LoadReport:
    """The outcome of each record, the reasons for what was not loaded, and warnings about what was.

    `has_starter`: the starter catalogue was loaded, too.
    """

    overwrites: bool = False
    has_starter: bool = False
    verdicts: dict[str, dict[str, RecordStatus]] = attrs.field(factory=lambda: defaultdict(dict))
    skipped: Counter[str] = attrs.field(factory=Counter)
    problems: list[Problem] = attrs.field(factory=list)
    noted: Counter[str] = attrs.field(factory=Counter)
    notes: list[Note] = attrs.field(factory=list)
    refused: set[tuple[Place, str]] = attrs.field(factory=set)

    @property
    def counts(self) -> dict[str, Counter[RecordStatus]]:
        """How many of each kind got which verdict; rows that could not be understood count as refused."""
        counts = {kind: Counter(verdicts.values()) for kind, verdicts in self.verdicts.items() if verdicts}
        for kind, number in self.skipped.items():
            counts.setdefault(kind, Counter())[RecordStatus.REFUSED] += number
        return counts

    @property
    def is_complete(self) -> bool:
        """True if every file could be read and no row was skipped."""
        return not self.skipped

    def skip(self, kind: str, *problems: Problem) -> None:
        """Report a row or file that is not loaded."""
        self.skipped[kind] += 1
        self.problems.extend(problems)

    def settle(self, found: Sequence[FoundRecord], outcomes: Sequence[RecordOutcome]) -> None:
        """Keep the outcomes of these records; of several on one slug the loudest counts."""
        for item, outcome in zip(found, outcomes, strict=True):
            slug, verdicts = item.record.slug, self.verdicts[item.kind]
            if outcome.status is RecordStatus.REFUSED:
                self.refused.add((item.place, slug))
                self.skip(item.kind, Problem(item.place, outcome.reason, slug))
                continue
            before = verdicts.get(slug, RecordStatus.UNCHANGED)
            verdicts[slug] = max(before, outcome.status, key=LOUDNESS.index)
            if outcome.unchanged:
                self.note(slug, KEPT, f"kept as it was: {', '.join(outcome.unchanged)}")
            if outcome.reason:
                self.problems.append(Problem(item.place, outcome.reason, slug, is_skipped=False))

    def is_refused(self, item: FoundRecord) -> bool:
        """True if this record did not get in."""
        return (item.place, item.record.slug) in self.refused

    def note(self, slug: str, kind: str, reason: str) -> None:
        """Count something odd that was loaded all the same, and remember the first ones."""
        self.noted[kind] += 1
        if len(self.notes) < MOST_NOTES:
            self.notes.append(Note(slug, kind, reason))
