"""The lengths of the bars behind numbers of a table."""

from collections.abc import Mapping, Sequence
from math import sqrt

from packgrid.catalogue.fact_table import BY_KEY, FactKind
from packgrid.catalogue.install_sizes import InstallSize
from packgrid.comparison.table import FactRow, FactValue

STEPS = 20
"""The length of the longest bar."""
NUMBERS = (FactKind.COUNT, FactKind.SIZE, FactKind.SCORE)
LONGEST: Mapping[str, float] = {"score": 100}
"""The values of full bars of facts that have a highest value; any other fact's is its highest in the table."""


def is_number_row(key: str) -> bool:
    """True if the values of a row are numbers that a bar can show."""
    return key in BY_KEY and BY_KEY[key].kind in NUMBERS


def measure_bars(row: FactRow) -> list[int]:
    """The lengths of the bars of a row, 0 to STEPS; 0 where no number is known."""
    if not is_number_row(row.key):
        return [0] * len(row.values)
    return scale_numbers([read_number(value) for value in row.values], longest=LONGEST.get(row.key))


def read_number(value: FactValue) -> float:
    """The number that a bar shows; 0 where none is known."""
    if isinstance(value, InstallSize):
        return value.total_bytes
    return value if isinstance(value, int) else 0


def scale_numbers(numbers: Sequence[float], *, longest: float | None = None) -> list[int]:
    """Lengths of 0 to STEPS; on a square-root scale, so that small numbers stay visible, unless `longest` is given."""
    full = longest or max(numbers, default=0)
    if full <= 0:
        return [0] * len(numbers)
    shares = (min(max(number, 0) / full, 1) for number in numbers)
    return [round(STEPS * (share if longest else sqrt(share))) for share in shares]
