"""The parts of a comparison table: sides (packages), facts, features and cells."""

import re
from collections.abc import Mapping
from datetime import datetime

import attrs

from packgrid.assessment.rules.evidence import ReleaseEvidence
from packgrid.catalogue.install_sizes import InstallSize
from packgrid.catalogue.missing_values import MissingValue
from packgrid.comparison.feature_kinds import FeatureKind
from packgrid.comparison.models import Grid

GOOD = {"check", "yes", "good", "+", "+1"}
BAD = {"no", "bad", "negative", "evil", "sucks", "-", "-1"}
SIGNS = re.compile(r"(?P<signs>\++|-+)|(?P<sign>[+-])(?P<count>[0-9]+)")
MOST_MARKS = 3
ADDRESS = re.compile(r"(https?://[^\s<>\"]*[^\s<>\".,;:!?)])")
OVER = ("quarantined", "gone", "deprecated", "superseded", "archived")
"""The statuses of what has ended: such packages sink, and are never hidden."""


@attrs.frozen(cache_hash=True)
class Moment:
    """When something happened; `is_month` if only its month is known."""

    at: datetime
    is_month: bool = False


@attrs.frozen(cache_hash=True)
class Weeks:
    """Commits a week, oldest first."""

    counts: tuple[int, ...]


@attrs.frozen(cache_hash=True)
class Links:
    """The addresses of a package's pages elsewhere; "" is unknown. `pypi_name` is its name on PyPI."""

    repo_url: str
    documentation_url: str
    pypi_name: str


@attrs.frozen(cache_hash=True)
class Verdict:
    """A status such as "maintained" ("" if it is unknown), and the sentence that gives the reason."""

    status: str
    sentence: str


@attrs.frozen(cache_hash=True)
class Support:
    """The supported Django series that a release declares, those that it only allows, and those that it excludes."""

    declared: tuple[str, ...]
    allowed: tuple[str, ...]
    excluded: tuple[str, ...]


type FactValue = (
    str | int | Moment | Weeks | Links | Verdict | Support | InstallSize | tuple[str, ...] | MissingValue | None
)
"""One value of a package, of a type that says how to show it. None is unknown for a reason that is not known either."""


@attrs.frozen(kw_only=True)
class Side:
    """A package as one side of a comparison. `values` are its facts by the key of their row (see fact_rows.py).

    `builtin_mark` says what its task is built into now, "" if it is not. `released_at` is when its newest release came,
    where the day is known.
    """

    package_id: int
    slug: str
    title: str
    created: datetime
    status: str
    is_vulnerable: bool
    release: ReleaseEvidence
    values: Mapping[str, FactValue]
    builtin_mark: str = ""
    released_at: datetime | None = None

    @property
    def is_over(self) -> bool:
        """True if the package has ended: archived, deprecated, superseded or gone."""
        return self.status in OVER


@attrs.frozen
class FactRow:
    """A row of facts, one value for each side. `key` names the row in addresses."""

    key: str
    title: str
    values: tuple[FactValue, ...]


@attrs.frozen
class FeatureRow:
    """A feature; `texts` are its cells by package, as people wrote them, `kind` is a FeatureKind."""

    feature_id: int
    title: str
    description: str
    texts: Mapping[int, str]
    kind: str = FeatureKind.TEXT

    @property
    def key(self) -> str:
        """Its name in addresses: f12."""
        return f"f{self.feature_id}"


@attrs.frozen
class Part:
    """The features of one grid."""

    grid: Grid
    features: tuple[FeatureRow, ...]


@attrs.frozen
class Cell:
    """The content of a cell: `marks` ticks (above 0) or crosses (below), or text in pieces, or neither if it is empty.

    Each piece is a text and whether it is an address.
    """

    marks: int = 0
    pieces: tuple[tuple[str, bool], ...] = ()


def read_cell(text: str) -> Cell:
    """Parse the text of a cell: words and signs that stand for ticks and crosses, else the text itself.

    Only the whole text counts, in any case: "no" is a cross, "no idea" is a text.
    """
    said = text.strip()
    if marks := count_marks(said.lower()):
        return Cell(marks=marks)
    return Cell(pieces=tuple((piece, bool(ADDRESS.fullmatch(piece))) for piece in ADDRESS.split(said) if piece))


def count_marks(said: str) -> int:
    """How many ticks (above 0) or crosses (below) a text stands for, three at most; 0 if it is any other text."""
    if said in GOOD or said in BAD:
        return 1 if said in GOOD else -1
    found = SIGNS.fullmatch(said)
    if not found:
        return 0
    count = int(found["count"][:3]) if found["count"] else len(said)
    return min(count, MOST_MARKS) * (1 if said[0] == "+" else -1)
