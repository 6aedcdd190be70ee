import pytest

from packgrid.catalogue.install_sizes import InstallSize
from packgrid.catalogue.missing_values import MissingValue
from packgrid.comparison.table import FactRow
from packgrid.web.compare.bars import measure_bars


@pytest.mark.parametrize(
    ("key", "values", "bars"),
    [
        ("stars", (400, 100, 1, 0, MissingValue.NOT_CHECKED, None), [20, 10, 1, 0, 0, 0]),
        ("stars", (0, None), [0, 0]),
        ("stars", (), []),
        ("score", (100, 50, 0), [20, 10, 0]),
        ("install_size", (InstallSize(1, 100, 4), InstallSize(1, 25, 0)), [20, 10]),
        ("age", (3, 9), [0, 0]),
        ("version", ("1", "2"), [0, 0]),
    ],
)
def test_the_highest_number_of_a_row_has_the_longest_bar(key, values, bars):
    assert measure_bars(FactRow(key, key, values)) == bars
